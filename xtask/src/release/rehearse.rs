//! `cargo xtask release rehearse`: the last commit, released into a registry on loopback and used from there.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use super::git::git;
use super::loopback::{NAME, Registry};
use super::state::State;
use super::{manifests, passed, plan, prepare, publish};
use crate::cargo::{self, cargo_at};
use crate::cloud;
use crate::progress::say;

pub(super) fn run(root: &Path) -> Result<()> {
    let registry = Registry::open()?;
    let result = release_and_use(root, &registry);
    registry.close()?;
    result
}

fn release_and_use(root: &Path, registry: &Registry) -> Result<()> {
    let folder = root.join("target/rehearsal");
    let copy = copy(root, &folder, registry)?;
    let level = plan::run(&copy)?;
    prepare::run(&copy, level.name(), false)?;
    prepare::run(&copy, level.name(), true)?;
    publish(&copy, registry)?;

    let version = State::read(&copy)?.version;
    let clouds = match std::env::var_os("OS_CLOUD") {
        Some(_) => None,
        None => Some(cloud::up(None, None, Some("all"))?),
    };
    for stranger in &STRANGERS {
        let program = stranger.write(&folder, registry, &version.to_string())?;
        let mut build = cargo_at(&program, ["run", "--quiet"]);
        if let Some(clouds) = &clouds {
            build
                .env("OS_CLIENT_CONFIG_FILE", clouds)
                .env("OS_CLOUD", "ferris-demo");
        }
        say(format_args!(
            "{}, with {} of {NAME}",
            program.display(),
            stranger.dependency
        ));
        cargo::run(&mut build)?;
        let lock = fs::read_to_string(program.join("Cargo.lock"))?;
        ensure!(
            lock.contains(&registry.index()),
            "it was built with something else"
        );
        fs::remove_dir_all(program)?;
    }
    Ok(())
}

/// A clone that publishes to the registry, and is taken for one that passes.
fn copy(root: &Path, folder: &Path, registry: &Registry) -> Result<PathBuf> {
    let copy = folder.join("copy");
    fs::remove_dir_all(&copy).ok();
    fs::create_dir_all(folder)?;
    git(
        folder,
        &["clone", "--quiet", &root.to_string_lossy(), "copy"],
    )?;
    git(&copy, &["config", "user.name", "Rehearsal"])?;
    git(&copy, &["config", "user.email", "rehearsal@localhost"])?;
    let libraries = State::read(&copy)?.libraries;
    let manifest = manifests::in_registry(&copy, &libraries, NAME)?;
    fs::write(copy.join(manifests::MANIFEST), manifest)?;
    let configuration = copy.join(".cargo/config.toml");
    let text = fs::read_to_string(&configuration)? + &configured(folder, registry);
    fs::write(configuration, text)?;
    git(
        &copy,
        &[
            "commit",
            "--all",
            "--quiet",
            "--message",
            "Publish to loopback",
        ],
    )?;
    passed::remember(&copy)?;
    Ok(copy)
}

/// The registry, and a target folder that stays from rehearsal to rehearsal.
fn configured(folder: &Path, registry: &Registry) -> String {
    let target = folder.join("target");
    format!(
        "{}\n[build]\ntarget-dir = {:?}\n",
        registry.configuration(),
        target
    )
}

/// Publishes, interrupted after two packages and continued.
fn publish(copy: &Path, registry: &Registry) -> Result<()> {
    publish::run(copy, NAME, false)?;
    registry.full_at(Some(2));
    let interrupted = publish::run(copy, NAME, true);
    ensure!(
        interrupted.is_err() && registry.names().len() == 2,
        "it was not interrupted"
    );
    say(format_args!(
        "interrupted, with {} published; once more",
        registry.names().join(", ")
    ));
    registry.full_at(None);
    publish::run(copy, NAME, true)
}

/// Somebody's program, who knows nothing of this repository.
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

impl Stranger {
    /// Writes the program to a folder outside the repository.
    fn write(&self, folder: &Path, registry: &Registry, version: &str) -> Result<PathBuf> {
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
        for (path, text) in [
            ("Cargo.toml", manifest.as_str()),
            (".cargo/config.toml", &configured(folder, registry)),
            ("src/main.rs", program),
        ] {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap_or(&root))?;
            fs::write(path, text)?;
        }
        Ok(root)
    }
}
