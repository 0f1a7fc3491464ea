//! What the hypervisor measures of a server.

use ferriscloud_core::lenient;
use serde::{Deserialize, Serialize};

/// What the hypervisor measures of a server; what it does not measure is not there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Diagnostics {
    /// What the hypervisor has it for: `running`, `paused`, …
    #[serde(deserialize_with = "lenient::or_default")]
    pub state: String,
    /// The driver, such as `libvirt`.
    #[serde(deserialize_with = "lenient::or_default")]
    pub driver: String,
    /// The hypervisor, such as `kvm`.
    #[serde(deserialize_with = "lenient::or_none")]
    pub hypervisor: Option<String>,
    /// The hypervisor's operating system.
    #[serde(deserialize_with = "lenient::or_none")]
    pub hypervisor_os: Option<String>,
    /// For how many seconds it has been running.
    #[serde(deserialize_with = "lenient::or_none")]
    pub uptime: Option<u64>,
    /// Whether a drive tells it what the metadata service would.
    #[serde(deserialize_with = "lenient::or_default")]
    pub config_drive: bool,
    /// How many processors it has.
    #[serde(deserialize_with = "lenient::or_none")]
    pub num_cpus: Option<u32>,
    /// How many interfaces it has.
    #[serde(deserialize_with = "lenient::or_none")]
    pub num_nics: Option<u32>,
    /// How many disks it has.
    #[serde(deserialize_with = "lenient::or_none")]
    pub num_disks: Option<u32>,
    /// Its processors.
    #[serde(rename = "cpu_details", deserialize_with = "lenient::list")]
    pub cpus: Vec<CpuDiagnostics>,
    /// Its interfaces.
    #[serde(rename = "nic_details", deserialize_with = "lenient::list")]
    pub nics: Vec<NicDiagnostics>,
    /// Its disks.
    #[serde(rename = "disk_details", deserialize_with = "lenient::list")]
    pub disks: Vec<DiskDiagnostics>,
    /// Its memory.
    #[serde(rename = "memory_details", deserialize_with = "lenient::or_default")]
    pub memory: MemoryDiagnostics,
}

/// One processor of a server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CpuDiagnostics {
    /// Its number.
    #[serde(deserialize_with = "lenient::or_none")]
    pub id: Option<u32>,
    /// For how many nanoseconds it has worked.
    #[serde(deserialize_with = "lenient::or_none")]
    pub time: Option<u64>,
    /// How busy it is, in per cent.
    #[serde(deserialize_with = "lenient::or_none")]
    pub utilisation: Option<u32>,
}

/// One interface of a server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct NicDiagnostics {
    /// The hardware address.
    #[serde(rename = "mac_address", deserialize_with = "lenient::or_none")]
    pub mac: Option<String>,
    /// Bytes that came.
    #[serde(deserialize_with = "lenient::or_none")]
    pub rx_octets: Option<u64>,
    /// Errors of what came.
    #[serde(deserialize_with = "lenient::or_none")]
    pub rx_errors: Option<u64>,
    /// Packets that came and were dropped.
    #[serde(deserialize_with = "lenient::or_none")]
    pub rx_drop: Option<u64>,
    /// Packets that came.
    #[serde(deserialize_with = "lenient::or_none")]
    pub rx_packets: Option<u64>,
    /// Bytes a second that come.
    #[serde(deserialize_with = "lenient::or_none")]
    pub rx_rate: Option<u64>,
    /// Bytes that went.
    #[serde(deserialize_with = "lenient::or_none")]
    pub tx_octets: Option<u64>,
    /// Errors of what went.
    #[serde(deserialize_with = "lenient::or_none")]
    pub tx_errors: Option<u64>,
    /// Packets that were to go and were dropped.
    #[serde(deserialize_with = "lenient::or_none")]
    pub tx_drop: Option<u64>,
    /// Packets that went.
    #[serde(deserialize_with = "lenient::or_none")]
    pub tx_packets: Option<u64>,
    /// Bytes a second that go.
    #[serde(deserialize_with = "lenient::or_none")]
    pub tx_rate: Option<u64>,
}

/// One disk of a server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct DiskDiagnostics {
    /// Bytes read.
    #[serde(deserialize_with = "lenient::or_none")]
    pub read_bytes: Option<u64>,
    /// Times that was read.
    #[serde(deserialize_with = "lenient::or_none")]
    pub read_requests: Option<u64>,
    /// Bytes written.
    #[serde(deserialize_with = "lenient::or_none")]
    pub write_bytes: Option<u64>,
    /// Times that was written.
    #[serde(deserialize_with = "lenient::or_none")]
    pub write_requests: Option<u64>,
    /// Errors.
    #[serde(deserialize_with = "lenient::or_none")]
    pub errors_count: Option<u64>,
}

/// The memory of a server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MemoryDiagnostics {
    /// What it has, in MiB.
    #[serde(rename = "maximum", deserialize_with = "lenient::or_none")]
    pub maximum_mib: Option<u64>,
    /// What it uses, in MiB.
    #[serde(rename = "used", deserialize_with = "lenient::or_none")]
    pub used_mib: Option<u64>,
}
