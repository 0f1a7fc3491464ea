//! The `OS_*` variables.

use super::environment::Environment;
use super::layer::{self, Settings};
use crate::error::Result;

/// All `OS_*` variables in the shape of an entry of `clouds.yaml`: `OS_USER_DOMAIN_NAME` is
/// `user_domain_name`, and the names of old are known as they are there.
pub(super) fn settings(environment: &Environment) -> Result<Settings> {
    let settings = environment.variables.iter().filter_map(|(name, value)| {
        let key = name.strip_prefix("OS_")?.to_ascii_lowercase();
        Some((key, value.as_str().into()))
    });
    layer::canonical(settings.collect())
}

/// The variables of the `swift` command line, for clouds that are a Swift without Keystone; none if they are not set.
pub(super) fn of_swift(environment: &Environment) -> Result<Option<Settings>> {
    if environment.get("ST_AUTH").is_none() {
        return Ok(None);
    }
    let mut settings = Settings::new();
    settings.insert("auth_type".to_owned(), "v1password".into());
    for (variable, key) in [
        ("ST_AUTH", "auth_url"),
        ("ST_USER", "username"),
        ("ST_KEY", "password"),
    ] {
        if let Some(value) = environment.get(variable) {
            settings.insert(key.to_owned(), value.into());
        }
    }
    layer::canonical(settings).map(Some)
}

/// Adds what the variables say and the file leaves open. Who logs in is the file's matter alone.
#[cfg(feature = "clouds-yaml")]
pub(super) fn fill(settings: &mut Settings, environment: &Environment) -> Result<()> {
    let mut variables = self::settings(environment)?;
    for key in [
        "region_name",
        "interface",
        "verify",
        "cacert",
        "cert",
        "key",
    ] {
        if let Some(value) = variables.remove(key) {
            settings.entry(key).or_insert(value);
        }
    }
    Ok(())
}
