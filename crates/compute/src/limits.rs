//! Limits: how much a project may have, and has.

use ferriscloud_core::{Call, Client, Id, Microversion, Operation, Path, Request, kind, lenient};
use http::Method;
use serde::{Deserialize, Serialize};

/// How much a project may have, and has. A limit of -1 is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Limits {
    /// How many servers it may have.
    #[serde(rename = "maxTotalInstances", deserialize_with = "lenient::or_default")]
    pub max_servers: i64,
    /// How many servers it has.
    #[serde(rename = "totalInstancesUsed", deserialize_with = "lenient::or_default")]
    pub servers: i64,
    /// How many virtual processors it may have.
    #[serde(rename = "maxTotalCores", deserialize_with = "lenient::or_default")]
    pub max_vcpus: i64,
    /// How many virtual processors it has.
    #[serde(rename = "totalCoresUsed", deserialize_with = "lenient::or_default")]
    pub vcpus: i64,
    /// How much memory it may have, in MiB.
    #[serde(rename = "maxTotalRAMSize", deserialize_with = "lenient::or_default")]
    pub max_ram_mib: i64,
    /// How much memory it has, in MiB.
    #[serde(rename = "totalRAMUsed", deserialize_with = "lenient::or_default")]
    pub ram_mib: i64,
    /// How many server groups it may have.
    #[serde(rename = "maxServerGroups", deserialize_with = "lenient::or_default")]
    pub max_server_groups: i64,
    /// How many server groups it has.
    #[serde(rename = "totalServerGroupsUsed", deserialize_with = "lenient::or_default")]
    pub server_groups: i64,
    /// How many servers a server group may have.
    #[serde(rename = "maxServerGroupMembers", deserialize_with = "lenient::or_default")]
    pub max_server_group_members: i64,
    /// How many keypairs a user may have.
    #[serde(rename = "maxTotalKeypairs", deserialize_with = "lenient::or_default")]
    pub max_keypairs: i64,
    /// How many items of metadata a server may have.
    #[serde(rename = "maxServerMeta", deserialize_with = "lenient::or_default")]
    pub max_server_metadata: i64,
}

/// Whose limits to show.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ShowLimits {
    /// Those of this project: for administrators alone.
    #[serde(rename = "tenant_id", skip_serializing_if = "Option::is_none")]
    pub project_id: Option<Id<kind::Project>>,
}

/// The limits of a project.
#[derive(Debug, Clone)]
pub struct ProjectLimits(pub(crate) Client);

impl ProjectLimits {
    /// Shows the limits. Since 2.57, without those of what Nova has left to others:
    /// [`GET /limits`](https://docs.openstack.org/api-ref/compute/#show-rate-and-absolute-limits).
    pub fn get(&self, whose: &ShowLimits) -> Call<Limits> {
        let path = Path::fixed("limits");
        let request = Request::new(Method::GET, path, Operation("get", "limits"));
        let get = self.0.call(request.filter(whose));
        let get = get.since(Microversion(2, 57)).under("limits");
        get.reading(|answer| {
            #[derive(Deserialize)]
            struct Absolute {
                absolute: Limits,
            }
            answer.extract::<Absolute>().map(|limits| limits.absolute)
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;

    #[test]
    fn limits_decode() {
        let limits = json!({"maxTotalCores": -1, "totalCoresUsed": 3, "maxTotalRAMSize": "51200", "newer": []});
        let limits: Limits = from_value(limits).unwrap();
        assert_eq!(
            (limits.max_vcpus, limits.vcpus, limits.max_ram_mib),
            (-1, 3, 51_200)
        );
    }
}
