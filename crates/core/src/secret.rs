//! Text that must not be seen.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A password, token or key: redacted in `Debug`, without `Display` or `Serialize`, zeroed when dropped.
///
/// ```
/// use ferriscloud_core::Secret;
///
/// let password = Secret::from("open sesame");
/// assert_eq!(format!("{password:?}"), "Secret(…)");
/// assert_eq!(password.expose(), "open sesame");
/// ```
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// The text itself. Every use of it should be easy to find, hence the name.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// For `serialize_with`, in what is sent: the text itself.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn send<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }

    /// For `serialize_with`, in what is sent: the text itself, or null.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn send_some<S: Serializer>(
        secret: &Option<Self>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        secret.as_ref().map(Self::expose).serialize(serializer)
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}
