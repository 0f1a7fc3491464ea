//! Earlier states of objects, in containers that [keep them](crate::containers::ContainerSettings::versions_enabled).

use std::collections::BTreeMap;

use ferriscloud_core::paging::{PageEnd, Paging};
use ferriscloud_core::time::{self, Timestamp};
use ferriscloud_core::{Call, Id, Listing, Operation, Path, kind, lenient};
use http::{Method, header};
use serde::{Deserialize, Serialize};

use super::{ObjectName, Objects, ReadObject, checked};
use crate::containers;
use crate::uploads::Uploaded;

/// The id of a version. `null` is that of what was written while versions were not kept.
pub type VersionId = Id<kind::ObjectVersion>;

/// A version of an object: a state that it has, or had.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ObjectVersion {
    /// The id.
    #[serde(rename = "version_id")]
    pub id: VersionId,
    /// The name of the object.
    pub name: ObjectName,
    /// Whether this is the object's present state. Where a page begins with an earlier deletion of an object, Swift says so
    /// of that, too.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub is_latest: bool,
    /// The size, in bytes.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub bytes: u64,
    /// The `ETag`.
    #[serde(rename = "hash", default, deserialize_with = "lenient::or_default")]
    pub etag: String,
    /// The media type.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub content_type: String,
    /// When it was written.
    #[serde(default, deserialize_with = "time::lenient")]
    pub last_modified: Option<Timestamp>,
}

impl ObjectVersion {
    /// Whether it says that the object was deleted then; there are no data to it.
    pub fn is_deletion(&self) -> bool {
        self.content_type.contains("swift_versions_deleted=1")
    }
}

impl From<&ObjectVersion> for VersionId {
    fn from(version: &ObjectVersion) -> Self {
        version.id.clone()
    }
}

impl From<&ObjectVersion> for ReadObject {
    fn from(version: &ObjectVersion) -> Self {
        Self {
            version: Some(version.id.clone()),
            ..Self::new(version.name.clone())
        }
    }
}

/// An entry of a listing of versions: a version, or what stands for many.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum VersionEntry {
    /// All versions of all objects whose names begin so: only where the listing was asked for with a
    /// [`delimiter`](ListVersions::delimiter).
    Subdir {
        /// The common beginning, with the delimiter.
        #[serde(rename = "subdir")]
        prefix: String,
    },
    /// A version.
    Version(ObjectVersion),
}

/// Which versions to list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListVersions {
    /// Those of objects whose names begin so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// Names that are the same up to this, after the prefix, become one [`VersionEntry::Subdir`]: a listing with a delimiter
    /// is one of `.extract::<VersionEntry>()`. Digits and dots are no delimiters here (400).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<String>,
    /// Those of objects whose names come after this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    /// Those of the marker's own object that are older than this one, too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version_marker: Option<VersionId>,
    /// As many as this on each page; the listing goes on to the end all the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Versions. They are read and copied as objects are: `objects.download(&version)`, or by
/// [`ReadObject::version`](super::ReadObject::version).
impl Objects {
    /// Lists all versions of objects, by name, the newest first:
    /// [`GET /{container}?versions`](https://docs.openstack.org/swift/latest/middleware.html#object-versioning).
    pub fn list_versions(&self, filter: &ListVersions) -> Listing<ObjectVersion> {
        let path = Path::default().segment(self.container.as_str());
        let operation = Operation("list", "versions of objects");
        let request = checked(Method::GET, path, operation, &self.container);
        let versions = BTreeMap::from([("versions", "true")]);
        let request = request.filter(filter).filter(&versions);
        let request = request.filter(&containers::JSON);
        self.client.listing(request, "", &ByVersion)
    }

    /// Makes a version the object's present state again:
    /// [`PUT /{container}/{object}?version-id`](https://docs.openstack.org/swift/latest/middleware.html#object-versioning).
    pub fn restore_version(
        &self,
        object: impl Into<ObjectName>,
        version: impl Into<VersionId>,
    ) -> Call<Uploaded> {
        let request = self.request(Method::PUT, &object.into(), "restore version of");
        let request = request.filter(&version_id(&version.into()));
        let request = request.header(header::CONTENT_LENGTH, 0);
        self.client.call(request).reading(Uploaded::read)
    }

    /// Deletes a version for good; if it is the present state, the object is gone then:
    /// [`DELETE /{container}/{object}?version-id`](https://docs.openstack.org/swift/latest/middleware.html#object-versioning).
    pub fn delete_version(
        &self,
        object: impl Into<ObjectName>,
        version: impl Into<VersionId>,
    ) -> Call<()> {
        let request = self.request(Method::DELETE, &object.into(), "delete version of");
        self.client
            .call(request.filter(&version_id(&version.into())))
    }
}

pub(super) fn version_id(version: &VersionId) -> BTreeMap<&'static str, &str> {
    BTreeMap::from([("version-id", version.as_str())])
}

/// A name is not enough to go on from: a page may end between two versions of it.
struct ByVersion;

impl Paging for ByVersion {
    fn next(&self, page: &PageEnd<'_>) -> Option<String> {
        if let Some(mut all) = page.last_text("subdir") {
            // After all names that begin so, or they would be the next page's, too.
            all.push(char::MAX);
            return Some(page.with_all(&[("marker", &all), ("version_marker", "null")]));
        }
        let (name, version) = (page.last_text("name")?, page.last_text("version_id")?);
        Some(page.with_all(&[("marker", &name), ("version_marker", &version)]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        let page = r#"[{"bytes": 9, "hash": "0f", "name": "a", "version_id": "1795429230.50000", "is_latest": true,
            "content_type": "text/plain", "last_modified": "2026-11-23T10:20:30.500000"},
            {"name": "a", "version_id": "null", "content_type": "application/x-deleted;swift_versions_deleted=1"}]"#;
        let versions: Vec<ObjectVersion> = serde_json::from_str(page).unwrap();
        assert_eq!(versions[0].id, "1795429230.50000");
        assert!(versions[0].is_latest && !versions[0].is_deletion());
        assert!(versions[1].is_deletion() && !versions[1].is_latest);
        let page = r#"[{"subdir": "b/"}, {"name": "c", "version_id": "null", "bytes": null}]"#;
        let entries: Vec<VersionEntry> = serde_json::from_str(page).unwrap();
        assert!(matches!(&entries[0], VersionEntry::Subdir { prefix } if prefix == "b/"));
        assert!(matches!(&entries[1], VersionEntry::Version(one) if one.name == *"c"));
    }
}
