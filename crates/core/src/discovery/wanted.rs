//! Which versions of an API will do.

use crate::catalog;
use crate::error::{Error, ErrorKind, Result};
use crate::version::{Part, VersionNumber};

/// Which versions of an API will do: any, or a range of them.
///
/// ```
/// use ferriscloud_core::discovery::Wanted;
///
/// let nova = Wanted::version("2.1".parse()?);
/// let from_v2 = Wanted::between(Some("2".parse()?), None)?;
/// assert!(Wanted::between(Some("3".parse()?), Some("2".parse()?)).is_err());
/// # Ok::<(), ferriscloud_core::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    min: Option<VersionNumber>,
    max: Option<VersionNumber>,
}

impl Wanted {
    /// Whatever the catalog has.
    pub const ANY: Self = Self {
        min: None,
        max: None,
    };

    /// This version, or a newer one of the same major version.
    pub fn version(version: VersionNumber) -> Self {
        Self {
            max: Some(version.newest_of_major()),
            min: Some(version),
        }
    }

    /// From `min` to `max`; without `max`, to the latest.
    ///
    /// # Errors
    /// [`ErrorKind::Input`] if there is nothing in between.
    pub fn between(min: Option<VersionNumber>, max: Option<VersionNumber>) -> Result<Self> {
        let newest = || min.is_some().then_some(VersionNumber::LATEST);
        let max = max.or_else(newest);
        if let (Some(min), Some(max)) = (&min, &max)
            && max < min
        {
            return Err(unfit(format!(
                "no version is both from {min} and up to {max}"
            )));
        }
        Ok(Self { min, max })
    }

    /// The same within what a type says that has the version in its name, such as `volumev3`.
    ///
    /// # Errors
    /// [`ErrorKind::Input`] if that is another major version.
    pub fn of_type(self, service_type: &str) -> Result<Self> {
        let Some(implied) = catalog::version_of(service_type) else {
            return Ok(self);
        };
        let implied = VersionNumber::new(implied, 0);
        let Self { min, max } = self;
        let max = max.filter(|max| max.major() != Part::Latest);
        for given in min.iter().chain(&max) {
            if given.major() != implied.major() {
                let what = format!("{service_type} cannot be had in version {given}");
                return Err(unfit(what));
            }
        }
        Ok(Self {
            max: max.or_else(|| Some(implied.newest_of_major())),
            min: min.or(Some(implied)),
        })
    }

    /// The lowest one that will do.
    pub fn min(&self) -> Option<&VersionNumber> {
        self.min.as_ref()
    }

    /// The highest one that will do.
    pub fn max(&self) -> Option<&VersionNumber> {
        self.max.as_ref()
    }

    /// Whether a version is neither too low nor too high.
    pub fn contains(&self, version: &VersionNumber) -> bool {
        let Self { min, max } = self;
        min.as_ref().is_none_or(|min| version >= min)
            && max.as_ref().is_none_or(|max| version <= max)
    }

    /// Whether nothing is said.
    pub fn is_any(&self) -> bool {
        self.min.is_none() && self.max.is_none()
    }

    /// Whether just the newest one will do.
    pub(super) fn is_newest(&self) -> bool {
        let is_latest = |version: &VersionNumber| *version == VersionNumber::LATEST;
        self.max.as_ref().is_some_and(is_latest) && self.min.as_ref().is_none_or(is_latest)
    }

    /// Whether a version that is the newest of what is left will do.
    pub(super) fn accepts(&self, version: &VersionNumber) -> bool {
        let Some(min) = &self.min else {
            return false;
        };
        let is_newest =
            min.minor() == Part::Latest && [version.major(), Part::Latest].contains(&min.major());
        is_newest || (self.max.is_some() && self.contains(version))
    }
}

fn unfit(what: String) -> Error {
    ErrorKind::Input(what).into()
}
