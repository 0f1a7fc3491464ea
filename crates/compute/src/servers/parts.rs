//! What a server consists of.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ferriscloud_core::time::{self, Timestamp};
use ferriscloud_core::{Id, kind, lenient};
use serde::{Deserialize, Serialize};

use super::ServerId;
use crate::flavors::FlavorId;
use crate::volume_attachments::VolumeId;

/// An address of a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Address {
    /// The address.
    #[serde(rename = "addr")]
    pub ip: IpAddr,
    /// `fixed` on the network itself, `floating` from another one.
    #[serde(rename = "OS-EXT-IPS:type", default, deserialize_with = "lenient::or_default")]
    pub kind: String,
    /// The hardware address of the port that has it.
    #[serde(rename = "OS-EXT-IPS-MAC:mac_addr", default, deserialize_with = "lenient::or_none")]
    pub mac: Option<String>,
}

/// A volume that a server has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AttachedVolume {
    /// The volume.
    pub id: VolumeId,
    /// Whether it is deleted with the server. Since 2.3.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub delete_on_termination: Option<bool>,
}

/// What went wrong with a server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Fault {
    /// A status of HTTP, such as 500.
    #[serde(deserialize_with = "lenient::or_default")]
    pub code: u16,
    /// What it is.
    #[serde(deserialize_with = "lenient::or_default")]
    pub message: String,
    /// Where in Nova it came from: mostly for administrators alone.
    #[serde(deserialize_with = "lenient::or_none")]
    pub details: Option<String>,
    /// When it was.
    #[serde(rename = "created", deserialize_with = "time::lenient")]
    pub created_at: Option<Timestamp>,
}

/// What the hypervisor has a server for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "u8", into = "u8")]
#[non_exhaustive]
pub enum PowerState {
    /// It does not say.
    #[default]
    NoState,
    /// It runs.
    Running,
    /// It is paused.
    Paused,
    /// It is shut down.
    Shutdown,
    /// It crashed.
    Crashed,
    /// It is suspended.
    Suspended,
    /// Something newer.
    Other(u8),
}

impl From<u8> for PowerState {
    fn from(number: u8) -> Self {
        match number {
            0 => Self::NoState,
            1 => Self::Running,
            3 => Self::Paused,
            4 => Self::Shutdown,
            6 => Self::Crashed,
            7 => Self::Suspended,
            other => Self::Other(other),
        }
    }
}

impl From<PowerState> for u8 {
    fn from(state: PowerState) -> Self {
        match state {
            PowerState::NoState => 0,
            PowerState::Running => 1,
            PowerState::Paused => 3,
            PowerState::Shutdown => 4,
            PowerState::Crashed => 6,
            PowerState::Suspended => 7,
            PowerState::Other(number) => number,
        }
    }
}

/// A security group of a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityGroup {
    /// The name; for a new server, the id serves too.
    pub name: String,
}

impl<N: Into<String>> From<N> for SecurityGroup {
    fn from(name: N) -> Self {
        Self { name: name.into() }
    }
}

/// The flavor of a server: `id` up to 2.46, the rest since 2.47.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ServerFlavor {
    /// The id.
    #[serde(deserialize_with = "lenient::or_none")]
    pub id: Option<FlavorId>,
    /// The name that it had.
    #[serde(rename = "original_name", deserialize_with = "lenient::or_none")]
    pub name: Option<String>,
    /// How many virtual processors it has.
    #[serde(deserialize_with = "lenient::or_none")]
    pub vcpus: Option<u32>,
    /// The memory in MiB.
    #[serde(rename = "ram", deserialize_with = "lenient::or_none")]
    pub ram_mib: Option<u64>,
    /// The root disk in GiB.
    #[serde(rename = "disk", deserialize_with = "lenient::or_none")]
    pub disk_gib: Option<u64>,
    /// The ephemeral disk in GiB.
    #[serde(rename = "ephemeral", deserialize_with = "lenient::or_none")]
    pub ephemeral_gib: Option<u64>,
    /// The swap disk in MiB.
    #[serde(rename = "swap", deserialize_with = "lenient::or_none")]
    pub swap_mib: Option<u64>,
    /// What it asks of hosts; not every user sees these.
    #[serde(deserialize_with = "lenient::map")]
    pub extra_specs: BTreeMap<String, String>,
}

/// The name of a server, and what it is known by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ServerSummary {
    /// The id.
    pub id: ServerId,
    /// The name; it need not be unique.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: String,
}

/// The image of a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ServerImage {
    /// The id.
    pub id: Id<kind::Image>,
    /// What the image asked of the host. Since 2.98.
    #[serde(default, deserialize_with = "lenient::map")]
    pub properties: BTreeMap<String, String>,
}
