//! What listings of objects have.

use ferriscloud_core::lenient;
use ferriscloud_core::time::{self, Timestamp};
use serde::{Deserialize, Serialize};

use super::ObjectName;

/// An object, as listings show it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
#[serde(try_from = "Listed")]
pub struct Object {
    /// The name.
    pub name: ObjectName,
    /// The size, in bytes. Zero for a manifest of a dynamic large object.
    pub bytes: u64,
    /// The `ETag`: the MD5 of the data, in hexadecimal, unless it is a large object.
    #[serde(rename = "hash")]
    pub etag: String,
    /// The media type.
    pub content_type: String,
    /// When it was last written.
    pub last_modified: Option<Timestamp>,
    /// What only static large objects and symbolic links have.
    #[serde(flatten)]
    pub extras: Option<Box<ObjectExtras>>,
}

/// What listings show of static large objects and symbolic links.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ObjectExtras {
    /// Of a static large object: its own `ETag`, made of those of its segments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slo_etag: Option<String>,
    /// Of a symbolic link: where it leads, as `/v1/account/container/object`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub symlink_path: Option<String>,
    /// Of a symbolic link that is bound to an `ETag`: this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub symlink_etag: Option<String>,
    /// Of such a link: the size of what it leads to, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
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
    /// [`delimiter`](super::ListObjects::delimiter).
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

impl Listed {
    /// The object, or what stands for many.
    fn object(self) -> Result<Object, String> {
        let Self {
            name,
            subdir,
            bytes,
            hash: etag,
            content_type,
            last_modified,
            slo_etag,
            symlink_path,
            symlink_etag,
            symlink_bytes,
        } = self;
        let extras = ObjectExtras {
            slo_etag,
            symlink_path,
            symlink_etag,
            symlink_bytes,
        };
        // Few have them: the many shall not make room for them.
        let extras = (extras != ObjectExtras::default()).then(|| Box::new(extras));
        Ok(Object {
            name: name.ok_or(subdir)?,
            bytes,
            etag,
            content_type,
            last_modified,
            extras,
        })
    }
}

impl From<Listed> for Entry {
    fn from(listed: Listed) -> Self {
        match listed.object() {
            Ok(object) => Self::Object(object),
            Err(prefix) => Self::Subdir { prefix },
        }
    }
}

impl TryFrom<Listed> for Object {
    type Error = &'static str;

    fn try_from(listed: Listed) -> Result<Self, Self::Error> {
        listed.object().map_err(|_| "an object without a name")
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
            {"name": "link", "symlink_path": "/v1/a/c/o", "hash": "d4"},
            {"name": "odd", "bytes": null, "hash": null, "last_modified": "never"}
        ]"#;
        let entries: Vec<Entry> = serde_json::from_str(page).unwrap();
        let names: Vec<_> = entries.iter().map(Entry::name).collect();
        assert_eq!(names, ["a b", "photos/", "link", "odd"]);
        assert!(matches!(&entries[1], Entry::Subdir { prefix } if prefix == "photos/"));
        let again = serde_json::to_string(&entries).unwrap();
        let again: Vec<Entry> = serde_json::from_str(&again).unwrap();
        let objects: Vec<_> = again.into_iter().filter_map(Entry::into_object).collect();
        assert_eq!(
            (objects.len(), objects[0].bytes, objects[0].etag.as_str()),
            (3, 3, "90")
        );
        assert!(objects[0].last_modified.is_some() && objects[2].last_modified.is_none());
        let leads = |object: &Object| object.extras.clone()?.symlink_path;
        assert_eq!(leads(&objects[1]).as_deref(), Some("/v1/a/c/o"));
        assert!(objects[0].extras.is_none() && objects[2].extras.is_none());
    }
}
