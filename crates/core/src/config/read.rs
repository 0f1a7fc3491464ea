//! From the entry of a cloud to its description.

use serde_json::{Map, Value};

use super::{AuthConfig, CloudConfig, ServiceConfig};
use crate::catalog::Interface;
use crate::error::{ErrorKind, Result};
use crate::secret::Secret;

/// Reads an entry of `clouds.yaml`, or variables in its shape. Values of `auth` may stand outside of it.
pub(super) fn config(settings: &Map<String, Value>) -> Result<CloudConfig> {
    let mut config = CloudConfig {
        auth_type: text(settings, "auth_type"),
        auth: auth(settings),
        region: text(settings, "region_name"),
        interface: interfaces(settings)?,
        verify: settings.get("verify").and_then(truth),
        cacert: text(settings, "cacert"),
        cert: text(settings, "cert"),
        key: text(settings, "key").map(Secret::from),
        ..CloudConfig::default()
    };
    if text(settings, "auth_type").is_none() && config.auth.trust_id.is_some() {
        config.auth_type = Some("password".to_owned());
    }
    for key in settings.keys() {
        service(&mut config, settings, key);
    }
    Ok(config)
}

fn auth(settings: &Map<String, Value>) -> AuthConfig {
    let inside = settings.get("auth").and_then(Value::as_object);
    // What stands outside of `auth` wins, as openstacksdk has it.
    let get = |key: &str| text(settings, key).or_else(|| text(inside?, key));
    let secret = |key: &str| get(key).map(Secret::from);
    AuthConfig {
        auth_url: get("auth_url"),
        token: secret("token"),
        username: get("username").or_else(|| get("user_name")),
        user_id: get("user_id"),
        password: secret("password"),
        user_domain_id: get("user_domain_id"),
        user_domain_name: get("user_domain_name"),
        project_id: get("project_id").or_else(|| get("tenant_id")),
        project_name: get("project_name").or_else(|| get("tenant_name")),
        project_domain_id: get("project_domain_id"),
        project_domain_name: get("project_domain_name"),
        domain_id: get("domain_id"),
        domain_name: get("domain_name"),
        default_domain: get("default_domain"),
        system_scope: get("system_scope"),
        trust_id: get("trust_id"),
        application_credential_id: get("application_credential_id"),
        application_credential_name: get("application_credential_name"),
        application_credential_secret: secret("application_credential_secret"),
    }
}

fn interfaces(settings: &Map<String, Value>) -> Result<Vec<Interface>> {
    // `endpoint_type` is the old word, and wins where both are said.
    match settings
        .get("endpoint_type")
        .or_else(|| settings.get("interface"))
    {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::String(one)) => Ok(vec![one.parse()?]),
        Some(Value::Array(many)) => many
            .iter()
            .map(|one| one.as_str().unwrap_or_default().parse())
            .collect(),
        Some(other) => Err(ErrorKind::Config(format!("{other} is no interface")).into()),
    }
}

/// `compute_endpoint_override` and its like.
fn service(config: &mut CloudConfig, settings: &Map<String, Value>, key: &str) {
    type Field = fn(&mut ServiceConfig) -> &mut Option<String>;
    let fields: [(&str, Field); 5] = [
        ("_endpoint_override", |service| {
            &mut service.endpoint_override
        }),
        ("_interface", |service| &mut service.interface),
        ("_region_name", |service| &mut service.region_name),
        ("_service_name", |service| &mut service.service_name),
        ("_default_microversion", |service| {
            &mut service.default_microversion
        }),
    ];
    for (suffix, field) in fields {
        if let Some(service_type) = key.strip_suffix(suffix) {
            let service = config
                .services
                .entry(service_type.replace('_', "-"))
                .or_default();
            *field(service) = text(settings, key);
        }
    }
}

/// Text, also where YAML took it for a number.
fn text(settings: &Map<String, Value>, key: &str) -> Option<String> {
    match settings.get(key)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        Value::String(text) => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Some(true),
            "false" | "no" | "off" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}
