//! Versions: what this Nova's API has learnt so far.

use ferriscloud_core::time::{self, Timestamp};
use ferriscloud_core::{Call, Client, Microversion, Operation, Path, Request, lenient};
use http::Method;
use serde::{Deserialize, Serialize};

/// A version of the API.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Version {
    /// Its id: `v2.1`.
    #[serde(deserialize_with = "lenient::or_default")]
    pub id: String,
    /// How far it may be relied on: `CURRENT`, `SUPPORTED` or `DEPRECATED`.
    #[serde(deserialize_with = "lenient::or_default")]
    pub status: String,
    /// The lowest microversion; `None` where it has none.
    #[serde(rename = "min_version", deserialize_with = "lenient::or_none")]
    pub min_microversion: Option<Microversion>,
    /// The highest microversion; `None` where it has none.
    #[serde(rename = "version", deserialize_with = "lenient::or_none")]
    pub max_microversion: Option<Microversion>,
    /// When it was last changed.
    #[serde(rename = "updated", deserialize_with = "time::lenient")]
    pub updated_at: Option<Timestamp>,
}

/// The version of the API that is used.
///
/// [`Cloud::versions`](ferriscloud_core::Cloud::versions) has all those that the service offers, by
/// [`GET /`](https://docs.openstack.org/api-ref/compute/#list-all-major-versions).
#[derive(Debug, Clone)]
pub struct Versions(pub(crate) Client);

impl Versions {
    /// Shows the version with its microversions:
    /// [`GET /v2.1/`](https://docs.openstack.org/api-ref/compute/#show-details-of-specific-api-version).
    pub fn get(&self) -> Call<Version> {
        let operation = Operation("get", "version");
        let request = Request::new(Method::GET, Path::default(), operation);
        self.0.call(request).under("version").extract()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;

    #[test]
    fn versions_with_and_without_microversions_decode() {
        let new = json!({
            "id": "v2.1", "status": "CURRENT", "min_version": "2.1", "version": "2.103",
            "updated": "2013-07-23T11:33:21Z", "links": []
        });
        let new: Version = from_value(new).unwrap();
        assert_eq!(new.min_microversion, Some(Microversion(2, 1)));
        assert_eq!(new.max_microversion, Some(Microversion(2, 103)));
        assert_eq!(to_value(&new).unwrap()["version"], "2.103");
        let old = json!({"id": "v2.0", "status": "SUPPORTED", "min_version": "", "version": ""});
        let old: Version = from_value(old).unwrap();
        assert_eq!(old.max_microversion, None);
    }
}
