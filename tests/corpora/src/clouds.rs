//! What `clouds.yaml` and the variables say.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use ferriscloud_core::config::{AuthConfig, CloudConfig, Environment, ServiceConfig};
use ferriscloud_core::{CloudSetup, ErrorKind, Result, Secret};
use serde_json::{Value, json};

use crate::verdict::{Verdict, all, same};
use crate::world;

pub fn judge(case: &Value) -> Verdict {
    if case["query"]["all"] == json!(true) || case["expected"].is_array() {
        return Verdict::Declined("clouds are read one by one");
    }
    match compare(case) {
        // What agrees all the same needs no reason.
        Verdict::Failed(how) => deliberate(case).map_or(Verdict::Failed(how), Verdict::Declined),
        other => other,
    }
}

fn compare(case: &Value) -> Verdict {
    let folder = Folder::of(case);
    let config = read(case, &folder.0);
    let Some(expected) = case.get("expected").filter(|_| case.get("error").is_none()) else {
        return match config.and_then(usable) {
            Err(_) => Verdict::Passed,
            Ok(()) if crashed(case) => {
                Verdict::Declined("what a login has no use for is left alone")
            }
            Ok(()) => Verdict::Failed(format!("no error, expected {}", case["message"])),
        };
    };
    let config = match config {
        Ok(config) => config,
        Err(error) => return Verdict::Failed(error.to_string()),
    };
    all([
        auth(&config.auth, &expected["auth"]),
        auth_type(&config, expected),
        same(
            "region",
            &config.region.as_deref().unwrap_or_default(),
            &expected["region_name"].as_str().unwrap_or_default(),
        ),
        same(
            "interface",
            &interface(&config),
            &first(&expected["interface"]),
        ),
        tls(&config, &expected["verify_cert"], &folder.0),
        services(&config, &expected["services_resolved"]),
    ])
}

/// Where another answer is meant to be.
fn deliberate(case: &Value) -> Option<&'static str> {
    let asked = &case["query"];
    let given = |name: &str| {
        asked[name]
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(_, value)| !value.is_null())
    };
    let names = |key: &String| {
        !["region_name", "cloud", "os_cloud", "os_region_name"].contains(&key.as_str())
    };
    if ["auth", "auth_type"]
        .iter()
        .any(|name| !asked[*name].is_null())
        || given("kwargs")
            .chain(given("argparse"))
            .any(|(key, _)| names(key))
    {
        return Some("what a program says of itself it sets on what was read");
    }
    let env = case["env"].as_object().into_iter().flatten();
    if env.clone().any(|(name, _)| name.starts_with("NOVA_"))
        || !case["init"]["envvar_prefix"].is_null()
    {
        return Some("variables begin with OS_");
    }
    let (expected, files) = (&case["expected"], case["files"].to_string());
    let has = |name: &str| !expected["auth"][name].is_null();
    let is_nameless = |name: &str| matches!(name, "" | "defaults");
    if expected["name"].as_str().is_some_and(is_nameless) {
        return Some("there is no cloud where none is named and there is not just one");
    }
    let verify = expected["verify_cert"][0].as_str().unwrap_or_default();
    if ["no", "false"].contains(&verify.to_ascii_lowercase().as_str()) {
        return Some("verify is a truth value in any spelling, and not the path of a file");
    }
    let twice = |kind: &str| has(&format!("{kind}_id")) && has(&format!("{kind}_name"));
    if twice("user_domain") || twice("project_domain") {
        return Some("one domain is meant, not one by id and another by name");
    }
    if has("default_domain_id") {
        return Some("default_domain_id says the domain that is left open");
    }
    if files.contains("project-name") && files.contains("project_name") {
        return Some("of two spellings of a key either may win");
    }
    if files.contains("auth_plugin:") {
        return Some("auth_plugin is auth_type's old name, and says as much");
    }
    if files.contains("regions:") && files.contains("region_name:") {
        return Some("region_name chooses among the regions");
    }
    if files.contains("envvars:") {
        return Some("what the variables say wins over a cloud of the same name");
    }
    if files.contains("profile: http") {
        return Some("profiles are not fetched");
    }
    None
}

