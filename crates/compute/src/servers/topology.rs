//! On which parts of its host a server runs.

use std::collections::BTreeMap;

use ferriscloud_core::lenient;
use serde::{Deserialize, Serialize};

/// On which parts of its host a server runs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Topology {
    /// The server's nodes: processors with memory that is near to them.
    #[serde(deserialize_with = "lenient::list")]
    pub nodes: Vec<TopologyNode>,
    /// The size of a page of its memory, in KiB, where one was asked for.
    #[serde(rename = "pagesize_kb", deserialize_with = "lenient::or_none")]
    pub page_size_kib: Option<u64>,
}

/// One node of a server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TopologyNode {
    /// Its memory, in MiB.
    #[serde(rename = "memory_mb", deserialize_with = "lenient::or_default")]
    pub memory_mib: u64,
    /// Its processors, by the server's numbers.
    #[serde(rename = "vcpu_set", deserialize_with = "lenient::list")]
    pub vcpus: Vec<u32>,
    /// Which of them share a core.
    #[serde(deserialize_with = "lenient::list")]
    pub siblings: Vec<Vec<u32>>,
    /// Which processor of the host each is pinned to: for administrators alone.
    #[serde(deserialize_with = "lenient::map")]
    pub cpu_pinning: BTreeMap<String, u32>,
    /// The host's node: for administrators alone.
    #[serde(deserialize_with = "lenient::or_none")]
    pub host_node: Option<u32>,
}
