//! `cargo xtask release rehearse`: the last commit, released into a registry on loopback and used from there.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use super::git::git;
use super::loopback::{NAME, Registry};
use super::state::State;
use super::{manifests, passed, plan, prepare, publish, strangers};
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
    strangers::build_and_run(&folder, registry, &version)
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
    let text = fs::read_to_string(&configuration)? + &strangers::configured(folder, registry);
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
