//! Hypervisors: the machines that run servers.

use std::collections::BTreeMap;
use std::ops::Not;

use ferriscloud_core::{
    Call, Collection, Id, Listing, Microversion, Operation, Request, Resource, kind, lenient,
};
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::servers::ServerId;
use crate::services::{ServiceState, ServiceStatus};

/// The id of a hypervisor.
pub type HypervisorId = Id<kind::Hypervisor>;

/// Hypervisors have ids that are unique among all cells since this microversion.
const UNIQUE_IDS: Microversion = Microversion(2, 53);

/// A hypervisor. What is marked "until 2.87" is Placement's since: a call gets it that asks for less than 2.88.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Hypervisor {
    /// The id.
    pub id: HypervisorId,
    /// The name.
    #[serde(rename = "hypervisor_hostname", default, deserialize_with = "lenient::or_default")]
    pub name: String,
    /// What it is, such as `QEMU`.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub hypervisor_type: String,
    /// Which version of it, such as `8000000` for 8.0.0 of QEMU.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub hypervisor_version: Option<String>,
    /// The address of its host.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub host_ip: Option<String>,
    /// Whether it is alive.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub state: ServiceState,
    /// Whether it may be used.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub status: ServiceStatus,
    /// The part of Nova that speaks for it.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub service: HypervisorService,
    /// Its servers, if they were asked for.
    #[serde(default, deserialize_with = "lenient::list")]
    pub servers: Vec<HypervisorServer>,
    /// For how long it has been running, in its own words. Since 2.88.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub uptime: Option<String>,
    /// What its processors are: until 2.87.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub cpu_info: Option<Value>,
    /// How many processors it has: until 2.87.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub vcpus: Option<u32>,
    /// How many of them servers have: until 2.87.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub vcpus_used: Option<u32>,
    /// Its memory, in MiB: until 2.87.
    #[serde(rename = "memory_mb", default, deserialize_with = "lenient::or_none")]
    pub memory_mib: Option<u64>,
    /// How much of it servers have, in MiB: until 2.87.
    #[serde(rename = "memory_mb_used", default, deserialize_with = "lenient::or_none")]
    pub memory_used_mib: Option<u64>,
    /// How much of it is left, in MiB, which may be less than nothing: until 2.87.
    #[serde(rename = "free_ram_mb", default, deserialize_with = "lenient::or_none")]
    pub memory_free_mib: Option<i64>,
    /// Its disk, in GiB: until 2.87.
    #[serde(rename = "local_gb", default, deserialize_with = "lenient::or_none")]
    pub disk_gib: Option<u64>,
    /// How much of it servers have, in GiB: until 2.87.
    #[serde(rename = "local_gb_used", default, deserialize_with = "lenient::or_none")]
    pub disk_used_gib: Option<u64>,
    /// How much of it is left, in GiB, which may be less than nothing: until 2.87.
    #[serde(rename = "free_disk_gb", default, deserialize_with = "lenient::or_none")]
    pub disk_free_gib: Option<i64>,
    /// How much of it would be left, in GiB, if all disks grew to their size: until 2.87.
    #[serde(rename = "disk_available_least", default, deserialize_with = "lenient::or_none")]
    pub disk_least_gib: Option<i64>,
    /// How many tasks it is at: until 2.87.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub current_workload: Option<u32>,
    /// How many servers it runs: until 2.87.
    #[serde(rename = "running_vms", default, deserialize_with = "lenient::or_none")]
    pub running_servers: Option<u32>,
}

impl Resource for Hypervisor {
    type Kind = kind::Hypervisor;
    const PATH: &'static str = "os-hypervisors";
    const LIST_PATH: &'static str = "os-hypervisors/detail";
    const KEY: &'static str = "hypervisor";
    const KEYS: &'static str = "hypervisors";

    fn id(&self) -> &HypervisorId {
        &self.id
    }
}

