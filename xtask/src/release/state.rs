//! Where a release stands.

use std::path::Path;

use anyhow::{Context, Result};
use cargo_metadata::Package;
use cargo_metadata::semver::Version;

use super::git::{self, git};
use super::{changelog, changes};

pub(super) struct State {
    /// In the order of dependency.
    pub(super) libraries: Vec<Package>,
    /// That of the manifests.
    pub(super) version: Version,
    pub(super) last: Option<Version>,
    pub(super) changelog: String,
}

impl State {
    pub(super) fn read(root: &Path) -> Result<Self> {
        let libraries = crate::cargo::libraries(root)?;
        let version = libraries
            .first()
            .context("there are no libraries")?
            .version
            .clone();
        // Nothing is described where there is no tag yet.
        let tag = git(
            root,
            &["describe", "--tags", "--abbrev=0", "--match", "v[0-9]*"],
        )
        .ok();
        let last = tag.map(|tag| Version::parse(tag.trim_start_matches('v')));
        Ok(Self {
            libraries,
            version,
            last: last.transpose()?,
            changelog: git::committed(root, changelog::FILE)?,
        })
    }

    /// Whether the version of the manifests waits for its publication.
    pub(super) fn is_prepared(&self) -> bool {
        self.last.as_ref() != Some(&self.version)
            && changelog::of(&self.changelog, &self.version).is_some()
    }

    /// What changed in each library since the last release; nothing, if this is the first.
    pub(super) fn changes(&self, root: &Path) -> Result<Vec<changes::Changes>> {
        match &self.last {
            Some(last) => changes::since(root, &tag(last), &self.libraries),
            None => Ok(Vec::new()),
        }
    }
}

pub(super) fn tag(version: &Version) -> String {
    format!("v{version}")
}
