//! Extra specs: what a flavor asks of the hosts that run its servers.

use std::collections::BTreeMap;

use ferriscloud_core::{Call, Client, Operation, Path, Request};
use http::Method;

use crate::flavors::FlavorId;
use crate::texts;

/// Names and values: [those that Nova knows](https://docs.openstack.org/nova/latest/configuration/extra-specs.html).
pub type ExtraSpecs = BTreeMap<String, String>;

/// The extra specs of one flavor; changing them takes an administrator.
#[derive(Debug, Clone)]
pub struct FlavorExtraSpecs {
    client: Client,
    path: Path,
}

impl FlavorExtraSpecs {
    pub(crate) fn new(client: &Client, flavor: &FlavorId) -> Self {
        Self {
            client: client.clone(),
            path: Path::from(["flavors", flavor.as_str(), "os-extra_specs"]),
        }
    }

    /// Shows all extra specs:
    /// [`GET /flavors/{id}/os-extra_specs`](https://docs.openstack.org/api-ref/compute/#list-extra-specs-for-a-flavor).
    pub fn all(&self) -> Call<ExtraSpecs> {
        let request = self.request(Method::GET, self.path.clone(), "get");
        let all = self.client.call(request);
        all.under("extra_specs").reading(texts::read)
    }

    /// Adds extra specs, and changes those of the same names:
    /// [`POST /flavors/{id}/os-extra_specs`](https://docs.openstack.org/api-ref/compute/#create-extra-specs-for-a-flavor).
    pub fn add(&self, specs: &ExtraSpecs) -> Call<ExtraSpecs> {
        let request = self.request(Method::POST, self.path.clone(), "add");
        let add = self.client.call(request.envelope("extra_specs", specs));
        let add = add.idempotent(true).under("extra_specs");
        add.reading(texts::read)
    }

    /// Shows what has this name:
    /// [`GET /flavors/{id}/os-extra_specs/{name}`](https://docs.openstack.org/api-ref/compute/#show-an-extra-spec-for-a-flavor).
    pub fn get(&self, name: &str) -> Call<ExtraSpecs> {
        let path = self.path.clone().segment(name);
        let get = self.client.call(self.request(Method::GET, path, "get"));
        get.reading(texts::read)
    }

    /// Sets what has this name:
    /// [`PUT /flavors/{id}/os-extra_specs/{name}`](https://docs.openstack.org/api-ref/compute/#update-an-extra-spec-for-a-flavor).
    pub fn set(&self, name: &str, value: &str) -> Call<ExtraSpecs> {
        let path = self.path.clone().segment(name);
        let request = self.request(Method::PUT, path, "set");
        let set = self.client.call(request.envelope(name, value));
        set.reading(texts::read)
    }

    /// Deletes what has this name:
    /// [`DELETE /flavors/{id}/os-extra_specs/{name}`](https://docs.openstack.org/api-ref/compute/#delete-an-extra-spec-for-a-flavor).
    pub fn delete(&self, name: &str) -> Call<()> {
        let path = self.path.clone().segment(name);
        self.client
            .call(self.request(Method::DELETE, path, "delete"))
    }

    fn request(&self, method: Method, path: Path, verb: &'static str) -> Request {
        Request::new(method, path, Operation(verb, "extra specs"))
    }
}
