//! Objects: data under names.

mod bulk;
mod copies;
mod manifests;
mod parts;
mod properties;
mod reading;
mod symlinks;
mod versions;

use ferriscloud_core::time::{self, Timestamp};
use ferriscloud_core::{
    Call, Client, Id, Listing, Operation, Path, Request, kind, lenient, paging,
};
use http::Method;
use serde::{Deserialize, Serialize};

use crate::containers::{self, ContainerName};
use crate::downloads::{Download, DownloadObject};
use crate::uploads::{Source, Upload, UploadObject};

pub use bulk::BulkDeleted;
pub use copies::CopyObject;
pub use manifests::{ManifestSegment, Segment};
pub use parts::ObjectPart;
pub use properties::{ObjectHead, UpdateObject};
pub use reading::ReadObject;
pub use symlinks::CreateSymlink;
pub use versions::{ListVersions, ObjectVersion, VersionId};

/// The name of an object: anything but nothing, up to 1024 bytes. Slashes are part of it.
pub type ObjectName = Id<kind::Object>;

/// An object, as listings show it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Object {
    /// The name.
    pub name: ObjectName,
    /// The size, in bytes. Zero for a manifest of a dynamic large object.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub bytes: u64,
    /// The `ETag`: the MD5 of the data, in hexadecimal, unless it is a large object.
    #[serde(rename = "hash", default, deserialize_with = "lenient::or_default")]
    pub etag: String,
    /// The media type.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub content_type: String,
    /// When it was last written.
    #[serde(default, deserialize_with = "time::lenient")]
    pub last_modified: Option<Timestamp>,
    /// Of a static large object: its own `ETag`, made of those of its segments.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub slo_etag: Option<String>,
    /// Of a symbolic link: where it leads, as `/v1/account/container/object`.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub symlink_path: Option<String>,
    /// Of a symbolic link that is bound to an `ETag`: this.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub symlink_etag: Option<String>,
    /// Of such a link: the size of what it leads to, in bytes.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub symlink_bytes: Option<u64>,
}

impl From<&Object> for ObjectName {
    fn from(object: &Object) -> Self {
        object.name.clone()
    }
}

/// An entry of a listing: an object, or what stands for many.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged, from = "Listed")]
pub enum Entry {
    /// An object.
    Object(Object),
    /// All objects whose names begin so: only where the listing was asked for with a
    /// [`delimiter`](ListObjects::delimiter).
    Subdir {
        /// The common beginning, with the delimiter.
        #[serde(rename = "subdir")]
        prefix: String,
    },
}

impl Entry {
    /// The name of the object, or the common beginning of the names.
    pub fn name(&self) -> &str {
        match self {
            Self::Object(object) => object.name.as_str(),
            Self::Subdir { prefix } => prefix,
        }
    }

    /// The object, if it is one.
    pub fn into_object(self) -> Option<Object> {
        match self {
            Self::Object(object) => Some(object),
            Self::Subdir { .. } => None,
        }
    }
}

/// An entry on the wire: an object if it has a name. Nothing of it is buffered.
#[derive(Deserialize)]
struct Listed {
    name: Option<ObjectName>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    subdir: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    bytes: u64,
    #[serde(default, deserialize_with = "lenient::or_default")]
    hash: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    content_type: String,
    #[serde(default, deserialize_with = "time::lenient")]
    last_modified: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::or_none")]
    slo_etag: Option<String>,
    #[serde(default, deserialize_with = "lenient::or_none")]
    symlink_path: Option<String>,
    #[serde(default, deserialize_with = "lenient::or_none")]
    symlink_etag: Option<String>,
    #[serde(default, deserialize_with = "lenient::or_none")]
    symlink_bytes: Option<u64>,
}

impl From<Listed> for Entry {
    fn from(listed: Listed) -> Self {
        let Listed {
            name,
            subdir: prefix,
            bytes,
            hash: etag,
            content_type,
            last_modified,
            slo_etag,
            symlink_path,
            symlink_etag,
            symlink_bytes,
        } = listed;
        match name {
            Some(name) => Self::Object(Object {
                name,
                bytes,
                etag,
                content_type,
                last_modified,
                slo_etag,
                symlink_path,
                symlink_etag,
                symlink_bytes,
            }),
            None => Self::Subdir { prefix },
        }
    }
}

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
    /// As many as this on each page; the listing goes on to the end all the same.
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

    /// Reads an object, as a stream, all of it or a range:
    /// [`GET /{container}/{object}`](https://docs.openstack.org/api-ref/object-store/#get-object-content-and-metadata).
    pub fn download(&self, object: impl Into<DownloadObject>) -> Download {
        let object = object.into();
        let request = self.request(Method::GET, &object.name, "download");
        Download::new(&self.client, request, &object)
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

    fn request(&self, method: Method, object: &ObjectName, verb: &'static str) -> Request {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_objects_or_stand_for_many() {
        let page = r#"[
            {"bytes": 3, "hash": "90", "name": "a b", "content_type": "text/plain",
             "last_modified": "2026-11-23T10:20:30.123456", "new_field": [1]},
            {"subdir": "photos/"},
            {"name": "odd", "bytes": null, "hash": null, "last_modified": "never"}
        ]"#;
        let entries: Vec<Entry> = serde_json::from_str(page).unwrap();
        let names: Vec<_> = entries.iter().map(Entry::name).collect();
        assert_eq!(names, ["a b", "photos/", "odd"]);
        assert!(matches!(&entries[1], Entry::Subdir { prefix } if prefix == "photos/"));
        let again = serde_json::to_string(&entries).unwrap();
        let again: Vec<Entry> = serde_json::from_str(&again).unwrap();
        let objects: Vec<_> = again.into_iter().filter_map(Entry::into_object).collect();
        assert_eq!(
            (objects.len(), objects[0].bytes, objects[0].etag.as_str()),
            (2, 3, "90")
        );
        assert!(objects[0].last_modified.is_some() && objects[1].last_modified.is_none());
    }
}
