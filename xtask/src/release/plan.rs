//! `cargo xtask release plan`: what changed, and which level that asks for.

use std::path::Path;

use anyhow::Result;

use super::changelog;
use super::changes::Changes;
use super::level::Level;
use super::state::State;

/// Says it; the level.
pub(super) fn run(root: &Path) -> Result<Level> {
    let state = State::read(root)?;
    if state.is_prepared() {
        println!(
            "{} is prepared; next: cargo xtask release publish",
            state.version
        );
        return Ok(Level::Patch);
    }
    match changelog::unreleased(&state.changelog) {
        Some(text) => println!("the changelog says of it:\n\n{text}\n"),
        None => println!("the changelog says nothing of it yet\n"),
    }
    let Some(last) = &state.last else {
        println!(
            "nothing was released yet; the first version is that of the manifests, {}",
            state.version
        );
        println!("next: cargo xtask release prepare minor");
        return Ok(Level::Minor);
    };
    let changes = state.changes(root)?;
    for library in &changes {
        show(library);
    }
    let level = changes
        .iter()
        .map(Changes::level)
        .max()
        .unwrap_or(Level::Patch);
    println!(
        "\nsince {last}, that asks for {}, and so for {}",
        level.name(),
        level.after(last)
    );
    println!("next: cargo xtask release prepare {}", level.name());
    Ok(level)
}

fn show(changes: &Changes) {
    let Changes {
        library,
        commits,
        breaks,
        additions,
    } = changes;
    println!(
        "{library}: {}; {} commits",
        changes.level().name(),
        commits.len()
    );
    for commit in commits {
        println!("    {commit}");
    }
    for item in breaks {
        println!("  breaks  {item}");
    }
    for item in additions {
        println!("  adds    {item}");
    }
}
