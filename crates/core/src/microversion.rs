//! Microversions: how a service's API grows without changing its address.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::error::{Error, ErrorKind};

/// A version of an API within its major version, such as Nova's 2.96.
///
/// ```
/// use ferriscloud_core::Microversion;
///
/// let tags: Microversion = "2.52".parse()?;
/// assert!(tags > Microversion(2, 9));
/// assert_eq!(tags.to_string(), "2.52");
/// # Ok::<(), ferriscloud_core::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Microversion(
    /// Major version.
    pub u16,
    /// Minor version: a count, not a fraction (2.9 is before 2.10).
    pub u16,
);

impl fmt::Display for Microversion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

impl FromStr for Microversion {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let parts = text
            .split_once('.')
            .and_then(|(major, minor)| Some(Self(major.parse().ok()?, minor.parse().ok()?)));
        parts.ok_or_else(|| {
            ErrorKind::Input(format!(
                "{text:?} is not a microversion: expected MAJOR.MINOR"
            ))
            .into()
        })
    }
}

impl Serialize for Microversion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Microversion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