/// A hypervisor, by name alone.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HypervisorSummary {
    /// The id.
    pub id: HypervisorId,
    /// The name.
    #[serde(rename = "hypervisor_hostname", default, deserialize_with = "lenient::or_default")]
    pub name: String,
    /// Whether it is alive.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub state: ServiceState,
    /// Whether it may be used.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub status: ServiceStatus,
    /// Its servers, if they were asked for.
    #[serde(default, deserialize_with = "lenient::list")]
    pub servers: Vec<HypervisorServer>,
}

/// The part of Nova that speaks for a hypervisor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct HypervisorService {
    /// The id.
    #[serde(deserialize_with = "lenient::or_default")]
    pub id: Id<kind::ComputeService>,
    /// The host that it is on.
    #[serde(deserialize_with = "lenient::or_default")]
    pub host: String,
    /// Why it may not be used, if someone said so.
    #[serde(deserialize_with = "lenient::or_none")]
    pub disabled_reason: Option<String>,
}

/// A server on a hypervisor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct HypervisorServer {
    /// The server.
    #[serde(rename = "uuid", deserialize_with = "lenient::or_default")]
    pub id: ServerId,
    /// What the hypervisor calls it.
    #[serde(deserialize_with = "lenient::or_default")]
    pub name: String,
}

/// Which hypervisors to list, and what of them.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListHypervisors {
    /// Those with this in their name.
    #[serde(rename = "hypervisor_hostname_pattern")]
    pub name: Option<String>,
    /// With their servers.
    #[serde(skip_serializing_if = "Not::not")]
    pub with_servers: bool,
    /// As many as this on each page; the listing goes on to the end all the same. Not together with a name.
    pub limit: Option<u32>,
}

/// The hypervisors of a cloud: for administrators alone.
#[derive(Debug, Clone)]
pub struct Hypervisors(pub(crate) Collection<Hypervisor>);

impl Hypervisors {
    /// Lists hypervisors in detail. Since 2.53:
    /// [`GET /os-hypervisors/detail`](https://docs.openstack.org/api-ref/compute/#list-hypervisors-details).
    pub fn list(&self, filter: &ListHypervisors) -> Listing<Hypervisor> {
        self.0.list(filter).since(UNIQUE_IDS)
    }

    /// Lists hypervisors by name alone. Since 2.53:
    /// [`GET /os-hypervisors`](https://docs.openstack.org/api-ref/compute/#list-hypervisors).
    pub fn list_summaries(&self, filter: &ListHypervisors) -> Listing<HypervisorSummary> {
        let operation = Operation("list", Hypervisor::KEYS);
        let request = Request::new(Method::GET, self.0.path(), operation);
        let list = self.0.listing(request.filter(filter)).extract();
        list.since(UNIQUE_IDS)
    }

    /// Shows one hypervisor. Since 2.53:
    /// [`GET /os-hypervisors/{id}`](https://docs.openstack.org/api-ref/compute/#show-hypervisor-details).
    pub fn get(&self, hypervisor: impl Into<HypervisorId>) -> Call<Hypervisor> {
        self.0.get(hypervisor.into()).since(UNIQUE_IDS)
    }

    /// Shows one hypervisor with its servers. Since 2.53:
    /// [`GET /os-hypervisors/{id}`](https://docs.openstack.org/api-ref/compute/#show-hypervisor-details).
    pub fn get_with_servers(&self, hypervisor: impl Into<HypervisorId>) -> Call<Hypervisor> {
        let with = BTreeMap::from([("with_servers", true)]);
        self.get(hypervisor).query(&with)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;

    #[test]
    fn odd_hypervisors_decode() {
        let odd = json!({
            "id": 1, "hypervisor_hostname": "one", "hypervisor_version": "1000", "cpu_info": "{}",
            "free_disk_gb": -3.0, "vcpus": null, "service": {"host": "h", "id": 7}, "servers": null
        });
        let odd: Hypervisor = from_value(odd).unwrap();
        assert_eq!(
            (odd.hypervisor_version.as_deref(), odd.disk_free_gib),
            (Some("1000"), Some(-3))
        );
        assert_eq!((odd.vcpus, odd.service.host.as_str()), (None, "h"));
    }
}
