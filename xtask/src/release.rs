//! `cargo xtask release`: all libraries together, under one version.
//!
//! The state of a release is in the repository and the registry alone, so that what was interrupted goes on
//! where it stopped: the version in the manifests, the changelog's sections, the tags, and what the registry has.

mod changelog;
mod changes;
mod checks;
mod git;
mod level;
mod loopback;
mod manifests;
mod passed;
mod plan;
mod prepare;
mod publish;
mod rehearse;
mod state;
mod strangers;
#[cfg(test)]
mod tests;

use anyhow::{Result, bail};

use crate::flags::{self, ReleaseCmd};
use crate::progress::say;
use crate::workspace_root;

pub(crate) fn run(command: &flags::Release) -> Result<()> {
    let root = &workspace_root();
    match &command.subcommand {
        ReleaseCmd::Plan(_) => plan::run(root).map(drop),
        ReleaseCmd::Prepare(prepare) => prepare::run(root, &prepare.level, prepare.execute),
        ReleaseCmd::Publish(publish) => {
            let registry = publish.registry.as_deref().unwrap_or(publish::DEFAULT);
            publish::run(root, registry, publish.execute)
        }
        ReleaseCmd::Rehearse(_) => rehearse::run(root),
    }
}

/// Ends what may not go on, with all reasons.
fn refuse(reasons: &[String]) -> Result<()> {
    if !reasons.is_empty() {
        bail!("refused:\n- {}", reasons.join("\n- "));
    }
    Ok(())
}

/// Says what is done, and does it; or says what would be done.
fn step(execute: bool, what: &str, action: impl FnOnce() -> Result<()>) -> Result<()> {
    if !execute {
        say(format_args!("would {what}"));
        return Ok(());
    }
    say(what);
    action()
}
