//! What a Swift is capable of.

#[cfg(feature = "temp-urls")]
use std::collections::BTreeMap;

use ferriscloud_core::{Call, Client, Operation, Path, Request, lenient};
#[cfg(feature = "temp-urls")]
use ferriscloud_core::{Secret, time::Timestamp};
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

#[cfg(feature = "temp-urls")]
use crate::temp_urls::{Digest, sign};

/// What a Swift is capable of, and up to where. What is not there is not offered.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Info {
    /// Version and limits of the whole.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub swift: SwiftLimits,
    /// Static large objects.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub slo: Option<SloLimits>,
    /// Dynamic large objects.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub dlo: Option<DloLimits>,
    /// Deleting many at once.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub bulk_delete: Option<BulkDeleteLimits>,
    /// Unpacking archives.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub bulk_upload: Option<BulkUploadLimits>,
    /// Temporary URLs.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub tempurl: Option<TempUrlLimits>,
    /// Symbolic links.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub symlink: Option<SymlinkLimits>,
    /// Everything else, by name: `object_versioning`, `versioned_writes`, `staticweb`, `formpost`, `s3api`, and, for
    /// operators, `admin`.
    #[serde(flatten)]
    pub others: Map<String, Value>,
}

impl Info {
    /// Whether it has something that has no field of its own, such as `object_versioning`.
    pub fn has(&self, name: &str) -> bool {
        self.others.contains_key(name)
    }
}

/// Version and limits of a Swift. Zero is what it does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SwiftLimits {
    /// The version.
    #[serde(deserialize_with = "lenient::or_default")]
    pub version: String,
    /// The size of the largest object that is written at one go, in bytes.
    #[serde(deserialize_with = "lenient::or_default")]
    pub max_file_size: u64,
    /// The length of the longest name of an object, in bytes.
    #[serde(deserialize_with = "lenient::or_default")]
    pub max_object_name_length: u64,
    /// The length of the longest name of a container, in bytes.
    #[serde(deserialize_with = "lenient::or_default")]
    pub max_container_name_length: u64,
    /// The length of the longest name of metadata, in bytes.
    #[serde(deserialize_with = "lenient::or_default")]
    pub max_meta_name_length: u64,
    /// The length of the longest value of metadata, in bytes.
    #[serde(deserialize_with = "lenient::or_default")]
    pub max_meta_value_length: u64,
    /// How many metadata a thing may have.
    #[serde(deserialize_with = "lenient::or_default")]
    pub max_meta_count: u64,
    /// The length of all metadata of a thing together, in bytes.
    #[serde(deserialize_with = "lenient::or_default")]
    pub max_meta_overall_size: u64,
    /// The length of the longest header, in bytes.
    #[serde(deserialize_with = "lenient::or_default")]
    pub max_header_size: u64,
    /// How many objects a page of a listing has at most.
    #[serde(deserialize_with = "lenient::or_default")]
    pub container_listing_limit: u64,
    /// How many containers a page of a listing has at most.
    #[serde(deserialize_with = "lenient::or_default")]
    pub account_listing_limit: u64,
    /// Whether operators may [create](crate::account::Account::create) and delete accounts.
    #[serde(deserialize_with = "lenient::or_default")]
    pub allow_account_management: bool,
    /// Whether an account comes to be when it is first used.
    #[serde(deserialize_with = "lenient::or_default")]
    pub account_autocreate: bool,
    /// The storage policies that containers may have.
    #[serde(deserialize_with = "lenient::list")]
    pub policies: Vec<StoragePolicy>,
}

/// A way in which objects are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct StoragePolicy {
    /// The name.
    #[serde(deserialize_with = "lenient::or_default")]
    pub name: String,
    /// All its names, separated by commas.
    #[serde(deserialize_with = "lenient::or_default")]
    pub aliases: String,
    /// Whether containers have it that ask for none.
    #[serde(deserialize_with = "lenient::or_default")]
    pub default: bool,
}

