//! The files that name the version: the workspace's manifest, and the lock files.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use cargo_metadata::Package;
use cargo_metadata::semver::Version;
use toml_edit::{DocumentMut, Item, value};

use super::git::{committed, git};

pub(super) const MANIFEST: &str = "Cargo.toml";

/// The texts that the files of the last commit get with another version, by their paths below the root.
pub(super) fn with_version(
    root: &Path,
    libraries: &[Package],
    version: &Version,
) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    let mut manifest: DocumentMut = committed(root, MANIFEST)?.parse()?;
    let own = manifest["workspace"]["package"]["version"].as_str();
    let old = own
        .context("the workspace is without a version")?
        .to_owned();
    set(
        &mut manifest["workspace"]["package"]["version"],
        version.to_string(),
    );
    for library in libraries {
        let dependency = &mut manifest["workspace"]["dependencies"][library.name.as_str()];
        set(&mut dependency["version"], format!("={version}"));
    }
    files.insert(MANIFEST.to_owned(), manifest.to_string());

    for path in git(root, &["ls-files", "Cargo.lock", "**/Cargo.lock"])?.lines() {
        let mut lock: DocumentMut = committed(root, path)?.parse()?;
        let packages = lock["package"].as_array_of_tables_mut();
        for package in packages.context("a lock file without packages")?.iter_mut() {
            // What is not from a registry is our own.
            let ours = !package.contains_key("source") && package["version"].as_str() == Some(&old);
            if ours {
                set(&mut package["version"], version.to_string());
            }
        }
        files.insert(path.to_owned(), lock.to_string());
    }
    Ok(files)
}

/// In which registry the libraries look for one another.
pub(super) fn registries(
    root: &Path,
    libraries: &[Package],
) -> Result<Vec<(String, Option<String>)>> {
    let manifest: DocumentMut = committed(root, MANIFEST)?.parse()?;
    let named = libraries.iter().map(|library| {
        let dependency = &manifest["workspace"]["dependencies"][library.name.as_str()];
        let registry = dependency.get("registry").and_then(Item::as_str);
        (library.name.to_string(), registry.map(str::to_owned))
    });
    Ok(named.collect())
}

/// The manifest with a registry in which the libraries look for one another.
pub(super) fn in_registry(root: &Path, libraries: &[Package], registry: &str) -> Result<String> {
    let mut manifest: DocumentMut = committed(root, MANIFEST)?.parse()?;
    for library in libraries {
        manifest["workspace"]["dependencies"][library.name.as_str()]["registry"] = value(registry);
    }
    Ok(manifest.to_string())
}

/// Sets a text, and keeps what is around it.
fn set(item: &mut Item, text: String) {
    let decor = item.as_value().map(|old| old.decor().clone());
    *item = value(text);
    if let (Some(new), Some(decor)) = (item.as_value_mut(), decor) {
        *new.decor_mut() = decor;
    }
}
