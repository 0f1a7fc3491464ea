//! Finding `clouds.yaml`, `secure.yaml` and `clouds-public.yaml`, and putting a cloud's entry together.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::environment::Environment;
use crate::error::{Error, ErrorKind, Result};

type Settings = Map<String, Value>;

/// A file that describes clouds is not larger than this, in bytes.
const LARGEST: u64 = 1 << 20;

/// The name and the merged settings of a cloud; of the only one, where no name is given.
pub(super) fn cloud(environment: &Environment, name: Option<&str>) -> Result<(String, Settings)> {
    let searched = candidates(environment, "OS_CLIENT_CONFIG_FILE", "clouds");
    let Some((path, file)) = first(&searched)? else {
        let paths: Vec<_> = searched
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        return Err(refuse(format!(
            "there is no clouds.yaml: looked for {}",
            paths.join(", ")
        )));
    };
    let clouds = section(&file, "clouds");
    let name = match (name, clouds.len()) {
        (Some(name), _) => name.to_owned(),
        (None, 1) => clouds.keys().next().cloned().unwrap_or_default(),
        (None, _) => {
            return Err(refuse(format!(
                "{} has not one cloud, but {}",
                path.display(),
                names(&clouds)
            )));
        }
    };
    let secure = first(&candidates(environment, "OS_CLIENT_SECURE_FILE", "secure"))?
        .map(|(_, file)| entry(&section(&file, "clouds"), &name))
        .unwrap_or_default();
    if !clouds.contains_key(&name) && secure.is_empty() {
        return Err(refuse(format!(
            "{} has no cloud {name:?}; it has {}",
            path.display(),
            names(&clouds)
        )));
    }

    let own = entry(&clouds, &name);
    let mut settings = profile(environment, &own)?;
    merge(&mut settings, own);
    merge(&mut settings, secure);
    region(&mut settings, environment)?;
    fill(&mut settings, environment);
    Ok((name, settings))
}

fn candidates(environment: &Environment, variable: &str, stem: &str) -> Vec<PathBuf> {
    let home = environment.get("HOME").map(PathBuf::from);
    let user = match environment.get("XDG_CONFIG_HOME") {
        Some(config) => Some(PathBuf::from(config)),
        None => home.map(|home| home.join(".config")),
    };
    let mut paths: Vec<_> = environment
        .get(variable)
        .map(PathBuf::from)
        .into_iter()
        .collect();
    let folders = [
        Some(environment.current.clone()),
        user.map(|user| user.join("openstack")),
        Some("/etc/openstack".into()),
    ];
    for folder in folders.into_iter().flatten() {
        paths.extend(["yaml", "yml", "json"].map(|ending| folder.join(format!("{stem}.{ending}"))));
    }
    paths
}

/// The first of the files that is there.
fn first(paths: &[PathBuf]) -> Result<Option<(&PathBuf, Settings)>> {
    for path in paths {
        if path.is_file() {
            return Ok(Some((path, parse(path)?)));
        }
    }
    Ok(None)
}

fn parse(path: &Path) -> Result<Settings> {
    let unreadable = |error| {
        Error::new(
            ErrorKind::Config(format!("cannot read {}", path.display())),
            error,
        )
    };
    if std::fs::metadata(path).map_err(unreadable)?.len() > LARGEST {
        return Err(refuse(format!(
            "{} is larger than {LARGEST} bytes",
            path.display()
        )));
    }
    let text = std::fs::read_to_string(path).map_err(unreadable)?;
    match serde_saphyr::from_str::<Option<Settings>>(&text) {
        Ok(settings) => Ok(with_underscores(settings.unwrap_or_default())),
        // The error's own text quotes the file around the place, and so perhaps a password.
        Err(error) => {
            let place = error
                .location()
                .map(|place| format!(":{}:{}", place.line(), place.column()));
            Err(refuse(format!(
                "{}{}: not the YAML of a clouds file",
                path.display(),
                place.unwrap_or_default()
            )))
        }
    }
}

/// The settings of the cloud's profile, in `clouds-public.yaml`.
fn profile(environment: &Environment, own: &Settings) -> Result<Settings> {
    // `cloud` is the old word.
    let Some(profile) = own
        .get("profile")
        .or_else(|| own.get("cloud"))
        .and_then(Value::as_str)
    else {
        return Ok(Settings::new());
    };
    let searched = candidates(environment, "", "clouds-public");
    let public = first(&searched)?
        .map(|(_, file)| section(&file, "public_clouds"))
        .unwrap_or_default();
    if !public.contains_key(profile) {
        return Err(refuse(format!(
            "there is no profile {profile:?} in clouds-public.yaml; it has {}",
            names(&public)
        )));
    }
    Ok(entry(&public, profile))
}

/// Chooses the region, and adds what the file says of it.
fn region(settings: &mut Settings, environment: &Environment) -> Result<()> {
    if let Some(region) = environment.get("OS_REGION_NAME") {
        settings
            .entry("region_name")
            .or_insert_with(|| region.into());
    }
    let Some(Value::Array(regions)) = settings.remove("regions") else {
        return Ok(());
    };
    let name_of = |region: &Value| {
        region
            .as_str()
            .or_else(|| region.get("name")?.as_str())
            .map(str::to_owned)
    };
    let wanted = match settings.get("region_name").and_then(Value::as_str) {
        Some(wanted) => wanted.to_owned(),
        None => regions.first().and_then(name_of).unwrap_or_default(),
    };
    let Some(region) = regions
        .iter()
        .find(|region| name_of(region).as_ref() == Some(&wanted))
    else {
        let known: Vec<_> = regions.iter().filter_map(name_of).collect();
        return Err(refuse(format!(
            "the cloud has no region {wanted:?}; it has {}",
            known.join(", ")
        )));
    };
    settings.insert("region_name".to_owned(), wanted.into());
    if let Some(Value::Object(values)) = region.get("values") {
        merge(settings, values.clone());
    }
    Ok(())
}

/// What the file leaves open and a variable says.
fn fill(settings: &mut Settings, environment: &Environment) {
    let variables = environment.settings();
    for key in ["interface", "cacert", "cert", "key", "verify"] {
        if let Some(value) = variables.get(key) {
            settings.entry(key).or_insert_with(|| value.clone());
        }
    }
}

/// Deep; what comes later wins; lists are replaced.
fn merge(into: &mut Settings, from: Settings) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(Value::Object(old)), Value::Object(new)) => merge(old, new),
            (_, Value::Null) => {}
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}

/// `-` and `_` in keys are the same; names of clouds stay as they are.
fn with_underscores(settings: Settings) -> Settings {
    let keys = |settings: Settings| -> Settings {
        settings
            .into_iter()
            .map(|(key, value)| (key.replace('-', "_"), value))
            .collect()
    };
    let mut top = keys(settings);
    for clouds in top.values_mut().filter_map(Value::as_object_mut) {
        for cloud in clouds.values_mut().filter_map(Value::as_object_mut) {
            *cloud = keys(std::mem::take(cloud));
            if let Some(auth) = cloud.get_mut("auth").and_then(Value::as_object_mut) {
                *auth = keys(std::mem::take(auth));
            }
        }
    }
    top
}

fn section(file: &Settings, key: &str) -> Settings {
    entry(file, key)
}

fn entry(of: &Settings, key: &str) -> Settings {
    of.get(key)
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default()
}

fn names(clouds: &Settings) -> String {
    let names: Vec<_> = clouds.keys().map(String::as_str).collect();
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    }
}

fn refuse(what: String) -> Error {
    ErrorKind::Config(what).into()
}
