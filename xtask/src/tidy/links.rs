//! What the pages point at exists.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use super::{Finding, Text};

const COMMANDS: &str = include_str!("../flags.rs");

pub(super) fn check(texts: &[Text]) -> Vec<Finding> {
    let known = known(texts);
    let pages = texts.iter().filter(|text| text.is_markdown());
    pages.flat_map(|page| check_one(page, &known)).collect()
}

fn check_one(page: &Text, known: &BTreeSet<PathBuf>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (number, line) in page.lines() {
        for target in line.split("](").skip(1) {
            let target = target.split([')', '#']).next().unwrap_or_default();
            if !target.is_empty()
                && !target.contains("://")
                && !known.contains(&resolve(page, target))
            {
                found.push(page.finding(number, format!("links to {target}, which is not there")));
            }
        }
        for command in line.split("cargo xtask ").skip(1) {
            let end = |c: char| !c.is_alphanumeric() && c != '-';
            let command = command.split(end).next().unwrap_or_default();
            let is_word = command.starts_with(char::is_alphabetic);
            if is_word && !COMMANDS.contains(&format!("cmd {command} {{")) {
                found.push(page.finding(number, format!("there is no `cargo xtask {command}`")));
            }
        }
    }
    found
}

/// Where a link leads, below the root.
fn resolve(page: &Text, target: &str) -> PathBuf {
    let folder = Path::new(&page.path).parent().unwrap_or(Path::new(""));
    let mut resolved = PathBuf::new();
    for component in folder.join(target).components() {
        if component == Component::ParentDir {
            resolved.pop();
        } else {
            resolved.push(component);
        }
    }
    resolved
}

/// The texts, and the folders that they are in.
fn known(texts: &[Text]) -> BTreeSet<PathBuf> {
    let paths = texts.iter().map(|text| Path::new(&text.path));
    paths
        .flat_map(Path::ancestors)
        .map(Path::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::text;

    #[test]
    fn links_lead_somewhere() {
        let found = |content| {
            let pages = [
                text("docs/a.md", content),
                text("xtask/cloud/README.md", ""),
            ];
            check(&pages).len()
        };
        assert_eq!(
            found("[a](../xtask/cloud/README.md), [b](../xtask/cloud), [c](#below)"),
            0
        );
        assert_eq!(found("[a](https://docs.openstack.org/nothing)"), 0);
        assert_eq!(found("[a](xtask/cloud/README.md) and [b](nothing.md)"), 2);
    }

    #[test]
    fn commands_exist() {
        let found = |content| check(&[text("a.md", content)]).len();
        assert_eq!(
            found("`cargo xtask cloud up`, `cargo xtask --help`, `cargo xtask`"),
            0
        );
        assert_eq!(found("`cargo xtask dance`"), 1);
    }
}
