//! What the libraries bring into their users' programs: licences, versions, and how new a compiler they need.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use cargo_metadata::semver::Version;
use cargo_metadata::{CargoOpt, MetadataCommand, Package};
use spdx::{Expression, ParseMode};

use super::Finding;
use crate::cargo::{self, cargo_at};

/// What a program under any licence may be built with.
const LICENCES: [&str; 6] = [
    "Apache-2.0",
    "BSD-3-Clause",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
];
/// What comes in two versions, and why we cannot change it.
const TWICE: [(&str, &str); 3] = [
    ("getrandom", "of ring, and of the compiler of its C"),
    ("syn", "of jni's macros on Android, and of serde's"),
    ("windows-sys", "of ring on Windows, and of everything else"),
];

/// A crate that the libraries are built with, with all features and on any system.
pub(super) struct Dependency {
    name: String,
    version: Version,
    rust_version: Option<Version>,
    licence: Option<String>,
}

/// The dependencies, and the oldest compiler that the libraries promise to do with.
pub(super) fn read(root: &Path) -> Result<(Vec<Dependency>, Version)> {
    let metadata = MetadataCommand::new()
        .current_dir(root)
        .features(CargoOpt::AllFeatures)
        .exec()?;
    let libraries = cargo::libraries(root)?;
    let floors = libraries
        .iter()
        .filter_map(|library| library.rust_version.clone());
    let floor = floors
        .min()
        .context("the libraries are without a rust-version")?;
    let tree = tree(root, &libraries)?;
    let used = metadata.packages.into_iter().filter(|package| {
        let line = format!("{} v{}", package.name, package.version);
        tree.lines()
            .any(|used| used == line || used.starts_with(&format!("{line} ")))
    });
    let dependencies = used.map(|package| Dependency {
        name: package.name.to_string(),
        version: package.version,
        rust_version: package.rust_version,
        licence: package.license,
    });
    Ok((dependencies.collect(), floor))
}

/// The libraries and what they are built with, a line each. Cargo's metadata would mix it with what the
/// workspace's tests need.
fn tree(root: &Path, libraries: &[Package]) -> Result<String> {
    let mut command = cargo_at(
        root,
        [
            "tree",
            "--quiet",
            "--edges",
            "normal,build",
            "--target",
            "all",
        ],
    );
    command.args(["--all-features", "--prefix", "none", "--format", "{p}"]);
    for library in libraries {
        command.args(["--package", &library.name]);
    }
    let output = command.output()?;
    ensure!(
        output.status.success(),
        "cargo tree: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8(output.stdout)?)
}

pub(super) fn check((dependencies, floor): &(Vec<Dependency>, Version)) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut say = |name: &str, what: String| {
        found.push(Finding {
            path: name.to_owned(),
            line: 0,
            what,
        });
    };
    let mut versions = BTreeMap::<_, Vec<_>>::new();
    for Dependency {
        name,
        version,
        rust_version,
        licence,
    } in dependencies
    {
        versions.entry(name.as_str()).or_default().push(version);
        if rust_version.as_ref().is_some_and(|needed| needed > floor) {
            say(
                name,
                format!("{version} needs a newer Rust than our rust-version"),
            );
        }
        let licence = licence.as_deref().unwrap_or("without one");
        if !is_allowed(licence) {
            say(name, format!("its licence is not on the list: {licence}"));
        }
    }
    let is_known = |name: &str| TWICE.iter().any(|(known, _)| *known == name);
    for (name, versions) in &versions {
        if versions.len() > 1 && !is_known(name) {
            say(
                name,
                format!("comes in more than one version: {versions:?}"),
            );
        }
    }
    for (name, _) in TWICE {
        if versions.get(name).is_none_or(|versions| versions.len() < 2) {
            say(
                name,
                "comes in one version, and need not be excused".to_owned(),
            );
        }
    }
    found
}

/// Whether an expression allows what is on the list. Some write the `OR` as a slash.
fn is_allowed(licence: &str) -> bool {
    let on_list = |id: &str| LICENCES.contains(&id);
    Expression::parse_mode(licence, ParseMode::LAX).is_ok_and(|expression| {
        expression.evaluate(|wanted| wanted.license.id().is_some_and(|id| on_list(id.name)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(new: impl Fn(&mut Dependency)) -> usize {
        let mut dependencies = Vec::new();
        for name in TWICE.map(|(name, _)| name) {
            for minor in 1..=2 {
                dependencies.push(dependency(name, minor));
            }
        }
        dependencies.push(dependency("fine", 1));
        let mut one = dependency("one", 1);
        new(&mut one);
        dependencies.push(one);
        check(&(dependencies, Version::new(1, 89, 0))).len()
    }

    fn dependency(name: &str, minor: u64) -> Dependency {
        Dependency {
            name: name.to_owned(),
            version: Version::new(0, minor, 0),
            rust_version: Some(Version::new(1, 89, 0)),
            licence: Some("MIT OR Apache-2.0".to_owned()),
        }
    }

    #[test]
    fn a_dependency_asks_for_no_more_than_we_do() {
        assert_eq!(found(|_| ()), 0);
        assert_eq!(found(|one| one.rust_version = None), 0);
        assert_eq!(
            found(|one| one.rust_version = Some(Version::new(1, 90, 0))),
            1
        );
    }

    #[test]
    fn licences_are_on_the_list() {
        let with = |licence: &str| found(|one| one.licence = Some(licence.to_owned()));
        assert_eq!(with("Unlicense/MIT"), 0);
        assert_eq!(with("(MIT OR Apache-2.0) AND Unicode-3.0"), 0);
        assert_eq!(with("MIT OR GPL-3.0-only"), 0);
        assert_eq!(with("MIT AND GPL-3.0-only"), 1);
        assert_eq!(found(|one| one.licence = None), 1);
    }

    #[test]
    fn a_crate_comes_once() {
        assert_eq!(found(|one| one.name = "fine".to_owned()), 1);
    }
}
