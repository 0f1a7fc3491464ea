//! What a release is refused for, by `prepare` and `publish` alike: the reasons, if there are any.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};

use super::changes::Changes;
use super::git;
use super::level::Level;
use super::state::State;
use crate::package;

/// Files that are not as in the last commit; those that are as they are about to be written count as clean.
pub(super) fn dirty(root: &Path, to_write: &BTreeMap<String, String>) -> Result<Vec<String>> {
    let changed = git::changed(root)?.into_iter();
    let dirty = changed.filter(|path| {
        let text = std::fs::read_to_string(root.join(path)).ok();
        text.is_none() || text.as_ref() != to_write.get(path)
    });
    let dirty: Vec<_> = dirty.collect();
    let reason =
        (!dirty.is_empty()).then(|| format!("not as in the last commit: {}", dirty.join(", ")));
    Ok(Vec::from_iter(reason))
}

/// Changes that a level does not allow.
pub(super) fn too_much(changes: &[Changes], allowed: Level) -> Vec<String> {
    let mut reasons = Vec::new();
    for changes in changes.iter().filter(|changes| changes.level() > allowed) {
        let items = if allowed < Level::Minor && changes.breaks.is_empty() {
            &changes.additions
        } else {
            &changes.breaks
        };
        let (library, asks) = (&changes.library, changes.level().name());
        reasons.push(format!(
            "{library} asks for {asks}, more than {}:\n    {}",
            allowed.name(),
            items.join("\n    ")
        ));
    }
    reasons
}

/// Packages that lack something, or have too much.
pub(super) fn packages(root: &Path, state: &State) -> Vec<String> {
    let checked = state
        .libraries
        .iter()
        .map(|library| package::check(root, library).with_context(|| library.name.to_string()));
    checked
        .filter_map(|result| result.err().map(|error| format!("{error:#}")))
        .collect()
}
