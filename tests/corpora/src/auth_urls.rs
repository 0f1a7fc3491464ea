//! From an auth URL to where tokens are got.

use ferriscloud_core::auth::{DomainRef, Password, UserRef};
use serde_json::Value;

use crate::verdict::{Verdict, same};
use crate::world;

pub fn judge(case: &Value) -> Verdict {
    let auth_url = case["auth_url"].as_str().unwrap_or_default();
    let expected = case["token_request"].as_str().map(str::to_owned);
    let (setup, log) = world::cloud(&case["http"], auth_url);
    let user = UserRef::Name("demo".to_owned(), DomainRef::Name("Default".to_owned()));
    // Whether it succeeds is not asked: what is posted there has the form of version 3.
    let _ = world::block_on(setup.auth(Password::new(user, "secret")).connect());
    let posted = log.posted();
    let names_version =
        auth_url.trim_end_matches('/').ends_with("/v3") || auth_url.contains("/v2.0");
    match (&expected, &posted) {
        (None, Some(_)) if names_version => {
            Verdict::Declined("an auth URL that names its version is taken at its word")
        }
        (Some(old), _) if old.contains("/v2.0/") => {
            Verdict::Declined("version 2.0 is used where there is no version 3, or by auth_type")
        }
        _ => same("token request", &posted, &expected),
    }
}
