//! Quota sets: how much a project may have, as operators see and set it.

use ferriscloud_core::{Call, Client, Id, Microversion, Operation, Path, Request, kind, lenient};
use http::Method;
use serde::{Deserialize, Serialize};

/// Since this microversion quotas have nothing of networks and files in them, which Nova has left to others.
pub(crate) const OWN_QUOTAS: Microversion = Microversion(2, 57);

/// How much a project may have. A limit of -1 is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct QuotaSet {
    /// How many servers.
    #[serde(rename = "instances", deserialize_with = "lenient::or_default")]
    pub servers: i64,
    /// How many virtual processors.
    #[serde(rename = "cores", deserialize_with = "lenient::or_default")]
    pub vcpus: i64,
    /// How much memory, in MiB.
    #[serde(rename = "ram", deserialize_with = "lenient::or_default")]
    pub ram_mib: i64,
    /// How many keypairs a user may have.
    #[serde(rename = "key_pairs", deserialize_with = "lenient::or_default")]
    pub keypairs: i64,
    /// How many items of metadata a server may have.
    #[serde(deserialize_with = "lenient::or_default")]
    pub metadata_items: i64,
    /// How many server groups.
    #[serde(deserialize_with = "lenient::or_default")]
    pub server_groups: i64,
    /// How many servers a server group may have.
    #[serde(deserialize_with = "lenient::or_default")]
    pub server_group_members: i64,
}

/// How much a project may have, and has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct QuotaUsages {
    /// How many servers.
    #[serde(rename = "instances", deserialize_with = "lenient::or_default")]
    pub servers: QuotaUsage,
    /// How many virtual processors.
    #[serde(rename = "cores", deserialize_with = "lenient::or_default")]
    pub vcpus: QuotaUsage,
    /// How much memory, in MiB.
    #[serde(rename = "ram", deserialize_with = "lenient::or_default")]
    pub ram_mib: QuotaUsage,
    /// How many keypairs a user may have.
    #[serde(rename = "key_pairs", deserialize_with = "lenient::or_default")]
    pub keypairs: QuotaUsage,
    /// How many items of metadata a server may have.
    #[serde(deserialize_with = "lenient::or_default")]
    pub metadata_items: QuotaUsage,
    /// How many server groups.
    #[serde(deserialize_with = "lenient::or_default")]
    pub server_groups: QuotaUsage,
    /// How many servers a server group may have.
    #[serde(deserialize_with = "lenient::or_default")]
    pub server_group_members: QuotaUsage,
}

/// How much of one thing a project may have, and has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct QuotaUsage {
    /// How much it may have; -1 is no limit.
    #[serde(deserialize_with = "lenient::or_default")]
    pub limit: i64,
    /// How much it has.
    #[serde(deserialize_with = "lenient::or_default")]
    pub in_use: i64,
    /// How much is about to be its own.
    #[serde(deserialize_with = "lenient::or_default")]
    pub reserved: i64,
}

/// Other limits; -1 is none. What is not said stays as it is.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UpdateQuotaSet {
    /// How many servers.
    #[serde(rename = "instances", skip_serializing_if = "Option::is_none")]
    pub servers: Option<i64>,
    /// How many virtual processors.
    #[serde(rename = "cores", skip_serializing_if = "Option::is_none")]
    pub vcpus: Option<i64>,
    /// How much memory, in MiB.
    #[serde(rename = "ram", skip_serializing_if = "Option::is_none")]
    pub ram_mib: Option<i64>,
    /// How many keypairs a user may have.
    #[serde(rename = "key_pairs", skip_serializing_if = "Option::is_none")]
    pub keypairs: Option<i64>,
    /// How many items of metadata a server may have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata_items: Option<i64>,
    /// How many server groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server_groups: Option<i64>,
    /// How many servers a server group may have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server_group_members: Option<i64>,
    /// Even where the project has more already: of a project, not of a class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub force: Option<bool>,
}

