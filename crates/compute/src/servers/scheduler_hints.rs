//! Where a new server is to be, relative to others.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ferriscloud_core::lenient;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::ServerId;
use crate::server_groups::ServerGroupId;

/// Where a new server is to be, relative to others. Which of these a cloud heeds is its own affair.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SchedulerHints {
    /// As the policy of this server group says.
    #[serde(deserialize_with = "first", skip_serializing_if = "Option::is_none")]
    pub group: Option<ServerGroupId>,
    /// Not on the hosts of these servers.
    #[serde(deserialize_with = "many", skip_serializing_if = "Vec::is_empty")]
    pub different_host: Vec<ServerId>,
    /// On the host of these servers.
    #[serde(deserialize_with = "many", skip_serializing_if = "Vec::is_empty")]
    pub same_host: Vec<ServerId>,
    /// On a host of which this is true: a query of the JSON filter, such as `[">=","$free_ram_mb",1024]`.
    #[serde(deserialize_with = "first", skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// On a host near this address.
    #[serde(deserialize_with = "first", skip_serializing_if = "Option::is_none")]
    pub build_near_host_ip: Option<IpAddr>,
    /// How near: a mask such as `/24`.
    #[serde(deserialize_with = "first", skip_serializing_if = "Option::is_none")]
    pub cidr: Option<String>,
    /// What filters of the cloud's own ask for.
    #[serde(flatten)]
    pub others: BTreeMap<String, Value>,
}

impl SchedulerHints {
    /// As the policy of this server group says.
    pub fn group(group: impl Into<ServerGroupId>) -> Self {
        Self {
            group: Some(group.into()),
            ..Self::default()
        }
    }
}

/// Nova gives back lists of one, and single values, as they were given.
#[derive(Deserialize)]
#[serde(untagged)]
enum Hint<T> {
    One(T),
    Many(Vec<T>),
}

fn many<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Ok(match lenient::or_none(deserializer)? {
        Some(Hint::One(hint)) => vec![hint],
        Some(Hint::Many(hints)) => hints,
        None => Vec::new(),
    })
}

fn first<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    many(deserializer).map(|hints| hints.into_iter().next())
}
