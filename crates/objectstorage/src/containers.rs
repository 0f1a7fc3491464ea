//! Containers: what objects are in.

mod head;
mod inputs;
mod settings;

use ferriscloud_core::time::{self, Timestamp};
use ferriscloud_core::{
    Call, Client, Id, Listing, Operation, Path, Request, kind, lenient, paging,
};
use http::Method;
use serde::{Deserialize, Serialize};

pub use head::ContainerHead;
pub use inputs::{CreateContainer, UpdateContainer};
pub use settings::ContainerSettings;

/// The name of a container. It cannot have a slash.
pub type ContainerName = Id<kind::Container>;

const METADATA: &str = "x-container-meta-";

/// A container, as listings show it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
#[serde(from = "Listed")]
pub struct Container {
    /// The name.
    pub name: ContainerName,
    /// The number of objects.
    pub count: u64,
    /// The size of all objects together, in bytes.
    pub bytes: u64,
    /// When the container itself was last changed.
    pub last_modified: Option<Timestamp>,
    /// Whether it stands for all containers that begin with this name: only where the listing was asked
    /// for with a [`delimiter`](ListContainers::delimiter).
    pub subdir: bool,
}

impl From<&Container> for ContainerName {
    fn from(container: &Container) -> Self {
        container.name.clone()
    }
}

/// A container on the wire: it has a `name` or a `subdir`.
#[derive(Deserialize)]
struct Listed {
    name: Option<ContainerName>,
    #[serde(default, deserialize_with = "lenient::or_none")]
    subdir: Option<String>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    count: u64,
    #[serde(default, deserialize_with = "lenient::or_default")]
    bytes: u64,
    #[serde(default, deserialize_with = "time::lenient")]
    last_modified: Option<Timestamp>,
}

impl From<Listed> for Container {
    fn from(listed: Listed) -> Self {
        let Listed {
            name,
            subdir,
            count,
            bytes,
            last_modified,
        } = listed;
        let is_subdir = name.is_none();
        let name = name.unwrap_or_else(|| subdir.unwrap_or_default().into());
        Self {
            name,
            count,
            bytes,
            last_modified,
            subdir: is_subdir,
        }
    }
}

/// Which containers to list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListContainers {
    /// Those whose names begin so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// Names that are the same up to this become one entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<String>,
    /// Those whose names come after this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    /// Those whose names come before this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_marker: Option<String>,
    /// As many as this on each page; the listing goes on to the end all the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Backwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reverse: Option<bool>,
}

/// The containers of an account.
#[derive(Debug, Clone)]
pub struct Containers {
    client: Client,
}

impl Containers {
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Lists containers, by name:
    /// [`GET /`](https://docs.openstack.org/api-ref/object-store/#show-account-details-and-list-containers).
    pub fn list(&self, filter: &ListContainers) -> Listing<Container> {
        let operation = Operation("list", "containers");
        let request = Request::new(Method::GET, Path::default(), operation);
        self.client
            .listing(request.filter(filter).filter(&JSON), "", &paging::Marker)
            .marked_by(|container: &Container| container.name.to_string())
    }

    /// Shows what a container holds, and its metadata:
    /// [`HEAD /{container}`](https://docs.openstack.org/api-ref/object-store/#show-container-metadata).
    pub fn head(&self, container: impl Into<ContainerName>) -> Call<ContainerHead> {
        let request = request(Method::HEAD, &container.into(), "head");
        self.client.call(request).reading(ContainerHead::read)
    }

    /// Creates a container, or changes the one that is there:
    /// [`PUT /{container}`](https://docs.openstack.org/api-ref/object-store/#create-container).
    pub fn create(&self, container: impl Into<CreateContainer>) -> Call<()> {
        self.client.call(container.into().request())
    }

    /// Sets and removes metadata and settings:
    /// [`POST /{container}`](https://docs.openstack.org/api-ref/object-store/#create-update-or-delete-container-metadata).
    pub fn update(
        &self,
        container: impl Into<ContainerName>,
        changes: &UpdateContainer,
    ) -> Call<()> {
        let request = request(Method::POST, &container.into(), "update");
        // What it sets, it sets again: harmless.
        self.client.call(changes.write(request)).idempotent(true)
    }

    /// Deletes a container, which has to be empty:
    /// [`DELETE /{container}`](https://docs.openstack.org/api-ref/object-store/#delete-container).
    pub fn delete(&self, container: impl Into<ContainerName>) -> Call<()> {
        self.client
            .call(request(Method::DELETE, &container.into(), "delete"))
    }
}

/// Swift lists in plain text unless it is told otherwise.
#[derive(Serialize)]
pub(crate) struct Format {
    format: &'static str,
}

pub(crate) const JSON: Format = Format { format: "json" };

/// Why a container cannot be called so.
///
/// Swift reads `%2F` as a slash: what comes after it would name an object.
pub(crate) fn check(container: &ContainerName) -> Result<(), String> {
    match container.as_str() {
        name if name.contains('/') => Err(format!("the container name {name:?} has a slash")),
        _ => Ok(()),
    }
}

fn request(method: Method, container: &ContainerName, verb: &'static str) -> Request {
    let path = Path::default().segment(container.as_str());
    let request = Request::new(method, path, Operation(verb, "container"));
    match check(container) {
        Ok(()) => request,
        Err(why) => request.refuse(why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listings_have_containers_and_subdirs() {
        let page =
            r#"[{"name": "a", "count": 2, "bytes": "7", "last_modified": null}, {"subdir": "b-"}]"#;
        let containers: Vec<Container> = serde_json::from_str(page).unwrap();
        let seen = containers
            .iter()
            .map(|it| (it.name.as_str(), it.count, it.bytes, it.subdir));
        assert!(seen.eq([("a", 2, 7, false), ("b-", 0, 0, true)]));
    }
}
