//! What a server is told at its first boot.

use std::fmt;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a server is told at its first boot, mostly a script or the YAML of cloud-init.
///
/// It is encoded for you; give it as it is, in 49,149 bytes at most. Since it often holds passwords,
/// `Debug` shows its size alone.
///
/// ```
/// use ferriscloud_compute::servers::UserData;
///
/// let script = UserData::from("#!/bin/sh\necho hello > /etc/motd\n");
/// assert_eq!(format!("{script:?}"), "UserData(33 bytes)");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct UserData(Vec<u8>);

impl UserData {
    /// As the server gets it.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl<B: Into<Vec<u8>>> From<B> for UserData {
    fn from(bytes: B) -> Self {
        Self(bytes.into())
    }
}

impl fmt::Debug for UserData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(bytes) = self;
        write!(f, "UserData({} bytes)", bytes.len())
    }
}

impl Serialize for UserData {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64_STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for UserData {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = BASE64_STANDARD.decode(text).map_err(D::Error::custom)?;
        Ok(Self(bytes))
    }
}
