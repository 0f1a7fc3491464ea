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
        self.many(Method::GET, "get", None)
    }

    /// Adds metadata, and changes those of the same names:
    /// [`POST /servers/{id}/metadata`](https://docs.openstack.org/api-ref/compute/#create-or-update-metadata-items).
    pub fn add(&self, metadata: &Metadata) -> Call<Metadata> {
        self.many(Method::POST, "add", Some(metadata))
            .idempotent(true)
    }

    /// Makes these all the metadata that there are:
    /// [`PUT /servers/{id}/metadata`](https://docs.openstack.org/api-ref/compute/#replace-metadata-items).
    pub fn replace(&self, metadata: &Metadata) -> Call<Metadata> {
        self.many(Method::PUT, "replace", Some(metadata))
    }

    /// Shows what has this name:
    /// [`GET /servers/{id}/metadata/{name}`](https://docs.openstack.org/api-ref/compute/#show-metadata-item-details).
    pub fn get(&self, name: &str) -> Call<Metadata> {
        self.one(Method::GET, "get", name, None)
    }

    /// Sets what has this name:
    /// [`PUT /servers/{id}/metadata/{name}`](https://docs.openstack.org/api-ref/compute/#create-or-update-metadata-item).
    pub fn set(&self, name: &str, value: &str) -> Call<Metadata> {
        self.one(Method::PUT, "set", name, Some(value))
    }

    /// Deletes what has this name:
    /// [`DELETE /servers/{id}/metadata/{name}`](https://docs.openstack.org/api-ref/compute/#delete-metadata-item).
    pub fn delete(&self, name: &str) -> Call<()> {
        let path = self.path.clone().segment(name);
        let operation = Operation("delete", "server metadata");
        self.client
            .call(Request::new(Method::DELETE, path, operation))
    }

    fn one(
        &self,
        method: Method,
        verb: &'static str,
        name: &str,
        value: Option<&str>,
    ) -> Call<Metadata> {
        let path = self.path.clone().segment(name);
        let mut request = Request::new(method, path, Operation(verb, "server metadata"));
        if let Some(value) = value {
            request = request.envelope("meta", &BTreeMap::from([(name, value)]));
        }
        self.client.call(request).under("meta").reading(texts::read)
    }

    fn many(
        &self,
        method: Method,
        verb: &'static str,
        metadata: Option<&Metadata>,
    ) -> Call<Metadata> {
        let operation = Operation(verb, "server metadata");
        let mut request = Request::new(method, self.path.clone(), operation);
        if let Some(metadata) = metadata {
            request = request.envelope("metadata", metadata);
        }
        let call = self.client.call(request);
        call.under("metadata").reading(texts::read)
    }
}
