//! Programs of people who know nothing of this repository, built from a registry.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use cargo_metadata::semver::Version;

use super::loopback::{NAME, Registry};
use crate::cargo::{self, cargo_at};
use crate::cloud;
use crate::progress::say;

struct Stranger {
    name: &'static str,
    dependency: &'static str,
    features: &'static [&'static str],
    program: &'static str,
}

const STRANGERS: [Stranger; 2] = [
    Stranger {
        name: "one-service",
        dependency: "ferriscloud-compute",
        features: &[],
        program: include_str!("strangers/one_service.rs"),
    },
    Stranger {
        name: "umbrella",
        dependency: "ferriscloud",
        features: &["block-storage", "object-storage"],
        program: include_str!("strangers/umbrella.rs"),
    },
];

/// Builds each outside the repository, and runs it against the cloud that OS_CLOUD names, else the local one.
pub(super) fn build_and_run(folder: &Path, registry: &Registry, version: &Version) -> Result<()> {
    let mut environment = Vec::new();
    if std::env::var_os("OS_CLOUD").is_none() {
        let clouds = cloud::up(None, None, Some("all"))?;
        environment.push(("OS_CLIENT_CONFIG_FILE", clouds.into_os_string()));
        environment.push(("OS_CLOUD", "ferris-demo".into()));
    }
    for stranger in &STRANGERS {
        let root = stranger.write(folder, registry, version)?;
        say(format_args!(
            "{}, with {} of {NAME}",
            root.display(),
            stranger.dependency
        ));
        cargo::run(cargo_at(&root, ["run", "--quiet"]).envs(environment.iter().cloned()))?;
        let lock = fs::read_to_string(root.join("Cargo.lock"))?;
        ensure!(
            lock.contains(&registry.index()),
            "it was built with something else"
        );
        fs::remove_dir_all(root)?;
    }
    Ok(())
}

impl Stranger {
    fn write(&self, folder: &Path, registry: &Registry, version: &Version) -> Result<PathBuf> {
        let Self {
            name,
            dependency,
            features,
            program,
        } = self;
        let root = std::env::temp_dir().join(format!("ferriscloud-{name}-{}", std::process::id()));
        let manifest = format!(
            r#"[package]
name = "{name}"
edition = "2024"

[dependencies]
{dependency} = {{ version = "{version}", registry = "{NAME}", features = {features:?} }}
tokio = {{ version = "1", features = ["macros", "rt"] }}
"#
        );
        fs::create_dir_all(root.join(".cargo"))?;
        fs::create_dir_all(root.join("src"))?;
        fs::write(root.join("Cargo.toml"), manifest)?;
        fs::write(
            root.join(".cargo/config.toml"),
            configured(folder, registry),
        )?;
        fs::write(root.join("src/main.rs"), program)?;
        Ok(root)
    }
}

/// What cargo's configuration says: the registry, and a target folder that stays from rehearsal to rehearsal.
pub(super) fn configured(folder: &Path, registry: &Registry) -> String {
    let target = folder.join("target");
    format!(
        "{}\n[build]\ntarget-dir = {:?}\n",
        registry.configuration(),
        target
    )
}
