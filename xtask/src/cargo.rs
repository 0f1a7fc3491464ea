//! Runs cargo: the one that runs this task.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use cargo_metadata::{Metadata, MetadataCommand};

use crate::workspace_root;

/// A cargo command at the workspace's root.
pub(crate) fn cargo<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args).current_dir(workspace_root());
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

/// The names of the packages below `crates/`: those that are published.
pub(crate) fn libraries() -> Result<Vec<String>> {
    let metadata = metadata(&workspace_root())?;
    let folder = metadata.workspace_root.join("crates");
    let own = metadata
        .packages
        .iter()
        .filter(|package| package.manifest_path.starts_with(&folder));
    Ok(own.map(|package| package.name.to_string()).collect())
}

/// The workspace, without what it depends on.
pub(crate) fn metadata(root: &Path) -> Result<Metadata> {
    Ok(MetadataCommand::new().current_dir(root).no_deps().exec()?)
}
