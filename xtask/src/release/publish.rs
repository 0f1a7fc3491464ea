//! `cargo xtask release publish`: every library into a registry, then the tag.

use std::fs;
use std::path::Path;

use anyhow::Result;
use cargo_metadata::Package;

use super::git::{self, git};
use super::level::Level;
use super::state::{State, tag};
use super::{checks, manifests, passed, refuse, step};
use crate::cargo::{self, cargo_at};
use crate::progress::say;

/// Cargo's own name for its default.
pub(super) const DEFAULT: &str = "crates-io";

pub(super) fn run(root: &Path, registry: &str, execute: bool) -> Result<()> {
    let state = State::read(root)?;
    let tag = tag(&state.version);
    let head = git::commit(root, "HEAD");
    if git::commit(root, &tag) == head {
        say(format_args!("{} is published and tagged", state.version));
        return Ok(());
    }
    refuse(&reasons(root, &state, registry)?)?;

    let published = |library: &&Package| is_published(root, library, registry);
    let (there, left): (Vec<_>, Vec<_>) = state.libraries.iter().partition(published);
    for library in there {
        say(format_args!(
            "{} {} is published already",
            library.name, library.version
        ));
    }
    step(execute, "pass `cargo xtask ci`", || passed::ensure(root))?;
    step(
        execute,
        &format!("build {} from their packages", names(&left)),
        || verify(root, &left, registry),
    )?;
    let mark = mark(&tag);
    if execute {
        git(root, &["update-ref", &mark, "HEAD"])?;
    }
    for library in left {
        let what = format!("publish {} {}", library.name, library.version);
        step(execute, &what, || publish(root, library, registry))?;
    }
    step(execute, &format!("tag {tag}"), || {
        git(
            root,
            &[
                "tag",
                "--annotate",
                "--message",
                &format!("Release {}", state.version),
                &tag,
            ],
        )?;
        git(root, &["update-ref", "-d", &mark]).map(drop)
    })?;
    say(format_args!("left for you: git push --follow-tags"));
    Ok(())
}

fn reasons(root: &Path, state: &State, registry: &str) -> Result<Vec<String>> {
    let version = &state.version;
    let mut reasons = checks::dirty(root, &Default::default())?;
    if !state.is_prepared() {
        reasons.push(format!(
            "{version} is not prepared: the changelog has no section for it, or it is tagged"
        ));
    }
    let begun = git::commit(root, &mark(&tag(version)));
    if begun.is_some() && begun != git::commit(root, "HEAD") {
        let begun = begun.unwrap_or_default();
        reasons.push(format!(
            "some of {version} is published from the commit {begun}: go on from there"
        ));
    }
    let wanted = (registry != DEFAULT).then_some(registry);
    for (name, named) in manifests::registries(root, &state.libraries)? {
        if named.as_deref() != wanted {
            let named = named.as_deref().unwrap_or(DEFAULT);
            reasons.push(format!(
                "{name} would be looked for in {named}: see its `registry` in Cargo.toml"
            ));
        }
    }
    if let Some(last) = &state.last {
        reasons.extend(checks::too_much(
            &state.changes(root)?,
            Level::between(last, version),
        ));
    }
    reasons.extend(checks::packages(root, state));
    Ok(reasons)
}

/// Which commit a version is published from, as long as it has no tag.
fn mark(tag: &str) -> String {
    format!("refs/publishing/{tag}")
}

/// Asks the registry's index.
fn is_published(root: &Path, library: &Package, registry: &str) -> bool {
    let wanted = format!("{}@{}", library.name, library.version);
    let asked = cargo_at(root, ["info", "--quiet", &wanted, "--registry", registry]).output();
    asked.is_ok_and(|output| output.status.success())
}

/// Packs the libraries and builds them from what is in the packages, with one another.
fn verify(root: &Path, libraries: &[&Package], registry: &str) -> Result<()> {
    if libraries.is_empty() {
        return Ok(());
    }
    // Cargo keeps what it unpacks under the folder's name, and would build with the packages of an earlier
    // commit again.
    let folder = root
        .join("target/packages")
        .join(git(root, &["rev-parse", "HEAD"])?);
    let mut command = cargo_at(
        root,
        ["package", "--quiet", "--registry", registry, "--target-dir"],
    );
    command.arg(&folder);
    for library in libraries {
        command.args(["--package", &library.name]);
    }
    cargo::run(&mut command)?;
    Ok(fs::remove_dir_all(folder)?)
}

/// Uploads one library, and waits until the index has it: the next one needs it.
fn publish(root: &Path, library: &Package, registry: &str) -> Result<()> {
    let args = [
        "publish",
        "--quiet",
        "--no-verify",
        "--package",
        &library.name,
        "--registry",
        registry,
    ];
    cargo::run(&mut cargo_at(root, args))
}

fn names(libraries: &[&Package]) -> String {
    let names: Vec<_> = libraries
        .iter()
        .map(|library| library.name.as_str())
        .collect();
    names.join(", ")
}