fn crashed(case: &Value) -> bool {
    matches!(case["error"].as_str(), Some("TypeError" | "AttributeError"))
}

/// A folder that goes with the case.
struct Folder(PathBuf);

impl Folder {
    fn of(case: &Value) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!(
            "ferriscloud-corpora-{}-{count}",
            std::process::id()
        ));
        std::fs::create_dir_all(&path).expect("a folder");
        let folder = Self(path);
        let files = &case["files"];
        for (kind, name) in [
            ("config", "clouds.yaml"),
            ("secure", "secure.yaml"),
            ("vendor", "clouds-public.yaml"),
        ] {
            let searched = case["search"][kind].as_array().into_iter().flatten();
            let found = searched
                .filter_map(|place| files[kind][place.as_str()?].as_str())
                .next();
            folder.write(name, found);
        }
        for (name, text) in files.as_object().into_iter().flatten() {
            folder.write(name, text.as_str());
        }
        for (name, text) in files["by_env"].as_object().into_iter().flatten() {
            folder.write(name, text.as_str());
        }
        folder
    }

    fn write(&self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            std::fs::write(self.0.join(name), text).expect("a file");
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn read(case: &Value, folder: &Path) -> Result<CloudConfig> {
    let mut environment = Environment::default();
    environment.current = folder.to_owned();
    environment.system = folder.join("none");
    environment.home = Some("HOME".into());
    for (name, value) in case["env"].as_object().into_iter().flatten() {
        let value = value.as_str().unwrap_or_default();
        let value = match name.as_str() {
            "OS_CLIENT_CONFIG_FILE" => {
                let file = Path::new(value).file_name().unwrap_or_default();
                folder.join(file).display().to_string()
            }
            _ => value.replace("DIR", &folder.display().to_string()),
        };
        environment.variables.insert(name.clone(), value);
    }
    let asked = &case["query"];
    let said = |name: &str| {
        let places = [
            &asked[name],
            &asked["kwargs"][name],
            &asked["argparse"][name],
            &asked["argparse"][format!("os_{name}")],
        ];
        places.into_iter().find_map(Value::as_str)
    };
    if let Some(region) = said("region_name") {
        environment.region = Some(region.to_owned());
    }
    match said("cloud") {
        Some(cloud) => CloudConfig::named_in(&environment, cloud),
        None => CloudConfig::from_environment(&environment),
    }
}

/// Whether one could log in with it, if everybody agreed.
fn usable(config: CloudConfig) -> Result<()> {
    let (setup, _) = world::over(CloudSetup::new(config), &json!({}));
    match world::block_on(setup.connect()) {
        Err(error) if matches!(error.kind(), ErrorKind::Config(_) | ErrorKind::Input(_)) => {
            Err(error)
        }
        _ => Ok(()),
    }
}

fn auth(ours: &AuthConfig, theirs: &Value) -> Verdict {
    let secret = |secret: &Option<Secret>| secret.as_ref().map(|secret| secret.expose().to_owned());
    let ours = [
        ("auth_url", ours.auth_url.clone()),
        ("token", secret(&ours.token)),
        ("username", ours.username.clone()),
        ("user_id", ours.user_id.clone()),
        ("password", secret(&ours.password)),
        ("passcode", secret(&ours.passcode)),
        ("user_domain_id", ours.user_domain_id.clone()),
        ("user_domain_name", ours.user_domain_name.clone()),
        ("project_id", ours.project_id.clone()),
        ("project_name", ours.project_name.clone()),
        ("project_domain_id", ours.project_domain_id.clone()),
        ("project_domain_name", ours.project_domain_name.clone()),
        ("domain_id", ours.domain_id.clone()),
        ("domain_name", ours.domain_name.clone()),
        ("system_scope", ours.system_scope.clone()),
        ("trust_id", ours.trust_id.clone()),
        (
            "application_credential_id",
            ours.application_credential_id.clone(),
        ),
        (
            "application_credential_secret",
            secret(&ours.application_credential_secret),
        ),
        ("endpoint", ours.endpoint.clone()),
        ("identity_provider", ours.identity_provider.clone()),
        ("protocol", ours.protocol.clone()),
        ("client_id", ours.client_id.clone()),
    ];
    let theirs = ours
        .iter()
        .filter_map(|(key, _)| Some((*key, text(&theirs[*key])?)))
        .collect::<BTreeMap<_, _>>();
    let ours = ours
        .into_iter()
        .filter_map(|(key, value)| Some((key, value?)))
        .collect();
    same("auth", &ours, &theirs)
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        other => Some(other.to_string()),
    }
}

