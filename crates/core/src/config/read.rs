//! From merged settings to the description of a cloud.

use std::time::Duration;

use serde_json::Value;

use super::environment::Environment;
use super::layer::Settings;
use super::{AuthConfig, CloudConfig, service};
use crate::catalog::Interface;
use crate::error::{Error, ErrorKind, Result};
use crate::secret::Secret;

/// Reads settings of canonical shape.
pub(super) fn config(settings: &Settings, environment: &Environment) -> Result<CloudConfig> {
    let get = |key: &str| optional(settings, key);
    let path = |key: &str| get(key).map(|path| path.map(|path| environment.expand(path)));
    Ok(CloudConfig {
        name: None,
        auth_type: get("auth_type")?,
        auth: auth(settings)?,
        region: get("region_name")?,
        interface: interfaces(settings)?,
        verify: match settings.get("verify") {
            Some(value) => Some(truth("verify", value)?),
            None => None,
        },
        cacert: path("cacert")?,
        cert: path("cert")?.map(Secret::from),
        key: path("key")?.map(Secret::from),
        timeout: get("api_timeout")?.map(|text| seconds(&text)).transpose()?,
        attempts: service::attempts([
            ("connect_retries", get("connect_retries")?.as_deref()),
            (
                "status_code_retries",
                get("status_code_retries")?.as_deref(),
            ),
        ])?,
        services: service::services(settings)?,
    })
}

/// Text, also where YAML takes it for a number or a truth value.
pub(super) fn text(key: &str, value: &Value) -> Result<Option<String>> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.clone()).filter(|text| !text.is_empty())),
        Value::Number(number) => Ok(Some(number.to_string())),
        Value::Bool(truth) => Ok(Some(truth.to_string())),
        // The value is not shown: it may be a secret.
        Value::Array(_) | Value::Object(_) => Err(wrong(format!("{key} should be text"))),
    }
}

/// A truth value in any of YAML's and the shell's spellings.
pub(super) fn truth(key: &str, value: &Value) -> Result<bool> {
    let word = text(key, value)?.unwrap_or_default();
    match word.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" | "t" | "y" => Ok(true),
        "false" | "no" | "off" | "0" | "f" | "n" => Ok(false),
        _ => Err(wrong(format!(
            "{key} should be true or false, not {word:?}"
        ))),
    }
}

fn seconds(text: &str) -> Result<Duration> {
    let seconds = text.parse().ok();
    let duration = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    duration.ok_or_else(|| wrong(format!("api_timeout should be seconds, not {text:?}")))
}

pub(super) fn wrong(what: String) -> Error {
    ErrorKind::Config(what).into()
}

fn optional(settings: &Settings, key: &str) -> Result<Option<String>> {
    settings.get(key).map_or(Ok(None), |value| text(key, value))
}

/// A list, or words with commas between them.
fn words(settings: &Settings, key: &str) -> Result<Vec<String>> {
    let several = match settings.get(key) {
        Some(Value::Array(several)) => several.iter().map(|one| text(key, one)).collect(),
        _ => optional(settings, key).map(|one| vec![one]),
    };
    let several = several?.into_iter().flatten();
    let words = several.flat_map(|word| word.split(',').map(str::to_owned).collect::<Vec<_>>());
    Ok(words.map(|word| word.trim().to_owned()).collect())
}

fn auth(settings: &Settings) -> Result<AuthConfig> {
    let none = Settings::new();
    let inside = settings.get("auth").and_then(Value::as_object);
    let get = |key: &str| optional(inside.unwrap_or(&none), key);
    let secret = |key: &str| get(key).map(|text| text.map(Secret::from));
    let mut auth = AuthConfig {
        auth_url: get("auth_url")?,
        token: secret("token")?,
        username: get("username")?,
        user_id: get("user_id")?,
        password: secret("password")?,
        passcode: secret("passcode")?,
        auth_methods: words(inside.unwrap_or(&none), "auth_methods")?,
        user_domain_id: get("user_domain_id")?,
        user_domain_name: get("user_domain_name")?,
        project_id: get("project_id")?,
        project_name: get("project_name")?,
        project_domain_id: get("project_domain_id")?,
        project_domain_name: get("project_domain_name")?,
        domain_id: get("domain_id")?,
        domain_name: get("domain_name")?,
        default_domain: get("default_domain")?,
        system_scope: get("system_scope")?,
        trust_id: get("trust_id")?,
        application_credential_id: get("application_credential_id")?,
        application_credential_name: get("application_credential_name")?,
        application_credential_secret: secret("application_credential_secret")?,
        endpoint: get("endpoint")?,
        identity_provider: get("identity_provider")?,
        protocol: get("protocol")?,
        client_id: get("client_id")?,
        client_secret: secret("client_secret")?,
        discovery_endpoint: get("discovery_endpoint")?,
        access_token_endpoint: get("access_token_endpoint")?,
        device_authorization_endpoint: get("device_authorization_endpoint")?,
        access_token: secret("access_token")?,
        access_token_type: get("access_token_type")?,
        openid_scope: get("openid_scope")?,
        consumer_key: get("consumer_key")?,
        consumer_secret: secret("consumer_secret")?,
        access_key: get("access_key")?,
        access_secret: secret("access_secret")?,
        oauth2_endpoint: get("oauth2_endpoint")?,
        oauth2_client_id: get("oauth2_client_id")?,
        oauth2_client_secret: secret("oauth2_client_secret")?,
    };
    auth.complete_domains();
    Ok(auth)
}

/// One interface, or a list of them.
fn interfaces(settings: &Settings) -> Result<Vec<Interface>> {
    let one = |value: &Value| text("interface", value)?.unwrap_or_default().parse();
    match settings.get("interface") {
        None => Ok(Vec::new()),
        Some(Value::Array(several)) => several.iter().map(one).collect(),
        Some(value) => Ok(vec![one(value)?]),
    }
}
