//! What a container says of itself.

use std::collections::BTreeMap;
use std::time::Duration;

use ferriscloud_core::time::Timestamp;
use ferriscloud_core::{Answer, Result, Secret};
use serde::{Deserialize, Serialize};

use super::settings::{
    ALLOW_ORIGIN, EXPOSE_HEADERS, HISTORY_LOCATION, MAX_AGE, QUOTA_BYTES, QUOTA_OBJECTS, SYNC_KEY,
    SYNC_TO, TEMP_URL_KEY, TEMP_URL_KEY_2, VERSIONS_ENABLED, VERSIONS_LOCATION, WEB_DIRECTORY_TYPE,
    WEB_ERROR, WEB_INDEX, WEB_LISTINGS, WEB_LISTINGS_CSS, WEB_LISTINGS_LABEL,
};
use crate::headers;

/// What a container holds, and its [settings](super::ContainerSettings).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ContainerHead {
    /// The number of objects. It may lag behind changes, as the size may.
    pub objects: u64,
    /// The size of all objects together, in bytes.
    pub bytes: u64,
    /// Who may read and list, as an [access control list][acl].
    ///
    /// [acl]: https://docs.openstack.org/swift/latest/overview_acl.html
    pub read_acl: Option<String>,
    /// Who may write.
    pub write_acl: Option<String>,
    /// The storage policy: how and where the objects are kept.
    pub storage_policy: Option<String>,
    /// When the container came to be.
    pub created_at: Option<Timestamp>,
    /// When the container itself was last changed.
    pub last_modified: Option<Timestamp>,
    /// The sites whose pages may use it, separated by spaces.
    pub cors_allow_origin: Option<String>,
    /// How long browsers may remember what they were allowed.
    pub cors_max_age: Option<Duration>,
    /// The headers that pages may see besides the usual ones.
    pub cors_expose_headers: Option<String>,
    /// How many bytes it may hold.
    pub quota_bytes: Option<u64>,
    /// How many objects it may hold.
    pub quota_objects: Option<u64>,
    /// The container that its objects are copied to.
    pub sync_to: Option<String>,
    /// What both containers know; shown to owners, and never written out.
    #[serde(skip)]
    pub sync_key: Option<Secret>,
    /// What temporary URLs and forms are signed with; shown to owners, and never written out.
    #[serde(skip)]
    pub temp_url_key: Option<Secret>,
    /// A second key of that kind.
    #[serde(skip)]
    pub temp_url_key_2: Option<Secret>,
    /// The object that is shown for the container.
    pub web_index: Option<String>,
    /// What the names of error pages end with.
    pub web_error: Option<String>,
    /// Whether a list is shown where there is no index.
    pub web_listings: Option<bool>,
    /// The object with the style sheet of lists.
    pub web_listings_css: Option<String>,
    /// What lists are titled with.
    pub web_listings_label: Option<String>,
    /// The media type of empty objects that stand for directories.
    pub web_directory_type: Option<String>,
    /// Whether old versions of objects are kept; `None` if they never were.
    pub versions_enabled: Option<bool>,
    /// The container for replaced objects, of the old kind of versioning.
    pub versions_location: Option<String>,
    /// The container for replaced and deleted objects, of the old kind of versioning.
    pub history_location: Option<String>,
    /// The rest of the metadata, by names in lower case.
    pub metadata: BTreeMap<String, String>,
}

impl ContainerHead {
    // The signature is that of every reader.
    #[allow(clippy::unnecessary_wraps)]
    pub(super) fn read(answer: &Answer) -> Result<Self> {
        let headers = answer.headers();
        let count = |name| headers::number(headers, name).unwrap_or_default();
        let set = |name| headers::text(headers, name).filter(|text| !text.is_empty());
        let is = |name| set(name).map(|_| headers::flag(headers, name));
        let secret = |name| headers::secret(headers, name);
        Ok(Self {
            objects: count("x-container-object-count"),
            bytes: count("x-container-bytes-used"),
            read_acl: set("x-container-read"),
            write_acl: set("x-container-write"),
            storage_policy: set("x-storage-policy"),
            created_at: headers::moment(headers, "x-timestamp"),
            last_modified: headers::moment(headers, "last-modified"),
            cors_allow_origin: set(ALLOW_ORIGIN),
            cors_max_age: headers::number(headers, MAX_AGE).map(Duration::from_secs),
            cors_expose_headers: set(EXPOSE_HEADERS),
            quota_bytes: headers::number(headers, QUOTA_BYTES),
            quota_objects: headers::number(headers, QUOTA_OBJECTS),
            sync_to: set(SYNC_TO),
            sync_key: secret(SYNC_KEY),
            temp_url_key: secret(TEMP_URL_KEY),
            temp_url_key_2: secret(TEMP_URL_KEY_2),
            web_index: set(WEB_INDEX),
            web_error: set(WEB_ERROR),
            web_listings: is(WEB_LISTINGS),
            web_listings_css: set(WEB_LISTINGS_CSS),
            web_listings_label: set(WEB_LISTINGS_LABEL),
            web_directory_type: set(WEB_DIRECTORY_TYPE),
            versions_enabled: is(VERSIONS_ENABLED),
            versions_location: set(VERSIONS_LOCATION),
            history_location: set(HISTORY_LOCATION),
            metadata: headers::metadata(headers, super::METADATA, &TYPED),
        })
    }
}

/// The metadata that are fields.
const TYPED: [&str; 13] = [
    ALLOW_ORIGIN,
    MAX_AGE,
    EXPOSE_HEADERS,
    QUOTA_BYTES,
    QUOTA_OBJECTS,
    TEMP_URL_KEY,
    TEMP_URL_KEY_2,
    WEB_INDEX,
    WEB_ERROR,
    WEB_LISTINGS,
    WEB_LISTINGS_CSS,
    WEB_LISTINGS_LABEL,
    WEB_DIRECTORY_TYPE,
];
