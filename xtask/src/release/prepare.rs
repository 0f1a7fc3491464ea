//! `cargo xtask release prepare`: the commit that a version is published from.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, bail};
use cargo_metadata::semver::Version;
use jiff::Timestamp;

use super::git::git;
use super::level::Level;
use super::state::State;
use super::{changelog, checks, manifests, passed, refuse, step};
use crate::progress::say;

pub(super) fn run(root: &Path, level: &str, execute: bool) -> Result<()> {
    let state = State::read(root)?;
    if state.is_prepared() {
        say(format_args!(
            "{} is prepared already: publish it",
            state.version
        ));
        return Ok(());
    }
    let (version, allowed) = next(&state, level)?;
    let mut files = manifests::with_version(root, &state.libraries, &version)?;
    let today = Timestamp::now().strftime("%Y-%m-%d").to_string();
    files.insert(
        changelog::FILE.to_owned(),
        changelog::close(&state.changelog, &version, &today),
    );

    let mut reasons = checks::dirty(root, &files)?;
    if changelog::unreleased(&state.changelog).is_none() {
        reasons.push(format!("{} says nothing under Unreleased", changelog::FILE));
    }
    reasons.extend(checks::too_much(&state.changes(root)?, allowed));
    reasons.extend(checks::packages(root, &state));
    refuse(&reasons)?;

    step(execute, "pass `cargo xtask ci`", || passed::ensure(root))?;
    let names: Vec<_> = files.keys().map(String::as_str).collect();
    step(
        execute,
        &format!("set {version} in {}", names.join(", ")),
        || write(root, &files),
    )?;
    step(execute, &format!("commit `Release {version}`"), || {
        git(
            root,
            &[
                "commit",
                "--all",
                "--message",
                &format!("Release {version}"),
            ],
        )?;
        // What passed without the new numbers passes with them.
        passed::remember(root)
    })
}

/// The version to come, and the most that may have changed for it.
fn next(state: &State, level: &str) -> Result<(Version, Level)> {
    let (last, version) = (state.last.as_ref(), Version::parse(level));
    match (last, version) {
        // Nobody has anything that could break.
        (None, Ok(version)) => Ok((version, Level::Major)),
        (None, Err(_)) => level
            .parse::<Level>()
            .map(|_| (state.version.clone(), Level::Major)),
        (Some(last), Ok(version)) if version <= *last => bail!("{version} is not after {last}"),
        (Some(last), Ok(version)) => Ok((version.clone(), Level::between(last, &version))),
        (Some(last), Err(_)) => level.parse().map(|level: Level| (level.after(last), level)),
    }
}

fn write(root: &Path, files: &BTreeMap<String, String>) -> Result<()> {
    for (path, text) in files {
        std::fs::write(root.join(path), text)?;
    }
    Ok(())
}
