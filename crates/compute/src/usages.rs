//! Usages: what servers had over a time, for bills and reports.

use ferriscloud_core::paging::Linked;
use ferriscloud_core::time::{self, Timestamp};
use ferriscloud_core::{
    Call, Client, Id, Listing, Microversion, Operation, Path, Request, kind, lenient,
};
use http::Method;
use serde::{Deserialize, Serialize, Serializer};

use crate::servers::ServerId;

/// What the servers of a project had over a time.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Usage {
    /// The project; empty where it had none.
    #[serde(rename = "tenant_id", deserialize_with = "lenient::or_default")]
    pub project_id: Id<kind::Project>,
    /// Since when.
    #[serde(rename = "start", deserialize_with = "time::lenient")]
    pub started_at: Option<Timestamp>,
    /// Until when.
    #[serde(rename = "stop", deserialize_with = "time::lenient")]
    pub stopped_at: Option<Timestamp>,
    /// The hours of all servers together.
    #[serde(deserialize_with = "lenient::or_default")]
    pub total_hours: f64,
    /// Virtual processors, times hours.
    #[serde(rename = "total_vcpus_usage", deserialize_with = "lenient::or_default")]
    pub vcpu_hours: f64,
    /// Memory in MiB, times hours.
    #[serde(rename = "total_memory_mb_usage", deserialize_with = "lenient::or_default")]
    pub memory_mib_hours: f64,
    /// Disk in GiB, times hours.
    #[serde(rename = "total_local_gb_usage", deserialize_with = "lenient::or_default")]
    pub disk_gib_hours: f64,
    /// Its servers, one by one, if they were asked for.
    #[serde(rename = "server_usages", deserialize_with = "lenient::list")]
    pub servers: Vec<ServerUsage>,
}

/// What one server had over a time.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ServerUsage {
    /// The server.
    #[serde(rename = "instance_id", deserialize_with = "lenient::or_default")]
    pub server_id: ServerId,
    /// Its name.
    #[serde(deserialize_with = "lenient::or_default")]
    pub name: String,
    /// The project that it belongs to.
    #[serde(rename = "tenant_id", deserialize_with = "lenient::or_none")]
    pub project_id: Option<Id<kind::Project>>,
    /// The name of its flavor.
    #[serde(deserialize_with = "lenient::or_default")]
    pub flavor: String,
    /// How it is now, such as `active` or `terminated`.
    #[serde(deserialize_with = "lenient::or_default")]
    pub state: String,
    /// Its hours within the time.
    #[serde(deserialize_with = "lenient::or_default")]
    pub hours: f64,
    /// For how many seconds it has been there.
    #[serde(deserialize_with = "lenient::or_default")]
    pub uptime: u64,
    /// Its virtual processors.
    #[serde(deserialize_with = "lenient::or_default")]
    pub vcpus: u32,
    /// Its memory in MiB.
    #[serde(rename = "memory_mb", deserialize_with = "lenient::or_default")]
    pub memory_mib: u64,
    /// Its disk in GiB.
    #[serde(rename = "local_gb", deserialize_with = "lenient::or_default")]
    pub disk_gib: u64,
    /// When it began.
    #[serde(deserialize_with = "time::lenient")]
    pub started_at: Option<Timestamp>,
    /// When it ended.
    #[serde(deserialize_with = "time::lenient")]
    pub ended_at: Option<Timestamp>,
}

/// Of which time to list usages, and what of it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListUsages {
    /// Since when, to the second; four weeks ago where this is not said.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "to_the_second")]
    pub start: Option<Timestamp>,
    /// Until when, to the second; now where this is not said.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "to_the_second")]
    pub end: Option<Timestamp>,
    /// With each server. Then a project that spans pages comes once on each, with a part of its servers.
    #[serde(skip_serializing_if = "std::ops::Not::not", serialize_with = "as_one")]
    pub detailed: bool,
    /// As many servers as this counted for each page; the listing goes on to the end all the same. Since 2.40.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Of which time to show usage.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ShowUsage {
    /// Since when, to the second; four weeks ago where this is not said.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "to_the_second")]
    pub start: Option<Timestamp>,
    /// Until when, to the second; now where this is not said.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "to_the_second")]
    pub end: Option<Timestamp>,
}

/// Nova knows no zones of time here: all is in UTC.
fn to_the_second<S: Serializer>(
    time: &Option<Timestamp>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match time {
        Some(time) => serializer.collect_str(&time.strftime("%Y-%m-%dT%H:%M:%S")),
        None => serializer.serialize_none(),
    }
}

fn as_one<S: Serializer>(_: &bool, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str("1")
}

/// The usages of projects: others than one's own for administrators alone.
#[derive(Debug, Clone)]
pub struct Usages(pub(crate) Client);

impl Usages {
    /// Lists the usages of all projects:
    /// [`GET /os-simple-tenant-usage`](https://docs.openstack.org/api-ref/compute/#list-tenant-usage-statistics-for-all-tenants).
    pub fn list(&self, filter: &ListUsages) -> Listing<Usage> {
        let operation = Operation("list", "usages");
        let path = Path::fixed("os-simple-tenant-usage");
        let request = Request::new(Method::GET, path, operation).filter(filter);
        let list = self.0.listing(request, "tenant_usages", &Linked);
        list.since(filter.limit.map(|_| Microversion(2, 40)))
    }

    /// Shows the usage of one project, with each of its servers:
    /// [`GET /os-simple-tenant-usage/{project}`](https://docs.openstack.org/api-ref/compute/#show-usage-statistics-for-tenant).
    ///
    /// Since 2.40 the answer is in pages; a call that asks for no microversion has it all in one.
    pub fn get(&self, project: impl Into<Id<kind::Project>>, time: &ShowUsage) -> Call<Usage> {
        let path = Path::from(["os-simple-tenant-usage", project.into().as_str()]);
        let request = Request::new(Method::GET, path, Operation("get", "usage"));
        let get = self.0.call(request.filter(time));
        get.under("tenant_usage").extract()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;

    #[test]
    fn times_are_sent_as_nova_reads_them() {
        let usages = ListUsages {
            start: Some("2026-11-24T05:52:10.199504Z".parse().unwrap()),
            detailed: true,
            ..ListUsages::default()
        };
        let sent = json!({"start": "2026-11-24T05:52:10", "detailed": "1"});
        assert_eq!(to_value(usages).unwrap(), sent);
    }
}
