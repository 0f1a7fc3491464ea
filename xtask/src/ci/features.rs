//! Every feature of a library has to do alone, and so has none.

use std::path::Path;

use anyhow::Result;
use cargo_metadata::Package;

use super::clippy;
use crate::cargo;

/// Checks a library without the rest of the workspace, whose builds unify features and so hide what a crate
/// forgot to ask for.
pub(super) fn check(root: &Path, library: &Package) -> Result<()> {
    for choice in choices(library) {
        println!("{}", choice.join(" "));
        let mut selection = vec!["--package", &library.name, "--lib"];
        selection.extend(choice);
        cargo::run(&mut clippy(root, &selection))?;
    }
    Ok(())
}

fn choices(library: &Package) -> Vec<Vec<&str>> {
    let mut choices = vec![
        vec![],
        vec!["--no-default-features"],
        vec!["--all-features"],
    ];
    let features = library
        .features
        .keys()
        .filter(|feature| *feature != "default");
    choices.extend(features.map(|feature| vec!["--no-default-features", "--features", feature]));
    choices
}
