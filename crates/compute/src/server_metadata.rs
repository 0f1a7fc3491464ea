//! Server metadata: what a project notes of its servers.

use std::collections::BTreeMap;

use ferriscloud_core::{Call, Client, Operation, Path, Request};
use http::Method;

use crate::servers::ServerId;
use crate::texts;

/// Names and values.
pub type Metadata = BTreeMap<String, String>;

/// The metadata of one server.
#[derive(Debug, Clone)]
pub struct ServerMetadata {
    client: Client,
    path: Path,
}

impl ServerMetadata {
    pub(crate) fn new(client: &Client, server: &ServerId) -> Self {
        Self {
            client: client.clone(),
            path: Path::from(["servers", server.as_str(), "metadata"]),
        }
    }

    /// Shows all metadata:
    /// [`GET /servers/{id}/metadata`](https://docs.openstack.org/api-ref/compute/#list-all-metadata).
    pub fn all(&self) -> Call<Metadata> {
        self.many(self.request(Method::GET, "get"))
    }

    /// Adds metadata, and changes those of the same names:
    /// [`POST /servers/{id}/metadata`](https://docs.openstack.org/api-ref/compute/#create-or-update-metadata-items).
    pub fn add(&self, metadata: &Metadata) -> Call<Metadata> {
        let request = self.request(Method::POST, "add");
        let add = self.many(request.envelope("metadata", metadata));
        add.idempotent(true)
    }

    /// Makes these all the metadata that there are:
    /// [`PUT /servers/{id}/metadata`](https://docs.openstack.org/api-ref/compute/#replace-metadata-items).
    pub fn replace(&self, metadata: &Metadata) -> Call<Metadata> {
        let request = self.request(Method::PUT, "replace");
        self.many(request.envelope("metadata", metadata))
    }

    /// Shows what has this name:
    /// [`GET /servers/{id}/metadata/{name}`](https://docs.openstack.org/api-ref/compute/#show-metadata-item-details).
    pub fn get(&self, name: &str) -> Call<Metadata> {
        let get = self.client.call(self.named(Method::GET, name, "get"));
        get.under("meta").reading(texts::read)
    }

    /// Sets what has this name:
    /// [`PUT /servers/{id}/metadata/{name}`](https://docs.openstack.org/api-ref/compute/#create-or-update-metadata-item).
    pub fn set(&self, name: &str, value: &str) -> Call<Metadata> {
        let request = self.named(Method::PUT, name, "set");
        let request = request.envelope("meta", &BTreeMap::from([(name, value)]));
        let set = self.client.call(request);
        set.under("meta").reading(texts::read)
    }

    /// Deletes what has this name:
    /// [`DELETE /servers/{id}/metadata/{name}`](https://docs.openstack.org/api-ref/compute/#delete-metadata-item).
    pub fn delete(&self, name: &str) -> Call<()> {
        self.client.call(self.named(Method::DELETE, name, "delete"))
    }

    fn many(&self, request: Request) -> Call<Metadata> {
        let call = self.client.call(request);
        call.under("metadata").reading(texts::read)
    }

    fn request(&self, method: Method, verb: &'static str) -> Request {
        let operation = Operation(verb, "server metadata");
        Request::new(method, self.path.clone(), operation)
    }

    fn named(&self, method: Method, name: &str, verb: &'static str) -> Request {
        let path = self.path.clone().segment(name);
        Request::new(method, path, Operation(verb, "server metadata"))
    }
}
