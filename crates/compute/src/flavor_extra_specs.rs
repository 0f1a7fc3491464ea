//! Extra specs: what a flavor asks of the hosts that run its servers.

use std::collections::BTreeMap;

use ferriscloud_core::{Call, Client, Operation, Path, Request};
use http::Method;

use crate::flavors::FlavorId;

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
        self.client.call(request).under("extra_specs").extract()
    }

    /// Adds extra specs, and changes those of the same names:
    /// [`POST /flavors/{id}/os-extra_specs`](https://docs.openstack.org/api-ref/compute/#create-extra-specs-for-a-flavor).
    pub fn add(&self, specs: &ExtraSpecs) -> Call<ExtraSpecs> {
        let request = self.request(Method::POST, self.path.clone(), "add");
        let add = self.client.call(request.envelope("extra_specs", specs));
        add.idempotent(true).under("extra_specs").extract()
    }

    /// Shows what has this name:
    /// [`GET /flavors/{id}/os-extra_specs/{name}`](https://docs.openstack.org/api-ref/compute/#show-an-extra-spec-for-a-flavor).
    pub fn get(&self, name: &str) -> Call<ExtraSpecs> {
        let path = self.path.clone().segment(name);
        self.client
            .call(self.request(Method::GET, path, "get"))
            .extract()
    }

    /// Sets what has this name:
    /// [`PUT /flavors/{id}/os-extra_specs/{name}`](https://docs.openstack.org/api-ref/compute/#update-an-extra-spec-for-a-flavor).
    pub fn set(&self, name: &str, value: &str) -> Call<ExtraSpecs> {
        let path = self.path.clone().segment(name);
        let request = self.request(Method::PUT, path, "set");
        self.client.call(request.envelope(name, value)).extract()
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
