//! Usage audits: whether the hosts have reported what their servers use.

use std::collections::BTreeMap;

use ferriscloud_core::time::{self, Timestamp};
use ferriscloud_core::{Call, Client, Operation, Path, Request, lenient};
use http::Method;
use serde::{Deserialize, Serialize};

/// What the hosts reported of one period.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct UsageAudit {
    /// How far all are, in a sentence.
    #[serde(deserialize_with = "lenient::or_default")]
    pub overall_status: String,
    /// When the period began.
    #[serde(rename = "period_beginning", deserialize_with = "time::lenient")]
    pub began_at: Option<Timestamp>,
    /// When the period ended.
    #[serde(rename = "period_ending", deserialize_with = "time::lenient")]
    pub ended_at: Option<Timestamp>,
    /// How many hosts there are.
    #[serde(deserialize_with = "lenient::or_default")]
    pub num_hosts: u32,
    /// How many of them are done.
    #[serde(deserialize_with = "lenient::or_default")]
    pub num_hosts_done: u32,
    /// How many of them are at it.
    #[serde(deserialize_with = "lenient::or_default")]
    pub num_hosts_running: u32,
    /// How many of them have not begun.
    #[serde(deserialize_with = "lenient::or_default")]
    pub num_hosts_not_run: u32,
    /// Those that have not begun.
    #[serde(deserialize_with = "lenient::list")]
    pub hosts_not_run: Vec<String>,
    /// How many servers were reported.
    #[serde(rename = "total_instances", deserialize_with = "lenient::or_default")]
    pub total_servers: u64,
    /// How many errors there were.
    #[serde(deserialize_with = "lenient::or_default")]
    pub total_errors: u64,
    /// What each host reported.
    #[serde(rename = "log", deserialize_with = "lenient::map")]
    pub hosts: BTreeMap<String, HostAudit>,
}

/// What one host reported.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct HostAudit {
    /// How many servers.
    #[serde(rename = "instances", deserialize_with = "lenient::or_default")]
    pub servers: u64,
    /// How many errors there were.
    #[serde(deserialize_with = "lenient::or_default")]
    pub errors: u64,
    /// What it says of it.
    #[serde(deserialize_with = "lenient::or_default")]
    pub message: String,
    /// How far it is: `RUNNING` or `DONE`.
    #[serde(deserialize_with = "lenient::or_default")]
    pub state: String,
}

/// What hosts reported of their servers: for administrators alone.
#[derive(Debug, Clone)]
pub struct UsageAudits(pub(crate) Client);

impl UsageAudits {
    /// Shows the reports of the last period:
    /// [`GET /os-instance_usage_audit_log`](https://docs.openstack.org/api-ref/compute/#list-server-usage-audits).
    pub fn last(&self) -> Call<UsageAudit> {
        let path = Path::fixed("os-instance_usage_audit_log");
        let request = Request::new(Method::GET, path, Operation("get", "usage audit"));
        let get = self.0.call(request).under("instance_usage_audit_logs");
        get.extract()
    }

    /// Shows the reports of the period before this time, to the second:
    /// [`GET /os-instance_usage_audit_log/{time}`](https://docs.openstack.org/api-ref/compute/#list-usage-audits-before-specified-time).
    pub fn before(&self, time: Timestamp) -> Call<UsageAudit> {
        let time = time.strftime("%Y-%m-%d %H:%M:%S").to_string();
        let path = Path::from(["os-instance_usage_audit_log", &time]);
        let request = Request::new(Method::GET, path, Operation("get", "usage audit"));
        let get = self.0.call(request).under("instance_usage_audit_log");
        get.extract()
    }
}
