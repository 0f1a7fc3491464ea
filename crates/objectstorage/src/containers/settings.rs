//! What a container can be told about browsers, limits, copies, and old versions.

use std::time::Duration;

use ferriscloud_core::{Patch, Request, Secret};

use crate::headers::{self, Setting};

/// The settings of a container besides who may use it; what is kept stays as it is.
///
/// Browsers of other sites are let at the container by [CORS][cors]; strangers are shown it as a site by [static web].
///
/// ```
/// use ferriscloud_core::Patch;
/// use ferriscloud_objectstorage::containers::{ContainerSettings, UpdateContainer};
///
/// let changes = UpdateContainer {
///     settings: ContainerSettings {
///         quota_bytes: (10 << 30).into(),
///         web_index: "index.html".into(),
///         cors_allow_origin: Patch::Clear,
///         ..ContainerSettings::default()
///     },
///     ..UpdateContainer::default()
/// };
/// ```
///
/// [cors]: https://docs.openstack.org/swift/latest/cors.html
/// [static web]: https://docs.openstack.org/swift/latest/middleware.html#staticweb
#[derive(Debug, Clone, Default)]
pub struct ContainerSettings {
    /// The sites whose pages may use it, separated by spaces; `*` is all.
    pub cors_allow_origin: Patch<String>,
    /// How long browsers may remember what they were allowed, in whole seconds.
    pub cors_max_age: Patch<Duration>,
    /// The headers that pages may see besides the usual ones, separated by spaces.
    pub cors_expose_headers: Patch<String>,
    /// How many bytes it may hold.
    pub quota_bytes: Patch<u64>,
    /// How many objects it may hold.
    pub quota_objects: Patch<u64>,
    /// The container, perhaps of another cluster, that its objects are [copied to][sync]: `//realm/cluster/account/container`,
    /// or a URL.
    ///
    /// [sync]: https://docs.openstack.org/swift/latest/overview_container_sync.html
    pub sync_to: Patch<String>,
    /// What both containers know, as a proof to each other.
    pub sync_key: Patch<Secret>,
    /// What temporary URLs and forms for its objects are signed with.
    pub temp_url_key: Patch<Secret>,
    /// A second key of that kind, so that one can be changed while the other is in use.
    pub temp_url_key_2: Patch<Secret>,
    /// The object that is shown for the container, and for what looks like directories.
    pub web_index: Patch<String>,
    /// What the names of error pages end with, after the status: `error.html` for `404error.html`.
    pub web_error: Patch<String>,
    /// Whether a list is shown where there is no index.
    pub web_listings: Patch<bool>,
    /// The object with the style sheet of lists.
    pub web_listings_css: Patch<String>,
    /// What lists are titled with, instead of the path.
    pub web_listings_label: Patch<String>,
    /// The media type of empty objects that stand for directories.
    pub web_directory_type: Patch<String>,
    /// Whether [old versions](crate::objects::Objects::list_versions) of objects are kept; once it was so, it can be
    /// stopped and not removed.
    pub versions_enabled: Option<bool>,
    /// The container that the old kind of versioning puts replaced objects into; a deleted one comes back.
    #[doc(alias = "X-Versions-Location")]
    pub versions_location: Patch<String>,
    /// The container that the old kind of versioning puts replaced and deleted objects into.
    #[doc(alias = "X-History-Location")]
    pub history_location: Patch<String>,
}

impl ContainerSettings {
    pub(super) fn write(&self, request: Request) -> Request {
        let Self {
            cors_allow_origin,
            cors_max_age,
            cors_expose_headers,
            quota_bytes,
            quota_objects,
            sync_to,
            sync_key,
            temp_url_key,
            temp_url_key_2,
            web_index,
            web_error,
            web_listings,
            web_listings_css,
            web_listings_label,
            web_directory_type,
            versions_enabled,
            versions_location,
            history_location,
        } = self;
        let settings: [(&str, &dyn Setting); 17] = [
            (ALLOW_ORIGIN, cors_allow_origin),
            (MAX_AGE, cors_max_age),
            (EXPOSE_HEADERS, cors_expose_headers),
            (QUOTA_BYTES, quota_bytes),
            (QUOTA_OBJECTS, quota_objects),
            (SYNC_TO, sync_to),
            (SYNC_KEY, sync_key),
            (TEMP_URL_KEY, temp_url_key),
            (TEMP_URL_KEY_2, temp_url_key_2),
            (WEB_INDEX, web_index),
            (WEB_ERROR, web_error),
            (WEB_LISTINGS, web_listings),
            (WEB_LISTINGS_CSS, web_listings_css),
            (WEB_LISTINGS_LABEL, web_listings_label),
            (WEB_DIRECTORY_TYPE, web_directory_type),
            (VERSIONS_LOCATION, versions_location),
            (HISTORY_LOCATION, history_location),
        ];
        let request = headers::write(request, &settings);
        let enabled = versions_enabled.map(|enabled| enabled.to_string());
        headers::optional(request, VERSIONS_ENABLED, enabled)
    }
}

pub(super) const ALLOW_ORIGIN: &str = "x-container-meta-access-control-allow-origin";
pub(super) const MAX_AGE: &str = "x-container-meta-access-control-max-age";
pub(super) const EXPOSE_HEADERS: &str = "x-container-meta-access-control-expose-headers";
pub(super) const QUOTA_BYTES: &str = "x-container-meta-quota-bytes";
pub(super) const QUOTA_OBJECTS: &str = "x-container-meta-quota-count";
pub(super) const SYNC_TO: &str = "x-container-sync-to";
pub(super) const SYNC_KEY: &str = "x-container-sync-key";
pub(super) const TEMP_URL_KEY: &str = "x-container-meta-temp-url-key";
pub(super) const TEMP_URL_KEY_2: &str = "x-container-meta-temp-url-key-2";
pub(super) const WEB_INDEX: &str = "x-container-meta-web-index";
pub(super) const WEB_ERROR: &str = "x-container-meta-web-error";
pub(super) const WEB_LISTINGS: &str = "x-container-meta-web-listings";
pub(super) const WEB_LISTINGS_CSS: &str = "x-container-meta-web-listings-css";
pub(super) const WEB_LISTINGS_LABEL: &str = "x-container-meta-web-listings-label";
pub(super) const WEB_DIRECTORY_TYPE: &str = "x-container-meta-web-directory-type";
pub(super) const VERSIONS_ENABLED: &str = "x-versions-enabled";
pub(super) const VERSIONS_LOCATION: &str = "x-versions-location";
pub(super) const HISTORY_LOCATION: &str = "x-history-location";