fn auth_type(config: &CloudConfig, expected: &Value) -> Verdict {
    let theirs = expected["auth_type"].as_str().unwrap_or_default();
    match config.auth_type.as_deref() {
        // An old name.
        Some("token_endpoint") => same("auth_type", &"admin_token", &theirs),
        None => Verdict::Passed, // Theirs is password then, and ours what the options tell.
        Some(ours) => same("auth_type", &ours, &theirs),
    }
}

fn interface(config: &CloudConfig) -> String {
    config
        .interface
        .first()
        .copied()
        .unwrap_or_default()
        .to_string()
}

/// The first of several, in today's word.
fn first(interface: &Value) -> String {
    let one = if interface.is_array() {
        &interface[0]
    } else {
        interface
    };
    one.as_str()
        .unwrap_or("public")
        .trim_end_matches("URL")
        .to_owned()
}

fn tls(config: &CloudConfig, theirs: &Value, folder: &Path) -> Verdict {
    let plain = |path: &String| path.replace(&folder.display().to_string(), "DIR");
    let secret = |secret: &Option<Secret>| secret.as_ref().map(|secret| secret.expose().to_owned());
    let verify = match (config.verify, &config.cacert) {
        (Some(false), _) => json!(false),
        (_, Some(cacert)) => json!(plain(cacert)),
        _ => json!(true),
    };
    let cert = match (secret(&config.cert), secret(&config.key)) {
        (Some(cert), Some(key)) => json!([cert, key]),
        (Some(cert), None) => json!(cert),
        _ => Value::Null,
    };
    same("verify and cert", &json!([verify, cert]), theirs)
}

fn services(config: &CloudConfig, theirs: &Value) -> Verdict {
    all(theirs
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, theirs)| {
            let none = ServiceConfig::default();
            let ours = config.service(name).unwrap_or(&none);
            let interface = ours.interface.clone().unwrap_or_else(|| interface(config));
            let region = ours.region_name.clone().or_else(|| config.region.clone());
            let version = ours.api_version.clone().or_else(|| built_in(name));
            // Without a scope there is no catalog: Keystone is where one logs in.
            let keystone = config.auth.auth_url.as_ref().filter(|_| name == "identity");
            let keystone = keystone.filter(|url| theirs["endpoint"] == url.as_str());
            let fixed = config.auth.endpoint.as_ref().or(keystone);
            let fixed = fixed.filter(|_| !theirs["endpoint"].is_null());
            let ours = json!({
                "endpoint": ours.endpoint_override.as_ref().or(fixed),
                "default_microversion": ours.default_microversion,
                "api_version": version,
                "interface": interface.trim_end_matches("URL"),
                "region_name": region.unwrap_or_default(),
                "service_name": ours.service_name,
            });
            let theirs = json!({
                "endpoint": theirs["endpoint"],
                "default_microversion": text(&theirs["default_microversion"]),
                "api_version": text(&theirs["api_version"]),
                "interface": first(&theirs["interface"]),
                "region_name": theirs["region_name"].as_str().unwrap_or_default(),
                "service_name": theirs["service_name"],
            });
            same(name, &ours, &theirs)
        }))
}

/// What the reference says of versions where nobody does; here the service crates know theirs.
fn built_in(service: &str) -> Option<String> {
    let version = match service {
        "network" => "2",
        "object-store" => "1",
        _ => return None,
    };
    Some(version.to_owned())
}
