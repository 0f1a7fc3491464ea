//! How much a release may change, and the version that follows from it.

use std::str::FromStr;

use anyhow::{Result, bail};
use cargo_metadata::semver::Version;

/// What a release may do to its users, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// Corrects.
    Patch,
    /// Adds.
    Minor,
    /// Breaks.
    Major,
}

impl Level {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// The version after another. Before 1.0 cargo takes the second number for the first, and the third for
    /// the second.
    pub(super) fn after(self, last: &Version) -> Version {
        let (major, minor, patch) = (last.major, last.minor, last.patch);
        match self {
            Self::Major if major == 0 => Version::new(0, minor + 1, 0),
            Self::Major => Version::new(major + 1, 0, 0),
            Self::Minor if major > 0 => Version::new(major, minor + 1, 0),
            Self::Minor | Self::Patch => Version::new(major, minor, patch + 1),
        }
    }

    /// The most that may change from one version to the next.
    pub(super) fn between(last: &Version, next: &Version) -> Self {
        let leading = |version: &Version| {
            (
                version.major,
                if version.major == 0 { version.minor } else { 0 },
            )
        };
        if leading(last) != leading(next) {
            Self::Major
        } else if last.major == 0 || last.minor != next.minor {
            Self::Minor
        } else {
            Self::Patch
        }
    }
}

impl FromStr for Level {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> Result<Self> {
        let all = [Self::Patch, Self::Minor, Self::Major];
        match all.into_iter().find(|level| level.name() == name) {
            Some(level) => Ok(level),
            None => bail!("{name} is no level: major, minor, patch, or a version"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_lead_to_versions() {
        let after = |level: Level, last: &str| {
            let last = Version::parse(last).unwrap();
            let next = level.after(&last);
            assert!(Level::between(&last, &next) >= level);
            next.to_string()
        };
        assert_eq!(after(Level::Patch, "0.1.2"), "0.1.3");
        assert_eq!(after(Level::Minor, "0.1.2"), "0.1.3");
        assert_eq!(after(Level::Major, "0.1.2"), "0.2.0");
        assert_eq!(after(Level::Patch, "1.2.3"), "1.2.4");
        assert_eq!(after(Level::Minor, "1.2.3"), "1.3.0");
        assert_eq!(after(Level::Major, "1.2.3"), "2.0.0");
    }

    #[test]
    fn versions_allow_levels() {
        let between = |last: &str, next: &str| {
            Level::between(
                &Version::parse(last).unwrap(),
                &Version::parse(next).unwrap(),
            )
        };
        assert_eq!(between("0.1.2", "0.1.3"), Level::Minor);
        assert_eq!(between("0.9.2", "1.0.0"), Level::Major);
        assert_eq!(between("1.2.3", "1.2.4"), Level::Patch);
        assert_eq!(between("1.2.3", "1.3.0"), Level::Minor);
    }
}
