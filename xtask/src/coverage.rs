//! How much of the services' APIs there is, and reading answers that somebody collected.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::cargo;
use crate::flags::{Coverage, Decode};
use crate::workspace_root;

/// Judges all verbs by the services' own definitions.
pub(crate) fn run(command: &Coverage) -> Result<()> {
    let mut judge = judge(["coverage"]);
    judge.args(command.check.then_some("--check"));
    judge.args(command.whole.then_some("--whole"));
    cargo::run(&mut judge)
}

/// Judges answers by the types that read them.
pub(crate) fn decode(command: &Decode) -> Result<()> {
    let file = std::path::absolute(&command.file).context("the file")?;
    let mut judge = judge(["decode"]);
    judge.arg(file).args(command.missing.then_some("--missing"));
    cargo::run(&mut judge)
}

/// What the live tests write down.
pub(crate) fn recording() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR");
    let target = target.map_or_else(|| workspace_root().join("target"), PathBuf::from);
    target.join("live.tsv")
}

/// A package of its own: the tasks shall not wait for the services to be built.
fn judge<const N: usize>(arguments: [&str; N]) -> Command {
    let mut judge = cargo::cargo(["run", "--quiet", "--package", "ferriscloud-coverage", "--"]);
    judge.args(arguments);
    judge
}
