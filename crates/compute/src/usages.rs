//! Usages: what servers had over a time, for bills and reports.

use ferriscloud_core::paging::Linked;
use ferriscloud_core::time::{self, Timestamp};
use ferriscloud_core::{
    Client, Id, Listing, Microversion, Operation, Path, Request, kind, lenient,
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
    /// Since when, to the second; now where this is not said.
    #[serde(serialize_with = "to_the_second")]
    pub start: Option<Timestamp>,
    /// Until when, to the second; now where this is not said.
    #[serde(serialize_with = "to_the_second")]
    pub end: Option<Timestamp>,
    /// With each server.
    #[serde(skip_serializing_if = "std::ops::Not::not", serialize_with = "as_one")]
    pub detailed: bool,
    /// As many servers as this counted for each page; the listing goes on to the end all the same.
    pub limit: Option<u32>,
}

/// Of which time to list the usages of one project.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListProjectUsages {
    /// Since when, to the second; now where this is not said.
    #[serde(serialize_with = "to_the_second")]
    pub start: Option<Timestamp>,
    /// Until when, to the second; now where this is not said.
    #[serde(serialize_with = "to_the_second")]
    pub end: Option<Timestamp>,
    /// As many servers as this counted for each page; the listing goes on to the end all the same.
    pub limit: Option<u32>,
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

/// Since this one, usages are in pages; before, what is beyond the first was left out.
const PAGES: Microversion = Microversion(2, 40);

/// The usages of projects: others than one's own for administrators alone.
///
/// Nova counts servers for its pages: a project whose servers span pages comes once on each, with the sums of those
/// of its servers that are on it. All that there is of it is the sum of them.
#[derive(Debug, Clone)]
pub struct Usages(pub(crate) Client);

impl Usages {
    /// Lists the usages of all projects. Since 2.40:
    /// [`GET /os-simple-tenant-usage`](https://docs.openstack.org/api-ref/compute/#list-tenant-usage-statistics-for-all-tenants).
    pub fn list(&self, filter: &ListUsages) -> Listing<Usage> {
        let path = Path::fixed("os-simple-tenant-usage");
        self.pages(path, filter, "tenant_usages")
    }

    /// Lists the usages of one project, one for each page, with each of its servers. Since 2.40:
    /// [`GET /os-simple-tenant-usage/{project}`](https://docs.openstack.org/api-ref/compute/#show-usage-statistics-for-tenant).
    ///
    /// A page without servers is an empty usage.
    pub fn list_of(
        &self,
        project: impl Into<Id<kind::Project>>,
        filter: &ListProjectUsages,
    ) -> Listing<Usage> {
        let path = Path::from(["os-simple-tenant-usage", project.into().as_str()]);
        self.pages(path, filter, "tenant_usage")
    }

    fn pages<F: Serialize>(&self, path: Path, filter: &F, key: &'static str) -> Listing<Usage> {
        let request = Request::new(Method::GET, path, Operation("list", "usages"));
        let pages = self.0.listing(request.filter(filter), key, &Linked);
        pages.since(PAGES)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(filter: &impl Serialize) -> String {
        let request = Request::new(Method::GET, Path::default(), Operation("list", "usages"));
        request.filter(filter).query().to_owned()
    }

    #[test]
    fn times_are_sent_as_nova_reads_them() {
        let usages = ListUsages {
            start: Some("2026-11-24T05:52:10.199504Z".parse().unwrap()),
            detailed: true,
            ..ListUsages::default()
        };
        assert_eq!(query(&usages), "detailed=1&start=2026-11-24T05%3A52%3A10");
    }
}
