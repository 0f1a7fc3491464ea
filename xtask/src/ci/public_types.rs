//! Whose types are in the libraries' public signatures: a new version of such a crate is a break of ours.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, bail};
use cargo_metadata::Package;

use crate::api;

/// The crates whose types users may meet, as rustdoc names them.
const ALLOWED: [&str; 13] = [
    "bytes",
    "futures_core",
    "http",
    "http_body",
    "jiff",
    "object_store",
    "rustls",
    "serde_core",
    "serde_json",
    "tokio",
    "tower",
    "tower_layer",
    "tower_service",
];
/// What everybody has: the standard library, and what the language itself brings.
const STANDARD: [&str; 9] = [
    "alloc", "bool", "core", "i32", "i64", "std", "str", "u32", "u8",
];

pub(super) fn check(root: &Path, libraries: &[Package]) -> Result<()> {
    let mut named = BTreeMap::new();
    for library in libraries {
        for item in api::read(root, library)? {
            for name in crates(&item) {
                named.entry(name.to_owned()).or_insert_with(|| item.clone());
            }
        }
    }
    let own = |name: &str| {
        libraries
            .iter()
            .any(|library| library.name.replace('-', "_") == name)
    };
    let known = |name: &str| ALLOWED.contains(&name) || STANDARD.contains(&name) || own(name);
    let mut found: Vec<_> = named
        .iter()
        .filter(|(name, _)| !known(name))
        .map(|(name, item)| format!("{name} is in a public signature, and not on the list: {item}"))
        .collect();
    let unused = ALLOWED.iter().filter(|name| !named.contains_key(**name));
    found.extend(unused.map(|name| format!("{name} is on the list, and in no public signature")));
    if !found.is_empty() {
        bail!("{}", found.join("\n"));
    }
    Ok(())
}

/// Whether a dependency, by its name in manifests, has types that users may meet, or parts of it have.
pub(crate) fn is_public(dependency: &str) -> bool {
    let name = dependency.replace('-', "_");
    let part = format!("{name}_");
    ALLOWED
        .iter()
        .any(|allowed| *allowed == name || allowed.starts_with(&part))
}

/// The crates that an item names: what its paths begin with.
fn crates(item: &str) -> impl Iterator<Item = &str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let paths = item.split(move |c: char| !is_word(c) && c != ':');
    paths
        .filter_map(|path| path.split_once("::"))
        .map(|(name, _)| name)
        .filter(move |name| {
            !name.is_empty() && !name.contains(|c: char| c.is_uppercase() || !is_word(c))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_begin_with_crates() {
        let found: Vec<_> = crates(
            "pub fn ours::Thing<T>::get(&'a self, impl Into<http::Uri>) -> <T as tower_service::Service>::Future where Self::B: bytes::buf::Buf",
        )
        .collect();
        assert_eq!(found, ["ours", "http", "tower_service", "bytes"]);
    }
}