/// The limits of static large objects.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SloLimits {
    /// How many segments there may be.
    #[serde(deserialize_with = "lenient::or_default")]
    pub max_manifest_segments: u64,
    /// The size of the largest manifest, in bytes.
    #[serde(deserialize_with = "lenient::or_default")]
    pub max_manifest_size: u64,
    /// The size of the smallest segment, in bytes.
    #[serde(deserialize_with = "lenient::or_default")]
    pub min_segment_size: u64,
    /// Whether [`delete_with_segments_later`](crate::objects::Objects::delete_with_segments_later) is allowed.
    #[serde(deserialize_with = "lenient::or_default")]
    pub allow_async_delete: bool,
}

/// The limits of dynamic large objects.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct DloLimits {
    /// How many segments there may be, where that is limited.
    #[serde(deserialize_with = "lenient::or_none")]
    pub max_segments: Option<u64>,
}

/// The limits of deleting many at once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct BulkDeleteLimits {
    /// How many may be named.
    #[serde(deserialize_with = "lenient::or_default")]
    pub max_deletes_per_request: u64,
    /// After how many failures it gives up.
    #[serde(deserialize_with = "lenient::or_default")]
    pub max_failed_deletes: u64,
}

/// The limits of archives.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct BulkUploadLimits {
    /// How many containers one may make.
    #[serde(deserialize_with = "lenient::or_default")]
    pub max_containers_per_extraction: u64,
    /// After how many failures it gives up.
    #[serde(deserialize_with = "lenient::or_default")]
    pub max_failed_extractions: u64,
}

/// What temporary URLs may be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TempUrlLimits {
    /// The methods that they may be for.
    #[serde(deserialize_with = "lenient::list")]
    pub methods: Vec<String>,
    /// How they may be signed: `sha256`, `sha512`.
    #[serde(deserialize_with = "lenient::list")]
    pub allowed_digests: Vec<String>,
}

/// What symbolic links may be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SymlinkLimits {
    /// How many may follow on each other.
    #[serde(deserialize_with = "lenient::or_default")]
    pub symloop_max: u64,
    /// Whether they may be bound to an `ETag`.
    #[serde(deserialize_with = "lenient::or_default")]
    pub static_links: bool,
}

/// Asks a root what it is capable of.
pub(crate) fn ask(root: &Client) -> Call<Info> {
    root.call(request()).extract()
}

/// Asks as an operator who has the key of the service.
#[cfg(feature = "temp-urls")]
pub(crate) fn ask_all(root: &Client, key: &Secret, until: Timestamp) -> Call<Info> {
    let (until, mut request) = (until.as_second().to_string(), request());
    match sign(Digest::Sha1, key, &format!("GET\n{until}\n/info")) {
        Ok(signature) => {
            let query = [
                ("swiftinfo_sig", signature.as_str()),
                ("swiftinfo_expires", &until),
            ];
            request = request.filter(&BTreeMap::from(query));
        }
        Err(error) => request = request.refuse(error.to_string()),
    }
    root.call(request).extract()
}

fn request() -> Request {
    Request::new(Method::GET, Path::fixed("info"), Operation("get", "info"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_odd_costs_nothing_else() {
        let text = r#"{"swift": {"version": "2.38.3", "max_file_size": "5", "policies": [{"name": "a", "default": true}, 7]},
            "slo": {"max_manifest_segments": null}, "symlink": 7, "s3api": {"x": 1}, "object_versioning": {}}"#;
        let info: Info = serde_json::from_str(text).unwrap();
        assert_eq!(
            (info.swift.version.as_str(), info.swift.max_file_size),
            ("2.38.3", 5)
        );
        assert_eq!(info.swift.policies[0].name, "a");
        assert_eq!(info.slo, Some(SloLimits::default()));
        assert!(info.dlo.is_none() && info.symlink.is_none());
        assert!(info.has("object_versioning") && !info.has("formpost"));
        assert_eq!(info.others["s3api"]["x"], 1);
    }
}
