//! What is asked of git.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

/// Runs git at a root; what it printed, without the last line's end.
pub(super) fn git(root: &Path, args: &[&str]) -> Result<String> {
    Ok(raw(root, args)?.trim_end().to_owned())
}

/// A file as it is in the last commit.
pub(super) fn committed(root: &Path, file: &str) -> Result<String> {
    raw(root, &["show", &format!("HEAD:{file}")])
}

fn raw(root: &Path, args: &[&str]) -> Result<String> {
    let output = Command::new("git").args(args).current_dir(root).output();
    let output = output.context("cannot run git")?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        bail!("`git {}`: {}", args.join(" "), why.trim());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// The commit that a name stands for, if it stands for one.
pub(super) fn commit(root: &Path, name: &str) -> Option<String> {
    let name = format!("{name}^{{commit}}");
    git(root, &["rev-parse", "--verify", "--quiet", &name]).ok()
}

/// The files that are not as in the last commit.
pub(super) fn changed(root: &Path) -> Result<Vec<String>> {
    let lines = git(root, &["status", "--porcelain"])?;
    Ok(lines
        .lines()
        .filter_map(|line| line.get(3..))
        .map(str::to_owned)
        .collect())
}
