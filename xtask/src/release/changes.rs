//! What changed in a library since its last release, as its users see it.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;
use cargo_metadata::{Dependency, DependencyKind, Package};

use super::git::git;
use super::level::Level;
use crate::ci::public_types;
use crate::{api, cargo};

#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) library: String,
    /// The first lines of the commits that touched it.
    pub(super) commits: Vec<String>,
    pub(super) breaks: Vec<String>,
    pub(super) additions: Vec<String>,
}

impl Changes {
    /// The least level that allows them.
    pub(super) fn level(&self) -> Level {
        if !self.breaks.is_empty() {
            Level::Major
        } else if !self.additions.is_empty() {
            Level::Minor
        } else {
            Level::Patch
        }
    }
}

/// Compares the libraries with those that a tag has, library by library.
pub(super) fn since(root: &Path, tag: &str, libraries: &[Package]) -> Result<Vec<Changes>> {
    // A tree of its own, kept for the next time; the same compiler documents both.
    let old_root = root.join("target/released").join(tag);
    if !old_root.join("Cargo.toml").exists() {
        let folder = old_root.to_string_lossy();
        git(
            root,
            &["worktree", "add", "--force", "--detach", &folder, tag],
        )?;
    }
    let old_libraries = cargo::libraries(&old_root)?;
    let mut all = Vec::new();
    for library in libraries {
        let old = old_libraries.iter().find(|old| old.name == library.name);
        let mut changes = match old {
            Some(old) => {
                let mut changes = in_manifests(old, library);
                in_items(
                    &api::read(&old_root, old)?,
                    &api::read(root, library)?,
                    &mut changes,
                );
                changes
            }
            None => Changes {
                additions: vec!["the library".to_owned()],
                ..Changes::default()
            },
        };
        let folder = library
            .manifest_path
            .parent()
            .unwrap_or(&library.manifest_path);
        let range = format!("{tag}..HEAD");
        let commits = git(root, &["log", "--format=%s", &range, "--", folder.as_str()])?;
        changes.commits = commits.lines().map(str::to_owned).collect();
        changes.library = library.name.to_string();
        all.push(changes);
    }
    let gone = old_libraries
        .iter()
        .filter(|old| !libraries.iter().any(|new| new.name == old.name));
    all.extend(gone.map(|old| Changes {
        library: old.name.to_string(),
        breaks: vec!["the library".to_owned()],
        ..Changes::default()
    }));
    Ok(all)
}

fn in_manifests(old: &Package, new: &Package) -> Changes {
    let mut changes = Changes::default();
    let gone = old
        .features
        .keys()
        .filter(|name| !new.features.contains_key(*name));
    changes
        .breaks
        .extend(gone.map(|name| format!("- feature {name}")));
    let added = new
        .features
        .keys()
        .filter(|name| !old.features.contains_key(*name));
    changes
        .additions
        .extend(added.map(|name| format!("+ feature {name}")));
    for dependency in &new.dependencies {
        let same = |old: &&Dependency| old.name == dependency.name && old.kind == dependency.kind;
        let of_users =
            dependency.kind == DependencyKind::Normal && public_types::is_public(&dependency.name);
        let Some(old) = old.dependencies.iter().find(same).filter(|_| of_users) else {
            continue;
        };
        if leading(old) != leading(dependency) {
            changes.breaks.push(format!(
                "! types of {} {} are those of {}",
                old.name, old.req, dependency.req
            ));
        }
    }
    if old.rust_version != new.rust_version {
        changes.additions.push("! another rust-version".to_owned());
    }
    changes
}

/// What has to be the same in two versions for their types to be the same.
fn leading(dependency: &Dependency) -> Option<(u64, Option<u64>)> {
    let wanted = dependency.req.comparators.first()?;
    Some((wanted.major, wanted.minor.filter(|_| wanted.major == 0)))
}

/// Compares public items. What cannot be told from a break is one.
fn in_items(old: &BTreeSet<String>, new: &BTreeSet<String>, changes: &mut Changes) {
    changes
        .breaks
        .extend(old.difference(new).map(|item| format!("- {item}")));
    for item in new.difference(old) {
        let added = format!("+ {item}");
        if is_demand(item, old) {
            changes.breaks.push(added);
        } else {
            changes.additions.push(added);
        }
    }
}

/// Whether a new item is part of what users had to know whole: an enum that they match, or a trait that
/// they implement.
fn is_demand(item: &str, old: &BTreeSet<String>) -> bool {
    let head = item.split(['(', '=']).next().unwrap_or_default();
    let path = head.split(": ").next().unwrap_or_default().trim_end();
    let path = path.rsplit(' ').next().unwrap_or_default();
    let Some((parent, _)) = path.rsplit_once("::") else {
        return false;
    };
    let known_whole =
        ["pub enum ", "pub trait ", "pub unsafe trait "].map(|kind| format!("{kind}{parent}"));
    old.iter().any(|item| {
        known_whole.iter().any(|known| {
            let rest = item.strip_prefix(known.as_str());
            rest.is_some_and(|rest| {
                rest.is_empty() || rest.starts_with(['<', ':', ' ']) && !rest.starts_with("::")
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(old: &[&str], new: &[&str]) -> Level {
        let set = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect();
        let mut changes = Changes::default();
        in_items(&set(old), &set(new), &mut changes);
        changes.level()
    }

    #[test]
    fn what_is_gone_or_different_is_a_break() {
        let one = "pub fn a::one(u8) -> u8";
        assert_eq!(level(&[one], &[one]), Level::Patch);
        assert_eq!(level(&[], &[one]), Level::Minor);
        assert_eq!(level(&[one], &[]), Level::Major);
        assert_eq!(level(&[one], &["pub fn a::one(u16) -> u8"]), Level::Major);
    }

    #[test]
    fn a_new_field_is_none() {
        let server = "pub struct a::Server";
        assert_eq!(
            level(
                &[server],
                &[server, "pub a::Server::name: alloc::string::String"]
            ),
            Level::Minor
        );
    }

    #[test]
    fn a_new_variant_is_one_where_users_know_all() {
        let (variant, tuple) = (
            "pub a::Status::Odd",
            "pub a::Status::Odd(alloc::string::String)",
        );
        for new in [variant, tuple] {
            let closed = "pub enum a::Status";
            assert_eq!(level(&[closed], &[closed, new]), Level::Major);
            let open = "#[non_exhaustive] pub enum a::Status";
            assert_eq!(level(&[open], &[open, new]), Level::Minor);
            assert_eq!(level(&[], &[closed, new]), Level::Minor);
        }
    }

    #[test]
    fn a_new_item_of_a_trait_is_one() {
        let paging = "pub trait a::Paging: core::marker::Send";
        let new = "pub fn a::Paging::next(&self, &a::b::C) -> core::option::Option<a::D>";
        assert_eq!(level(&[paging], &[paging, new]), Level::Major);
        assert_eq!(
            level(&["pub trait a::Pagings"], &["pub trait a::Pagings", new]),
            Level::Minor
        );
    }
}
