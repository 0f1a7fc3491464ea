//! Flavor access: which projects can use a private flavor.

use std::collections::BTreeMap;

use ferriscloud_core::paging::Single;
use ferriscloud_core::{Call, Client, Id, Listing, Operation, Path, Request, kind, lenient};
use http::Method;
use serde::{Deserialize, Serialize};

use crate::flavors::FlavorId;

/// That a project can use a flavor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct FlavorAccess {
    /// The flavor.
    #[serde(deserialize_with = "lenient::or_default")]
    pub flavor_id: FlavorId,
    /// The project.
    #[serde(rename = "tenant_id", deserialize_with = "lenient::or_default")]
    pub project_id: Id<kind::Project>,
}

/// The projects that can use one private flavor: for administrators alone.
#[derive(Debug, Clone)]
pub struct FlavorAccesses {
    client: Client,
    path: Path,
}

impl FlavorAccesses {
    pub(crate) fn new(client: &Client, flavor: &FlavorId) -> Self {
        Self {
            client: client.clone(),
            path: Path::from(["flavors", flavor.as_str()]),
        }
    }

    /// Lists the projects that can use the flavor:
    /// [`GET /flavors/{id}/os-flavor-access`](https://docs.openstack.org/api-ref/compute/#list-flavor-access-information-for-given-flavor).
    pub fn list(&self) -> Listing<FlavorAccess> {
        let path = self.path.clone().then("os-flavor-access");
        let request = Request::new(Method::GET, path, Operation("list", "flavor access"));
        self.client.listing(request, "flavor_access", &Single)
    }

    /// Lets a project use the flavor; all that can then:
    /// [`addTenantAccess`](https://docs.openstack.org/api-ref/compute/#add-flavor-access-to-tenant-addtenantaccess-action).
    pub fn add(&self, project: impl Into<Id<kind::Project>>) -> Call<Vec<FlavorAccess>> {
        self.action("addTenantAccess", &project.into())
    }

    /// Lets a project use the flavor no longer; all that can then:
    /// [`removeTenantAccess`](https://docs.openstack.org/api-ref/compute/#remove-flavor-access-from-tenant-removetenantaccess-action).
    pub fn remove(&self, project: impl Into<Id<kind::Project>>) -> Call<Vec<FlavorAccess>> {
        self.action("removeTenantAccess", &project.into())
    }

    fn action(&self, name: &'static str, project: &Id<kind::Project>) -> Call<Vec<FlavorAccess>> {
        let path = self.path.clone().then("action");
        let request = Request::new(Method::POST, path, Operation(name, "flavor"));
        let body = BTreeMap::from([("tenant", project)]);
        let action = self.client.call(request.envelope(name, &body));
        action.under("flavor_access").extract()
    }
}
