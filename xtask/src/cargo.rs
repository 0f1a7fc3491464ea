//! Runs cargo: the one that runs this task.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use cargo_metadata::{Dependency, DependencyKind, Metadata, MetadataCommand, Package};

use crate::workspace_root;

/// A cargo command at the workspace's root.
pub(crate) fn cargo<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Command {
    cargo_at(&workspace_root(), args)
}

/// A cargo command at the root of a workspace.
pub(crate) fn cargo_at<S: AsRef<OsStr>>(root: &Path, args: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args).current_dir(root);
    command
}

/// Runs a command with the terminal; an error if it fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command
        .status()
        .with_context(|| format!("cannot run {program}"))?;
    if !status.success() {
        let args: Vec<_> = command.get_args().map(OsStr::to_string_lossy).collect();
        bail!("`cargo {}`: {status}", args.join(" "));
    }
    Ok(())
}

/// The packages below `crates/`, which are published: each after those that it depends on.
pub(crate) fn libraries(root: &Path) -> Result<Vec<Package>> {
    let metadata = metadata(root)?;
    let folder = metadata.workspace_root.join("crates");
    let mut waiting = metadata.packages;
    waiting.retain(|package| package.manifest_path.starts_with(&folder));
    waiting.sort_by(|one, other| one.name.cmp(&other.name));
    let mut ordered = Vec::new();
    while !waiting.is_empty() {
        let ready = |package: &&Package| !waiting.iter().any(|other| needs(package, other));
        let ready = waiting.iter().position(|package| ready(&package));
        ordered.push(waiting.remove(ready.context("the libraries need one another in a circle")?));
    }
    Ok(ordered)
}

/// Whether one package is built with another.
fn needs(package: &Package, other: &Package) -> bool {
    let built_with = |dependency: &&Dependency| dependency.kind != DependencyKind::Development;
    let mut dependencies = package.dependencies.iter().filter(built_with);
    dependencies.any(|dependency| dependency.name == *other.name)
}

/// The workspace, without what it depends on.
pub(crate) fn metadata(root: &Path) -> Result<Metadata> {
    Ok(MetadataCommand::new().current_dir(root).no_deps().exec()?)
}
