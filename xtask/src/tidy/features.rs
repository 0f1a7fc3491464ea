//! The tables of features say what the manifests do.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;

use super::{Finding, Text};
use crate::cargo;

const UMBRELLA: &str = "ferriscloud";

/// A library's features, and whether each is on by default.
pub(super) struct Library {
    name: String,
    /// Below the root, with forward slashes.
    folder: String,
    features: Features,
}

type Features = BTreeMap<String, bool>;

pub(super) fn read(root: &Path) -> Result<Vec<Library>> {
    let libraries = cargo::libraries(root)?.into_iter().map(|package| {
        let folder = package.manifest_path.parent();
        let folder = folder
            .and_then(|folder| folder.file_name())
            .unwrap_or_default();
        let default = package.features.get("default").cloned().unwrap_or_default();
        let names = package
            .features
            .into_keys()
            .filter(|name| name != "default");
        Library {
            name: package.name.to_string(),
            folder: format!("crates/{folder}"),
            features: names
                .map(|name| (name.clone(), default.contains(&name)))
                .collect(),
        }
    });
    Ok(libraries.collect())
}

/// Each library's README has all its features, and so have the umbrella's docs; the repository's README
/// has those of the umbrella.
pub(super) fn check(libraries: &[Library], texts: &[Text]) -> Vec<Finding> {
    let mut found = Vec::new();
    for library in libraries {
        let mut pages = vec![format!("{}/README.md", library.folder)];
        if library.name == UMBRELLA {
            pages.extend([
                "README.md".to_owned(),
                format!("{}/src/lib.rs", library.folder),
            ]);
        }
        for page in pages {
            match texts.iter().find(|text| text.path == page) {
                Some(text) => found.extend(compare(text, &library.features)),
                None => found.push(Finding {
                    path: page,
                    line: 0,
                    what: "is not there".to_owned(),
                }),
            }
        }
    }
    found
}

fn compare(text: &Text, features: &Features) -> Vec<Finding> {
    let listed = table(text);
    let mut found = Vec::new();
    for (name, (line, default)) in &listed {
        match features.get(name) {
            None => found.push(text.finding(*line, format!("there is no feature {name}"))),
            Some(on) if on != default => {
                let what = if *on { "is" } else { "is not" };
                found.push(text.finding(*line, format!("{name} {what} on by default")));
            }
            Some(_) => {}
        }
    }
    let missing = features.keys().filter(|name| !listed.contains_key(*name));
    found.extend(
        missing.map(|name| text.finding(0, format!("its tables are without the feature {name}"))),
    );
    found
}

/// The features of all tables whose first column is headed so: in which line, and whether the second
/// column says that they are on by default.
fn table(text: &Text) -> BTreeMap<String, (usize, bool)> {
    let mut listed = BTreeMap::new();
    let mut inside = false;
    for (number, line) in text.lines() {
        let line = line.trim_start_matches("//!").trim();
        let mut cells = line.split('|').skip(1);
        let (Some(first), Some(second)) = (cells.next(), cells.next()) else {
            inside = false;
            continue;
        };
        inside |= first.trim().starts_with("feature");
        if inside {
            let name = first.trim().trim_matches('`');
            if first.contains('`') {
                listed.insert(name.to_owned(), (number, second.trim() == "yes"));
            }
        }
    }
    listed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::text;

    fn found(rows: &str) -> usize {
        let features = [("ring", true), ("gzip", false)];
        let features = features.map(|(name, default)| (name.to_owned(), default));
        let library = Library {
            name: "ferriscloud-compute".to_owned(),
            folder: "crates/compute".to_owned(),
            features: features.into(),
        };
        let page = format!("| `other` | table |\n\n| feature | default |\n|---|---|\n{rows}");
        check(&[library], &[text("crates/compute/README.md", &page)]).len()
    }

    #[test]
    fn a_table_has_what_the_manifest_has() {
        assert_eq!(found("| `ring` | yes |\n| `gzip` | no |"), 0);
        assert_eq!(found("| `ring` | yes |\n"), 1);
        assert_eq!(found("| `ring` | no |\n| `gzip` | no |"), 1);
        assert_eq!(
            found("| `ring` | yes |\n| `gzip` | no |\n| `brotli` | no |"),
            1
        );
    }

    #[test]
    fn a_table_is_needed() {
        let libraries = [Library {
            name: UMBRELLA.to_owned(),
            folder: "crates/ferriscloud".to_owned(),
            features: Features::new(),
        }];
        assert_eq!(check(&libraries, &[]).len(), 3);
    }
}
