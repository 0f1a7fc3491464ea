//! Security groups of servers, as Nova tells them: Neutron has more of them.

use ferriscloud_core::{Id, kind, lenient};
use serde::{Deserialize, Serialize};

/// A security group of a server, with its rules.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct FullSecurityGroup {
    /// The id.
    #[serde(deserialize_with = "lenient::or_default")]
    pub id: String,
    /// The name.
    #[serde(deserialize_with = "lenient::or_default")]
    pub name: String,
    /// The description.
    #[serde(deserialize_with = "lenient::or_none")]
    pub description: Option<String>,
    /// The project that it belongs to.
    #[serde(rename = "tenant_id", deserialize_with = "lenient::or_none")]
    pub project_id: Option<Id<kind::Project>>,
    /// What may come in.
    #[serde(deserialize_with = "lenient::list")]
    pub rules: Vec<SecurityGroupRule>,
}

/// What may come in to the servers of a security group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SecurityGroupRule {
    /// The id.
    #[serde(deserialize_with = "lenient::or_default")]
    pub id: String,
    /// The security group that it is of.
    #[serde(deserialize_with = "lenient::or_default")]
    pub parent_group_id: String,
    /// The protocol, such as `tcp`; any where there is none.
    #[serde(rename = "ip_protocol", deserialize_with = "lenient::or_none")]
    pub protocol: Option<String>,
    /// The lowest port, or the type of ICMP; any where there is none.
    #[serde(deserialize_with = "lenient::or_none")]
    pub from_port: Option<i32>,
    /// The highest port, or the code of ICMP; any where there is none.
    #[serde(deserialize_with = "lenient::or_none")]
    pub to_port: Option<i32>,
    /// From which addresses.
    #[serde(deserialize_with = "lenient::or_default")]
    pub ip_range: IpRange,
    /// From servers of which security group.
    #[serde(deserialize_with = "lenient::or_default")]
    pub group: RemoteGroup,
}

/// A range of addresses; any where there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct IpRange {
    /// Such as `10.0.0.0/8`.
    #[serde(deserialize_with = "lenient::or_none")]
    pub cidr: Option<String>,
}

/// The security group that others are let in by; none where addresses decide.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RemoteGroup {
    /// The name.
    #[serde(deserialize_with = "lenient::or_none")]
    pub name: Option<String>,
    /// The project that it belongs to.
    #[serde(rename = "tenant_id", deserialize_with = "lenient::or_none")]
    pub project_id: Option<Id<kind::Project>>,
}
