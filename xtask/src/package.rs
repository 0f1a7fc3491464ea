//! What users download: the files of a package.

use std::path::Path;

use anyhow::{Result, bail};
use cargo_metadata::Package;

use crate::cargo::cargo_at;

/// The most that all files of a package may have together, and each.
const PACKAGE_KIB: u64 = 1024;
const FILE_KIB: u64 = 64;
/// What cargo adds.
const ADDED: [&str; 3] = [".cargo_vcs_info.json", "Cargo.lock", "Cargo.toml.orig"];
const NEEDED: [&str; 3] = ["Cargo.toml", "LICENSE", "README.md"];

/// Checks that the package of a library has what it needs, and no more.
pub(crate) fn check(root: &Path, library: &Package) -> Result<()> {
    let files = files(root, library)?;
    let folder = library
        .manifest_path
        .parent()
        .unwrap_or(&library.manifest_path);
    let mut found = Vec::new();
    let mut say = |what: String| found.push(what);
    for name in NEEDED {
        if !files.iter().any(|file| file == name) {
            say(format!("the package is without {name}"));
        }
    }
    if library.license.is_none() {
        say("the manifest names no licence".to_owned());
    }
    let mut total = 0;
    for file in files.iter().filter(|file| !ADDED.contains(&file.as_str())) {
        let is_code = file.starts_with("src/") || file.starts_with("examples/");
        if !is_code && !NEEDED.contains(&file.as_str()) {
            say(format!("{file} has no place in the package"));
        }
        let size = std::fs::metadata(folder.join(file))?.len();
        if size > FILE_KIB * 1024 {
            say(format!("{file} has more than {FILE_KIB} KiB"));
        }
        total += size;
    }
    if total > PACKAGE_KIB * 1024 {
        say(format!("the package has more than {PACKAGE_KIB} KiB"));
    }
    if !found.is_empty() {
        bail!("{}", found.join("\n"));
    }
    Ok(())
}

fn files(root: &Path, library: &Package) -> Result<Vec<String>> {
    let list = [
        "package",
        "--list",
        "--quiet",
        "--allow-dirty",
        "--package",
        &library.name,
    ];
    let output = cargo_at(root, list).output()?;
    if !output.status.success() {
        bail!(
            "cannot list {}: {}",
            library.name,
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let files = String::from_utf8(output.stdout)?.replace('\\', "/");
    Ok(files.lines().map(str::to_owned).collect())
}
