//! Temporary URLs, as python-swiftclient signs them.

use ferriscloud_core::time::Timestamp;
use ferriscloud_objectstorage::temp_urls::{Digest, TempUrl};
use serde_json::Value;

use crate::verdict::{Verdict, gave_none, same};

pub fn judge(case: &Value) -> Verdict {
    let text = |key: &str| case[key].as_str().unwrap_or_default();
    let Ok(method) = text("method").to_ascii_uppercase().parse() else {
        return Verdict::Declined("a URL is for a method");
    };
    let path = text("path");
    let until = Timestamp::from_second(case["expires"].as_i64().unwrap_or_default());
    let query = until.map_err(|error| error.to_string()).and_then(|until| {
        let mut url = TempUrl::new(text("key"), until);
        url.method = method;
        url.digest = match text("digest") {
            "sha1" => Digest::Sha1,
            "sha512" => Digest::Sha512,
            _ => Digest::Sha256,
        };
        url.prefix = case["prefix"] == true;
        url.iso8601 = case["iso8601"] == true;
        url.ip_range = case["ip_range"].as_str().map(str::to_owned);
        url.query(path).map_err(|error| error.to_string())
    });
    if gave_none(case) {
        return same("refused", &query.is_err(), &true);
    }
    let pairs = query.map(|query| {
        let pairs = form_urlencoded::parse(query.as_bytes());
        let pairs: Vec<_> = pairs
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        // Theirs is not encoded.
        format!("{path}?{}", pairs.join("&"))
    });
    same("URL", &pairs, &Ok(text("expected").to_owned()))
}
