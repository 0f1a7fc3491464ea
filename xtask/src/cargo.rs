//! Runs cargo: the one that runs this task.

use std::ffi::OsStr;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

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
    let output = cargo(["metadata", "--no-deps", "--format-version=1"]).output()?;
    let metadata: Value = serde_json::from_slice(&output.stdout)
        .with_context(|| String::from_utf8_lossy(&output.stderr).into_owned())?;
    let root = metadata["workspace_root"].as_str().unwrap_or_default();
    let folder = format!("{root}/crates/");
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let own = packages.filter(|package| {
        package["manifest_path"]
            .as_str()
            .is_some_and(|path| path.starts_with(&folder))
    });
    Ok(own
        .filter_map(|package| package["name"].as_str().map(str::to_owned))
        .collect())
}
