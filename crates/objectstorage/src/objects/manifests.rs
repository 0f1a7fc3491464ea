//! Large objects: several objects that are read as one.

use std::collections::BTreeMap;

use ferriscloud_core::time::{self, Timestamp};
use ferriscloud_core::{Call, Path, lenient};
use http::{Method, header};
use serde::{Deserialize, Serialize};

use super::{BulkDeleted, ObjectName, Objects, UpdateObject};
use crate::containers::ContainerName;
use crate::headers;
use crate::service::SLOW;
use crate::uploads::Uploaded;

/// A part of a static large object: an object that is there already, or a range of one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Segment {
    /// Where it is: the names of container and object, with a slash between.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// The `ETag` that it has to have.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::or_none")]
    pub etag: Option<String>,
    /// The size that it has to have, in bytes.
    #[serde(
        rename = "size_bytes",
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::or_none"
    )]
    pub bytes: Option<u64>,
    /// Which bytes of it: `0-1023`, or the last 1024 as `-1024`. All, where this is not said.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::or_none")]
    pub range: Option<String>,
    /// Bytes that stand in the manifest itself, in base 64, in the place of an object; they are neither the first segment
    /// nor the last.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient::or_none")]
    pub data: Option<String>,
}

impl Segment {
    /// All of an object, whatever its size and `ETag`.
    pub fn new(container: impl Into<ContainerName>, object: impl Into<ObjectName>) -> Self {
        let (container, object) = (container.into(), object.into());
        Self {
            path: format!("{container}/{object}"),
            ..Self::default()
        }
    }
}

/// A part of a static large object, as its manifest has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ManifestSegment {
    /// Where it is: `/container/object`.
    #[serde(rename = "name", deserialize_with = "lenient::or_default")]
    pub path: String,
    /// Its size, in bytes.
    #[serde(deserialize_with = "lenient::or_default")]
    pub bytes: u64,
    /// Its `ETag`.
    #[serde(rename = "hash", deserialize_with = "lenient::or_default")]
    pub etag: String,
    /// Which bytes of it; all, where there is none.
    #[serde(deserialize_with = "lenient::or_none")]
    pub range: Option<String>,
    /// Its media type.
    #[serde(deserialize_with = "lenient::or_default")]
    pub content_type: String,
    /// When it was written.
    #[serde(deserialize_with = "time::lenient")]
    pub last_modified: Option<Timestamp>,
    /// Whether it is a large object itself.
    #[serde(deserialize_with = "lenient::or_default")]
    pub sub_slo: bool,
}

/// Large objects; `head` says of an object whether it is one.
impl Objects {
    /// Writes a static large object: its manifest, which names its segments. Swift looks at each of them:
    /// [`PUT /{container}/{object}?multipart-manifest=put`](https://docs.openstack.org/swift/latest/overview_large_objects.html#static-large-objects).
    pub fn put_manifest(
        &self,
        object: impl Into<ObjectName>,
        segments: &[Segment],
        with: &UpdateObject,
    ) -> Call<Uploaded> {
        let request = self.request(Method::PUT, &object.into(), "put manifest of");
        let request = with.write(request.json(segments).filter(&manifest("put")));
        let put = self.client.call(request).reading(Uploaded::read);
        put.head_timeout(SLOW)
    }

    /// Shows what a static large object is made of:
    /// [`GET /{container}/{object}?multipart-manifest=get`](https://docs.openstack.org/swift/latest/overview_large_objects.html#retrieving-a-large-object).
    pub fn manifest(&self, object: impl Into<ObjectName>) -> Call<Vec<ManifestSegment>> {
        let request = self.request(Method::GET, &object.into(), "get manifest of");
        self.client.call(request.filter(&manifest("get"))).extract()
    }

    /// Shows the manifest of a static large object as it was given, to be given again:
    /// [`GET /{container}/{object}?multipart-manifest=get&format=raw`](https://docs.openstack.org/swift/latest/overview_large_objects.html#retrieving-a-large-object).
    pub fn raw_manifest(&self, object: impl Into<ObjectName>) -> Call<Vec<Segment>> {
        let request = self.request(Method::GET, &object.into(), "get manifest of");
        let raw = BTreeMap::from([("format", "raw")]);
        let request = request.filter(&manifest("get")).filter(&raw);
        self.client.call(request).extract()
    }

    /// Deletes a static large object, and has its segments deleted by and by: for those with many of them, which have to
    /// be in one container:
    /// [`DELETE /{container}/{object}?multipart-manifest=delete&async=on`](https://docs.openstack.org/swift/latest/overview_large_objects.html#deleting-a-large-object).
    pub fn delete_with_segments_later(&self, object: impl Into<ObjectName>) -> Call<()> {
        let request = self.request(Method::DELETE, &object.into(), "delete with segments");
        let later = BTreeMap::from([("async", "on")]);
        let request = request.filter(&manifest("delete")).filter(&later);
        self.client.call(request)
    }

    /// Deletes a static large object with its segments:
    /// [`DELETE /{container}/{object}?multipart-manifest=delete`](https://docs.openstack.org/swift/latest/overview_large_objects.html#deleting-a-large-object).
    ///
    /// Those that cannot be deleted are no error of the call: they are in its answer, which
    /// [says](BulkDeleted::is_complete) whether there are any.
    pub fn delete_with_segments(&self, object: impl Into<ObjectName>) -> Call<BulkDeleted> {
        let request = self.request(Method::DELETE, &object.into(), "delete with segments");
        let request = request.filter(&manifest("delete"));
        self.client.call(request).head_timeout(SLOW).extract()
    }

    /// Writes a dynamic large object: all objects of a container whose names begin so, whenever it is read:
    /// [`PUT /{container}/{object}` with `X-Object-Manifest`](https://docs.openstack.org/swift/latest/overview_large_objects.html#dynamic-large-objects).
    pub fn put_dynamic_manifest(
        &self,
        object: impl Into<ObjectName>,
        container: impl Into<ContainerName>,
        prefix: &str,
        with: &UpdateObject,
    ) -> Call<Uploaded> {
        let request = self.request(Method::PUT, &object.into(), "put manifest of");
        let segments = Path::default()
            .segment(container.into().as_str())
            .name(prefix);
        let request = headers::optional(request, "x-object-manifest", Some(segments.as_str()));
        let request = with.write(request).header(header::CONTENT_LENGTH, 0);
        self.client.call(request).reading(Uploaded::read)
    }
}

/// What a request wants with a manifest.
fn manifest(wanted: &'static str) -> BTreeMap<&'static str, &'static str> {
    BTreeMap::from([("multipart-manifest", wanted)])
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;

    #[test]
    fn what_is_sent() {
        let segment = Segment {
            etag: Some("90".into()),
            range: Some("0-9".into()),
            ..Segment::new("parts", "a/1")
        };
        let sent = json!({"path": "parts/a/1", "etag": "90", "range": "0-9"});
        assert_eq!(to_value(&segment).unwrap(), sent);
        assert_eq!(serde_json::from_value::<Segment>(sent).unwrap(), segment);
    }
}
