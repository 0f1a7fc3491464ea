//! On which servers things are: for programs that run beside them, as Hadoop does.

use std::collections::BTreeMap;

use ferriscloud_core::{Call, Client, Operation, Path, Request, lenient};
use http::Method;
use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::address::{account_of, root_of};
use crate::containers::{self, ContainerName, Containers};
use crate::objects::{ObjectName, Objects};

/// The servers that something is on. The addresses are those inside the cluster.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Locations {
    /// Where it is on each: `http://10.1.1.1:6200/sda1/2/a/c/o`.
    #[serde(deserialize_with = "lenient::list")]
    pub endpoints: Vec<String>,
    /// The headers that requests to these addresses need.
    #[serde(deserialize_with = "lenient::map")]
    pub headers: BTreeMap<String, String>,
}

impl Account {
    /// Shows on which servers the account is, where the cloud tells:
    /// [`GET /endpoints/v2/{account}`](https://docs.openstack.org/swift/latest/middleware.html#list-endpoints).
    pub fn locations(&self) -> Call<Locations> {
        ask(self.client(), None, None)
    }
}

impl Containers {
    /// Shows on which servers a container is, where the cloud tells:
    /// [`GET /endpoints/v2/{account}/{container}`](https://docs.openstack.org/swift/latest/middleware.html#list-endpoints).
    pub fn locations(&self, container: impl Into<ContainerName>) -> Call<Locations> {
        ask(self.client(), Some(&container.into()), None)
    }
}

impl Objects {
    /// Shows on which servers an object is, or would be, where the cloud tells:
    /// [`GET /endpoints/v2/{account}/{container}/{object}`](https://docs.openstack.org/swift/latest/middleware.html#list-endpoints).
    pub fn locations(&self, object: impl Into<ObjectName>) -> Call<Locations> {
        ask(self.client(), Some(self.container()), Some(&object.into()))
    }
}

fn ask(
    client: &Client,
    container: Option<&ContainerName>,
    object: Option<&ObjectName>,
) -> Call<Locations> {
    let account = account_of(client).unwrap_or_default();
    let mut path = Path::fixed("endpoints/v2").segment(&account);
    let mut defect = None;
    if let Some(container) = container {
        path = path.segment(container.as_str());
        defect = containers::check(container).err();
    }
    if let Some(object) = object {
        path = path.name(object.as_str());
    }
    let mut request = Request::new(Method::GET, path, Operation("get", "locations"));
    if let Some(why) = defect {
        request = request.refuse(why);
    }
    root_of(client).call(request).extract()
}
