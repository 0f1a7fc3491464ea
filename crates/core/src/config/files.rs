//! `clouds.yaml`, `secure.yaml` and `clouds-public.yaml`: where they are, and what of them makes a cloud.

use std::io::{ErrorKind as Io, Read};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::environment::Environment;
use super::layer::{self, Settings};
use super::{env, read, region, yaml};
use crate::error::{Error, ErrorKind, Result};

/// The name and the merged settings of a cloud; of the only one, where no name is given.
pub(super) fn cloud(environment: &Environment, name: Option<&str>) -> Result<(String, Settings)> {
    let clouds = find(environment, "clouds", Some("OS_CLIENT_CONFIG_FILE"))?;
    let secure = find(environment, "secure", Some("OS_CLIENT_SECURE_FILE"))?;
    let name = match name {
        Some(name) => name.to_owned(),
        None => clouds.only()?,
    };
    let in_secure = secure.entries.contains_key(&name);
    // A cloud may be in the secure file alone.
    let mut own = match in_secure && !clouds.entries.contains_key(&name) {
        true => Settings::new(),
        false => clouds.entry("cloud", &name)?,
    };
    if in_secure {
        layer::merge(&mut own, secure.entry("cloud", &name)?);
    }
    let mut settings = profile(environment, &own)?;
    layer::merge(&mut settings, own);
    env::fill(&mut settings, environment)?;
    if let Some(region) = &environment.region {
        settings.insert("region_name".to_owned(), region.as_str().into());
    }
    region::choose(&mut settings)?;
    region::put_in(&mut settings);
    Ok((name, settings))
}

/// What the cloud's profile says: the settings that a provider publishes for its customers.
///
/// Where a profile is missed, but the cloud has its own address, there is enough to go on.
fn profile(environment: &Environment, own: &Settings) -> Result<Settings> {
    // `cloud` is the old word.
    let Some(profile) = own.get("profile").or_else(|| own.get("cloud")) else {
        return Ok(Settings::new());
    };
    let profile = read::text("profile", profile)?.unwrap_or_default();
    let public = find(environment, "clouds-public", None)?;
    if !public.entries.contains_key(&profile) {
        if let Some(Value::Object(known)) = known_profiles()?.remove(&profile) {
            return layer::canonical(known);
        }
        let has_address = own
            .get("auth")
            .is_some_and(|auth| auth.get("auth_url").is_some());
        if has_address {
            tracing::warn!(profile, "there is no such profile: going on without");
            return Ok(Settings::new());
        }
    }
    public.entry("profile", &profile)
}

/// The public clouds that are known without a file: their addresses and regions.
fn known_profiles() -> Result<Settings> {
    serde_json::from_str(include_str!("profiles.json")).map_err(|error| {
        let what = "the profiles that are built in cannot be read".to_owned();
        Error::new(ErrorKind::Config(what), error)
    })
}

/// A file of one kind, and where it was looked for.
struct Found {
    stem: &'static str,
    searched: Vec<PathBuf>,
    path: Option<PathBuf>,
    entries: Settings,
}

impl Found {
    fn entry(&self, what: &str, name: &str) -> Result<Settings> {
        match self.entries.get(name) {
            Some(Value::Object(entry)) => layer::canonical(entry.clone()),
            Some(Value::Null) => Ok(Settings::new()),
            Some(_) => Err(self.wrong(&format!("{what} {name:?} should be a map"))),
            None => Err(self.wrong(&format!("there is no {what} {name:?}"))),
        }
    }

    fn only(&self) -> Result<String> {
        let mut names = self.entries.keys();
        match (names.next(), names.next()) {
            (Some(only), None) => Ok(only.clone()),
            _ => Err(self.wrong("there is no single cloud to take")),
        }
    }

    /// Says what the file has, and where files were looked for.
    fn wrong(&self, what: &str) -> Error {
        let Self {
            stem,
            searched,
            path,
            entries,
        } = self;
        let searched: Vec<_> = searched
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        let names: Vec<_> = entries.keys().map(String::as_str).collect();
        let there = match (path, names.as_slice()) {
            (None, _) => format!("no {stem}.yaml was found"),
            (Some(path), []) => format!("{} has none", path.display()),
            (Some(path), names) => format!("{} has {}", path.display(), names.join(", ")),
        };
        read::wrong(format!(
            "{what}: {there} (searched {})",
            searched.join(", ")
        ))
    }
}

/// Finds the first file of this kind that is there.
fn find(environment: &Environment, stem: &'static str, variable: Option<&str>) -> Result<Found> {
    let mut found = Found {
        stem,
        searched: places(environment, stem, variable),
        path: None,
        entries: Settings::new(),
    };
    for path in &found.searched {
        if let Some(text) = text(path)? {
            let section = if stem == "clouds-public" {
                "public-clouds"
            } else {
                "clouds"
            };
            found.entries = yaml::section(path, &text, section)?;
            found.path = Some(path.clone());
            break;
        }
    }
    Ok(found)
}

fn places(environment: &Environment, stem: &str, variable: Option<&str>) -> Vec<PathBuf> {
    let explicit = variable.and_then(|variable| environment.get(variable));
    let explicit = explicit.map(|path| environment.expand(path.to_owned()).into());
    let user = match environment.get("XDG_CONFIG_HOME") {
        Some(folder) => Some(folder.into()),
        None => environment.home.as_ref().map(|home| home.join(".config")),
    };
    let folders = [
        Some(environment.current.clone()),
        user.map(|folder| folder.join("openstack")),
        Some(environment.system.join("openstack")),
    ];
    let in_folders = folders.into_iter().flatten().flat_map(|folder| {
        ["yaml", "yml", "json"].map(|extension| folder.join(format!("{stem}.{extension}")))
    });
    explicit.into_iter().chain(in_folders).collect()
}

/// No description of clouds is larger than this, in bytes.
const LARGEST: u64 = 1 << 20;

/// The text of a file, if it is there.
fn text(path: &Path) -> Result<Option<String>> {
    let mut text = String::new();
    let read =
        std::fs::File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_string(&mut text));
    match read {
        Ok(length) if length as u64 <= LARGEST => Ok(Some(text)),
        Ok(_) => Err(read::wrong(format!(
            "{} is larger than {LARGEST} bytes",
            path.display()
        ))),
        Err(error)
            if matches!(
                error.kind(),
                Io::NotFound | Io::NotADirectory | Io::IsADirectory
            ) =>
        {
            Ok(None)
        }
        Err(error) => {
            let what = format!("cannot read {}: {error}", path.display());
            Err(Error::new(ErrorKind::Config(what), error))
        }
    }
}
