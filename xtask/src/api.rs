//! What users of a library see of it: its documentation, and its public items.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use cargo_metadata::Package;
use public_api::Builder;

use crate::cargo::{self, cargo_at};

/// Documents a library as docs.rs does: alone, with the features that its manifest names for it, and with
/// what a stable compiler keeps for later.
pub(crate) fn document(root: &Path, library: &Package) -> Result<()> {
    cargo::run(rustdoc(root, library).args(["--cfg", "docsrs", "-D", "warnings"]))
}

/// The public items of a library, a line each, with the features that docs.rs shows.
pub(crate) fn read(root: &Path, library: &Package) -> Result<BTreeSet<String>> {
    let as_json = [
        "-Z",
        "unstable-options",
        "--output-format",
        "json",
        "--cap-lints",
        "allow",
    ];
    cargo::run(rustdoc(root, library).args(as_json))?;
    let name = library.name.replace('-', "_");
    let file = root.join(TARGET).join(format!("doc/{name}.json"));
    let api = Builder::from_rustdoc_json(file)
        .omit_blanket_impls(true)
        .build();
    let api = api.context("public-api does not read what this rustdoc writes: see Cargo.toml")?;
    let lines = api.items().map(ToString::to_string);
    Ok(lines
        .filter(|line| !UNSTABLE.iter().any(|name| line.contains(name)))
        .collect())
}

/// Traits that the compiler implements, and users cannot name.
const UNSTABLE: [&str; 3] = [
    "core::marker::Freeze",
    "core::marker::StructuralPartialEq",
    "core::marker::UnsafeUnpin",
];

/// Where the documentation is: a folder for each library.
pub(crate) const DOCS: &str = "target/docs-rs/doc";

/// A folder of its own: what needs `RUSTC_BOOTSTRAP` would be built anew each time between other builds.
const TARGET: &str = "target/docs-rs";

fn rustdoc(root: &Path, library: &Package) -> Command {
    let features = &library.metadata["docs"]["rs"]["features"];
    let features = features.as_array().into_iter().flatten();
    let features: Vec<_> = features.filter_map(|feature| feature.as_str()).collect();
    let mut command = cargo_at(
        root,
        ["rustdoc", "--quiet", "--lib", "--package", &library.name],
    );
    command.args(["--features", &features.join(","), "--"]);
    command
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", TARGET);
    command
}
