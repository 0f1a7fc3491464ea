//! What an object has besides its data: as the service shows it, and as it is given.

use std::collections::BTreeMap;
use std::time::Duration;

use ferriscloud_core::time::Timestamp;
use ferriscloud_core::{Answer, Request, Result};
use http::HeaderMap;
use serde::{Deserialize, Serialize};

use super::VersionId;
use crate::headers;

const METADATA: &str = "x-object-meta-";

/// What is known of an object without reading it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ObjectHead {
    /// The size of the whole object, in bytes, where the service says it.
    pub bytes: Option<u64>,
    /// The `ETag`: the MD5 of the data, in hexadecimal, unless it is a large object.
    pub etag: Option<String>,
    /// The media type.
    pub content_type: Option<String>,
    /// How the data are encoded, such as `gzip`. Nothing here decodes them.
    pub content_encoding: Option<String>,
    /// What a browser should do with it, such as `attachment; filename="a.txt"`.
    pub content_disposition: Option<String>,
    /// When it was last written, to the second.
    pub last_modified: Option<Timestamp>,
    /// When the service will delete it.
    pub delete_at: Option<Timestamp>,
    /// Whether it is a static large object: one made of segments, by a list of them.
    pub static_large_object: bool,
    /// Where the segments of a dynamic large object are: container, slash, prefix.
    pub object_manifest: Option<String>,
    /// Of how many segments a large object is made, where [one of them](super::ReadObject::part) was asked for.
    pub parts: Option<u32>,
    /// The `ETag` of the manifest of a static large object.
    pub manifest_etag: Option<String>,
    /// Which version it is, in containers that keep them.
    pub version: Option<VersionId>,
    /// Where a symbolic link leads, if the link [itself](super::ReadObject::link) was asked for: container, slash, object,
    /// percent-encoded.
    pub symlink_target: Option<String>,
    /// The account that it leads to.
    pub symlink_target_account: Option<String>,
    /// The `ETag` that its object has to have.
    pub symlink_target_etag: Option<String>,
    /// The metadata, by names in lower case.
    pub metadata: BTreeMap<String, String>,
}

impl ObjectHead {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let text = |name: &str| headers::text(headers, name);
        // Of a part of an object: "bytes 0-9/1234".
        let range = text("content-range");
        let whole = range
            .as_deref()
            .and_then(|range| range.rsplit('/').next()?.parse().ok());
        let length = || headers::number(headers, "content-length").filter(|_| range.is_none());
        Self {
            bytes: whole.or_else(length),
            etag: headers::etag(headers),
            content_type: text("content-type"),
            content_encoding: text("content-encoding"),
            content_disposition: text("content-disposition"),
            last_modified: headers::moment(headers, "last-modified"),
            delete_at: headers::moment(headers, "x-delete-at"),
            static_large_object: headers::flag(headers, "x-static-large-object"),
            object_manifest: text("x-object-manifest"),
            parts: text("x-parts-count").and_then(|count| count.parse().ok()),
            manifest_etag: text("x-manifest-etag"),
            version: text("x-object-version-id").map(VersionId::from),
            symlink_target: text("x-symlink-target"),
            symlink_target_account: text("x-symlink-target-account"),
            symlink_target_etag: text("x-symlink-target-etag"),
            metadata: headers::metadata(headers, METADATA, &[]),
        }
    }

    // The signature is that of every reader.
    #[allow(clippy::unnecessary_wraps)]
    pub(super) fn read(answer: &Answer) -> Result<Self> {
        Ok(Self::of(answer.headers()))
    }
}

/// What an object is to have besides its data. An update replaces it all: what is absent here goes.
#[derive(Debug, Clone, Default)]
pub struct UpdateObject {
    /// The metadata.
    pub metadata: BTreeMap<String, String>,
    /// The media type; the only thing that stays where it is absent.
    pub content_type: Option<String>,
    /// How the data are encoded, such as `gzip`.
    pub content_encoding: Option<String>,
    /// What a browser should do with it, such as `attachment; filename="a.txt"`.
    pub content_disposition: Option<String>,
    /// After how long the service is to delete it: whole seconds, at least one.
    pub delete_after: Option<Duration>,
    /// When the service is to delete it.
    pub delete_at: Option<Timestamp>,
}

impl UpdateObject {
    pub(crate) fn write(&self, request: Request) -> Request {
        let Self {
            metadata,
            content_type,
            content_encoding,
            content_disposition,
            delete_after,
            delete_at,
        } = self;
        let after = delete_after.map(|after| after.as_secs().to_string());
        let at = delete_at.map(|at| at.as_second().to_string());
        let request = headers::optional(request, "content-type", content_type.as_ref());
        let request = headers::optional(request, "content-encoding", content_encoding.as_ref());
        let disposition = content_disposition.as_ref();
        let request = headers::optional(request, "content-disposition", disposition);
        let request = headers::optional(request, "x-delete-after", after);
        let request = headers::optional(request, "x-delete-at", at);
        headers::set(request, METADATA, metadata)
    }
}

#[cfg(test)]
mod tests {
    use ferriscloud_core::{Operation, Path};
    use http::Method;

    use super::*;

    #[test]
    fn changes_are_headers() {
        let changes = UpdateObject {
            metadata: BTreeMap::from([("mood".to_owned(), "heiß".to_owned())]),
            content_type: Some("text/plain".to_owned()),
            delete_after: Some(Duration::from_secs(90)),
            delete_at: Some(Timestamp::new(1_795_429_230, 0).unwrap()),
            ..UpdateObject::default()
        };
        let request = Request::new(
            Method::POST,
            Path::fixed("a/b"),
            Operation("update", "object"),
        );
        let request = changes.write(request);
        let sent = |name: &str| headers::text(request.headers(), name);
        assert_eq!(sent("x-object-meta-mood").unwrap(), "heiß");
        assert_eq!(sent("content-type").unwrap(), "text/plain");
        assert_eq!(sent("x-delete-after").unwrap(), "90");
        assert_eq!(sent("x-delete-at").unwrap(), "1795429230");
        assert_eq!(request.headers().len(), 4);
    }

    #[test]
    fn heads_are_read_from_headers() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("content-length", "5"),
            ("content-range", "bytes 0-4/1234"),
            ("etag", "\"abc\""),
            ("last-modified", "Mon, 23 Nov 2026 10:20:30 GMT"),
            ("x-object-meta-mood", "hei\u{df}"),
            ("x-delete-at", "1795429230"),
        ] {
            headers.insert(
                name,
                http::HeaderValue::from_bytes(value.as_bytes()).unwrap(),
            );
        }
        let head = ObjectHead::of(&headers);
        assert_eq!(
            (head.bytes, head.etag.as_deref()),
            (Some(1234), Some("abc"))
        );
        assert_eq!(head.metadata["mood"], "heiß");
        assert_eq!(head.delete_at, head.last_modified);
        headers.remove("content-range");
        assert_eq!(ObjectHead::of(&headers).bytes, Some(5));
    }
}
