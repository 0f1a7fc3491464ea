//! One source of settings among several: the variables, a profile, a cloud's entry, a region's values.

use serde_json::{Map, Value};

use super::read;
use crate::error::Result;

/// Settings in the shape of an entry of `clouds.yaml`.
pub(super) type Settings = Map<String, Value>;

/// One spelling for what may be spelt in several ways, so that layers can be merged key by key.
///
/// `-` in a key is `_`; old names get their new ones; what belongs to `auth` and stands outside of it wins
/// over what is inside; `insecure` is the contrary of `verify`; what is empty is not there.
pub(super) fn canonical(settings: Settings) -> Result<Settings> {
    let mut settings = renamed(settings);
    let mut auth = match settings.remove("auth") {
        Some(Value::Object(auth)) => renamed(auth),
        _ => Settings::new(),
    };
    for key in AUTH {
        if let Some(value) = settings.remove(*key) {
            auth.insert((*key).to_owned(), value);
        }
    }
    if !auth.is_empty() {
        settings.insert("auth".to_owned(), auth.into());
    }
    if let Some(insecure) = settings.remove("insecure") {
        let insecure = read::truth("insecure", &insecure)?;
        if insecure {
            settings.insert("verify".to_owned(), false.into());
        }
    }
    Ok(settings)
}

/// Lays `upper` over `lower`: maps are merged, everything else is replaced, lists too.
#[cfg(feature = "clouds-yaml")]
pub(super) fn merge(lower: &mut Settings, upper: Settings) {
    for (key, value) in upper {
        match (lower.get_mut(&key), value) {
            (Some(Value::Object(lower)), Value::Object(upper)) => merge(lower, upper),
            (_, value) => {
                lower.insert(key, value);
            }
        }
    }
}

fn renamed(settings: Settings) -> Settings {
    let is_empty = |value: &Value| value.is_null() || value.as_str() == Some("");
    let mut settings: Settings = settings
        .into_iter()
        .filter(|(_, value)| !is_empty(value))
        .map(|(key, value)| (key.replace('-', "_"), value))
        .collect();
    for (old, new) in OLD {
        if let Some(value) = settings.remove(*old) {
            settings.entry(*new).or_insert(value);
        }
    }
    // The exception: here both openstacksdk and clientconfig prefer the old name.
    let types: Vec<_> = settings
        .keys()
        .filter(|key| key.ends_with("endpoint_type"))
        .cloned()
        .collect();
    for old in types {
        if let Some(value) = settings.remove(&old) {
            settings.insert(old.replace("endpoint_type", "interface"), value);
        }
    }
    settings
}

const OLD: &[(&str, &str)] = &[
    ("auth_plugin", "auth_type"),
    ("auth_token", "token"),
    ("default_domain_id", "default_domain"),
    ("tenant_id", "project_id"),
    ("tenant_name", "project_name"),
    ("user_name", "username"),
    ("userid", "user_id"),
];

/// What belongs to `auth`.
const AUTH: &[&str] = &[
    "access_key",
    "access_secret",
    "access_token",
    "access_token_endpoint",
    "access_token_type",
    "application_credential_id",
    "application_credential_name",
    "application_credential_secret",
    "auth_methods",
    "auth_url",
    "client_id",
    "client_secret",
    "consumer_key",
    "consumer_secret",
    "default_domain",
    "device_authorization_endpoint",
    "discovery_endpoint",
    "domain_id",
    "domain_name",
    "endpoint",
    "identity_provider",
    "oauth2_client_id",
    "oauth2_client_secret",
    "oauth2_endpoint",
    "openid_scope",
    "passcode",
    "password",
    "project_domain_id",
    "project_domain_name",
    "project_id",
    "project_name",
    "protocol",
    "system_scope",
    "token",
    "trust_id",
    "user_domain_id",
    "user_domain_name",
    "user_id",
    "username",
];
