//! For whom an endpoint is.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{Error, ErrorKind, Result};

/// For whom an endpoint is.
///
/// It is read from the v3 API's words and from those of old: `internal`, `internalURL`.
///
/// ```
/// use ferriscloud_core::Interface;
///
/// assert_eq!("internalURL".parse::<Interface>()?, Interface::Internal);
/// assert_eq!(Interface::Internal.to_string(), "internal");
/// # Ok::<(), ferriscloud_core::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Interface {
    /// For everybody.
    #[default]
    Public,
    /// For those within the cloud's own networks.
    Internal,
    /// For administrators; hardly in use any more.
    Admin,
}

impl FromStr for Interface {
    type Err = Error;

    /// Fails with [`ErrorKind::Config`], for such texts come from configurations.
    fn from_str(text: &str) -> Result<Self> {
        let lower = text.to_ascii_lowercase();
        match lower.strip_suffix("url").unwrap_or(&lower) {
            "public" => Ok(Self::Public),
            "internal" => Ok(Self::Internal),
            "admin" => Ok(Self::Admin),
            _ => {
                let what = format!("{text:?} is no interface: public, internal and admin are");
                Err(ErrorKind::Config(what).into())
            }
        }
    }
}

impl fmt::Display for Interface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Admin => "admin",
        })
    }
}

impl Serialize for Interface {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Interface {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
