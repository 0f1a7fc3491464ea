//! Objects: data under names.

mod bulk;
mod copies;
mod entries;
mod manifests;
mod properties;
mod ranges;
mod reading;
mod symlinks;
mod versions;

use ferriscloud_core::{Call, Client, Id, Listing, Operation, Path, Request, kind, paging};
use http::Method;
use serde::Serialize;

use crate::containers::{self, ContainerName};
use crate::downloads::Download;
use crate::uploads::{Source, Upload, UploadObject};

pub use bulk::BulkDeleted;
pub use copies::CopyObject;
pub use entries::{Entry, Object, ObjectExtras};
pub use manifests::{ManifestSegment, Segment};
pub use properties::{ObjectHead, UpdateObject};
pub use ranges::ObjectRange;
pub use reading::ReadObject;
pub use symlinks::CreateSymlink;
pub use versions::{ListVersions, ObjectVersion, VersionEntry, VersionId};

/// The name of an object: anything but nothing, up to 1024 bytes. Slashes are part of it.
pub type ObjectName = Id<kind::Object>;

/// Which objects to list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListObjects {
    /// Those whose names begin so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// Names that are the same up to this, after the prefix, become one [`Entry::Subdir`]: `/` for what
    /// looks like directories.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<String>,
    /// Those right below this path, as if `/` made directories.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Those whose names come after this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    /// Those whose names come before this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_marker: Option<String>,
    /// As many as this on each page, of 10,000 at most; the listing goes on to the end all the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Backwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reverse: Option<bool>,
}

/// The objects of one container.
#[derive(Debug, Clone)]
pub struct Objects {
    client: Client,
    container: ContainerName,
}

impl Objects {
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    pub(crate) fn new(client: Client, container: ContainerName) -> Self {
        Self { client, container }
    }

    /// The name of the container.
    pub fn container(&self) -> &ContainerName {
        &self.container
    }

    /// Lists objects, by name:
    /// [`GET /{container}`](https://docs.openstack.org/api-ref/object-store/#show-container-details-and-list-objects).
    pub fn list(&self, filter: &ListObjects) -> Listing<Entry> {
        let path = Path::default().segment(self.container.as_str());
        let request = checked(
            Method::GET,
            path,
            Operation("list", "objects"),
            &self.container,
        );
        self.client
            .listing(
                request.filter(filter).filter(&containers::JSON),
                "",
                &paging::Marker,
            )
            .marked_by(|entry: &Entry| entry.name().to_owned())
    }

    /// Shows what is known of an object, with its metadata:
    /// [`HEAD /{container}/{object}`](https://docs.openstack.org/api-ref/object-store/#show-object-metadata).
    pub fn head(&self, object: impl Into<ReadObject>) -> Call<ObjectHead> {
        let object = object.into();
        let request = self.request(Method::HEAD, &object.name, "head");
        self.client
            .call(object.write(request))
            .reading(ObjectHead::read)
    }

    /// Reads an object, as a stream, all of it or a [range](Download::range):
    /// [`GET /{container}/{object}`](https://docs.openstack.org/api-ref/object-store/#get-object-content-and-metadata).
    pub fn download(&self, object: impl Into<ReadObject>) -> Download {
        Download::new(self, &object.into())
    }

    /// Writes an object, new or in the place of what is there, from bytes, a file, a stream or a reader:
    /// [`PUT /{container}/{object}`](https://docs.openstack.org/api-ref/object-store/#create-or-replace-object).
    pub fn upload(&self, object: impl Into<UploadObject>, source: impl Into<Source>) -> Upload {
        let object = object.into();
        let request = self.request(Method::PUT, &object.name, "upload");
        Upload::new(&self.client, request, &object, source.into())
    }

    /// Replaces all metadata, and the expiry; those of a symbolic link, and of what it leads to:
    /// [`POST /{container}/{object}`](https://docs.openstack.org/api-ref/object-store/#create-or-update-object-metadata).
    pub fn update(&self, object: impl Into<ObjectName>, changes: &UpdateObject) -> Call<()> {
        let request = self.request(Method::POST, &object.into(), "update");
        // What it sets, it sets again: harmless.
        self.client.call(changes.write(request)).idempotent(true)
    }

    /// Deletes an object:
    /// [`DELETE /{container}/{object}`](https://docs.openstack.org/api-ref/object-store/#delete-object).
    pub fn delete(&self, object: impl Into<ObjectName>) -> Call<()> {
        self.client
            .call(self.request(Method::DELETE, &object.into(), "delete"))
    }

    /// The objects of another container.
    pub(crate) fn beside(&self, container: impl Into<ContainerName>) -> Self {
        Self::new(self.client.clone(), container.into())
    }

    pub(crate) fn request(
        &self,
        method: Method,
        object: &ObjectName,
        verb: &'static str,
    ) -> Request {
        let path = Path::default()
            .segment(self.container.as_str())
            .name(object.as_str());
        checked(method, path, Operation(verb, "object"), &self.container)
    }
}

fn checked(method: Method, path: Path, operation: Operation, container: &ContainerName) -> Request {
    let request = Request::new(method, path, operation);
    match containers::check(container) {
        Ok(()) => request,
        Err(why) => request.refuse(why),
    }
}