/// The quotas of projects: others than one's own for administrators alone.
///
/// With `.query(&BTreeMap::from([("user_id", user)]))` a call is about one user of the project.
#[derive(Debug, Clone)]
pub struct QuotaSets(pub(crate) Client);

impl QuotaSets {
    /// Shows how much a project may have. Since 2.57:
    /// [`GET /os-quota-sets/{project}`](https://docs.openstack.org/api-ref/compute/#show-a-quota).
    pub fn get(&self, project: impl Into<Id<kind::Project>>) -> Call<QuotaSet> {
        let get = self.call(Method::GET, &project.into(), "", "get");
        get.under("quota_set").extract()
    }

    /// Shows how much a project may have, and has. Since 2.57:
    /// [`GET /os-quota-sets/{project}/detail`](https://docs.openstack.org/api-ref/compute/#show-the-detail-of-quota).
    pub fn usages(&self, project: impl Into<Id<kind::Project>>) -> Call<QuotaUsages> {
        let get = self.call(Method::GET, &project.into(), "detail", "get usages of");
        get.under("quota_set").extract()
    }

    /// Shows how much a project may have where nobody says anything else. Since 2.57:
    /// [`GET /os-quota-sets/{project}/defaults`](https://docs.openstack.org/api-ref/compute/#list-default-quotas-for-tenant).
    pub fn defaults(&self, project: impl Into<Id<kind::Project>>) -> Call<QuotaSet> {
        let get = self.call(Method::GET, &project.into(), "defaults", "get defaults of");
        get.under("quota_set").extract()
    }

    /// Changes how much a project may have. Since 2.57:
    /// [`PUT /os-quota-sets/{project}`](https://docs.openstack.org/api-ref/compute/#update-quotas).
    pub fn update(
        &self,
        project: impl Into<Id<kind::Project>>,
        limits: &UpdateQuotaSet,
    ) -> Call<QuotaSet> {
        let path = Path::from(["os-quota-sets", project.into().as_str()]);
        let request = Request::new(Method::PUT, path, Operation("update", "quota set"));
        let update = self.0.call(request.envelope("quota_set", limits));
        update.since(OWN_QUOTAS).under("quota_set").extract()
    }

    /// Goes back to the defaults. Since 2.57:
    /// [`DELETE /os-quota-sets/{project}`](https://docs.openstack.org/api-ref/compute/#revert-quotas-to-defaults).
    pub fn delete(&self, project: impl Into<Id<kind::Project>>) -> Call<()> {
        self.call(Method::DELETE, &project.into(), "", "delete")
    }

    fn call(
        &self,
        method: Method,
        project: &Id<kind::Project>,
        part: &'static str,
        verb: &'static str,
    ) -> Call<()> {
        let path = Path::from(["os-quota-sets", project.as_str()]).then(part);
        let request = Request::new(method, path, Operation(verb, "quota set"));
        self.0.call(request).since(OWN_QUOTAS)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;

    #[test]
    fn quotas_decode() {
        let set: QuotaSet =
            from_value(json!({"cores": "20", "instances": -1, "ram": null})).unwrap();
        assert_eq!((set.vcpus, set.servers, set.ram_mib), (20, -1, 0));
        let used = json!({"cores": {"limit": 20, "in_use": 3, "reserved": 1}, "instances": "odd"});
        let used: QuotaUsages = from_value(used).unwrap();
        assert_eq!(
            (used.vcpus.limit, used.vcpus.in_use, used.vcpus.reserved),
            (20, 3, 1)
        );
    }

    #[test]
    fn what_is_sent() {
        let limits = UpdateQuotaSet {
            vcpus: Some(4),
            force: Some(true),
            ..UpdateQuotaSet::default()
        };
        let sent = json!({"cores": 4, "force": true});
        assert_eq!(to_value(limits).unwrap(), sent);
    }
}
