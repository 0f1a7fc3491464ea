//! Version documents, for clients that ask for them.

use bytes::Bytes;
use serde_json::{Value, json};

/// The document at this path, if there is one. Nobody needs a token for it.
pub(crate) fn find(url: &str, path: &str) -> Option<Bytes> {
    let keystone = |path: &str| version("v3.14", "stable", &format!("{url}/{path}/v3/"));
    let mut nova = version("v2.1", "CURRENT", &format!("{url}/nova/v2.1/"));
    nova["version"] = "2.96".into();
    nova["min_version"] = "2.1".into();
    let document = match path.trim_end_matches('/') {
        "/identity" => json!({"versions": {"values": [keystone("identity")]}}),
        "/identity/v3" => json!({"version": keystone("identity")}),
        // Its tokens end after some calls.
        "/identity/short/v3" => json!({"version": keystone("identity/short")}),
        "/nova" => json!({"versions": [nova]}),
        "/nova/v2.1" => json!({"version": nova}),
        "/swift/info" => {
            json!({
                "swift": {"version": "2.35.0", "container_listing_limit": 10_000, "max_file_size": 5_368_709_122_u64},
                "slo": {"max_manifest_segments": 1_000, "max_manifest_size": 8_388_608, "min_segment_size": 1}
            })
        }
        _ => return None,
    };
    Some(document.to_string().into())
}

fn version(id: &str, status: &str, url: &str) -> Value {
    let media_type =
        json!({"base": "application/json", "type": "application/vnd.openstack.api+json"});
    json!({
        "id": id, "status": status, "updated": "2020-04-07T00:00:00Z", "media-types": [media_type],
        "links": [{"rel": "self", "href": url}]
    })
}
