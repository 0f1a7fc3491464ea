//! Who depends on whom, and how.

use std::path::Path;

use anyhow::Result;
use cargo_metadata::DependencyKind;

use super::Finding;
use crate::cargo;

/// What only the core may name: the rest of the workspace speaks of requests, not of sockets.
const CORE_ONLY: [&str; 6] = [
    "hyper",
    "hyper-rustls",
    "hyper-util",
    "rustls",
    "rustls-platform-verifier",
    "tower",
];
const CORE: &str = "ferriscloud-core";
const UMBRELLA: &str = "ferriscloud";

/// A package of the workspace.
pub(super) struct Package {
    name: String,
    /// Whether it is below `crates`, and so published.
    library: bool,
    dependencies: Vec<Dependency>,
}

struct Dependency {
    name: String,
    for_tests: bool,
    default_features: bool,
}

/// The packages of the workspace, as cargo knows them.
pub(super) fn read(root: &Path) -> Result<Vec<Package>> {
    let metadata = cargo::metadata(root)?;
    let libraries = metadata.workspace_root.join("crates");
    let packages = metadata.packages.iter().map(|package| Package {
        name: package.name.to_string(),
        library: package.manifest_path.starts_with(&libraries),
        dependencies: package
            .dependencies
            .iter()
            .map(|dependency| Dependency {
                name: dependency.name.clone(),
                for_tests: dependency.kind == DependencyKind::Development,
                default_features: dependency.uses_default_features,
            })
            .collect(),
    });
    Ok(packages.collect())
}

pub(super) fn check(packages: &[Package]) -> Vec<Finding> {
    let mut found = Vec::new();
    for package in packages {
        for dependency in &package.dependencies {
            if let Some(what) = wrong(package, dependency, packages) {
                found.push(Finding {
                    path: package.name.clone(),
                    line: 0,
                    what,
                });
            }
        }
    }
    found
}

fn wrong(package: &Package, dependency: &Dependency, packages: &[Package]) -> Option<String> {
    let name = &dependency.name;
    if dependency.default_features {
        return Some(format!(
            "{name} comes with its default features: take it from the workspace's table, without them"
        ));
    }
    if !package.library {
        return None;
    }
    // Tests and the examples of the documents do what users do, who have layers of their own.
    if dependency.for_tests {
        return None;
    }
    if package.name != CORE && CORE_ONLY.contains(&name.as_str()) {
        return Some(format!("only the core names {name}"));
    }
    let own = packages.iter().find(|own| own.name == *name)?;
    let below = match package.name.as_str() {
        CORE => false,
        UMBRELLA => own.library,
        _ => name == CORE,
    };
    (!below).then(|| {
        format!("depends on {name}: the umbrella depends on services, services on the core alone")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(package: &str, dependency: &str, default_features: bool) -> usize {
        let new = |name: &str, library, dependencies| Package {
            name: name.to_owned(),
            library,
            dependencies,
        };
        let dependency = Dependency {
            name: dependency.to_owned(),
            for_tests: false,
            default_features,
        };
        let others = [
            "ferriscloud-core",
            "ferriscloud-compute",
            "ferriscloud-identity",
        ];
        let mut packages: Vec<_> = others.map(|name| new(name, true, Vec::new())).into();
        packages.push(new("ferriscloud-fake", false, Vec::new()));
        packages.push(new(package, true, vec![dependency]));
        check(&packages).len()
    }

    #[test]
    fn services_know_the_core_alone() {
        assert_eq!(found("ferriscloud-compute", "ferriscloud-core", false), 0);
        assert_eq!(found("ferriscloud", "ferriscloud-compute", false), 0);
        assert_eq!(
            found("ferriscloud-compute", "ferriscloud-identity", false),
            1
        );
        assert_eq!(found("ferriscloud-compute", "ferriscloud-fake", false), 1);
        assert_eq!(found("ferriscloud-core", "ferriscloud-compute", false), 1);
    }

    #[test]
    fn the_core_alone_knows_sockets() {
        assert_eq!(found("ferriscloud-core", "hyper", false), 0);
        assert_eq!(found("ferriscloud-compute", "hyper", false), 1);
        assert_eq!(found("ferriscloud-compute", "serde", false), 0);
        assert_eq!(found("ferriscloud-compute", "serde", true), 1);
    }
}
