//! Judging the core by the answers of the reference implementations.

use anyhow::{Context, Result};

use crate::cargo;
use crate::flags::Corpora;

/// Runs the judges, which are a package of their own: the tasks shall not wait for the core to be built.
pub(crate) fn run(command: &Corpora) -> Result<()> {
    let folder = std::path::absolute(&command.dir).context("the folder")?;
    let mut judges = cargo::cargo(["run", "--quiet", "--package", "ferriscloud-corpora", "--"]);
    judges.arg(folder);
    if command.show {
        judges.arg("--show");
    }
    cargo::run(&mut judges)
}
