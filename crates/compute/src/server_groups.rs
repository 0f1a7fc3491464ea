//! Server groups: which servers are to share a host, and which are not.

use std::ops::Not;

use ferriscloud_core::paging::{Offset, Paging};
use ferriscloud_core::{
    Call, Collection, Find, Id, Listing, Microversion, Resource, kind, lenient,
};
use serde::{Deserialize, Serialize};

use crate::servers::ServerId;

/// The id of a server group.
pub type ServerGroupId = Id<kind::ServerGroup>;

/// A server group. A new server joins it by a [scheduler hint](crate::servers::SchedulerHints::group).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ServerGroup {
    /// The id.
    pub id: ServerGroupId,
    /// The name; it need not be unique.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: String,
    /// Where its servers are to be.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub policy: Policy,
    /// What else holds for them.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub rules: Rules,
    /// Its servers.
    #[serde(default, deserialize_with = "lenient::list")]
    pub members: Vec<ServerId>,
    /// The project that it belongs to.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub project_id: Option<Id<kind::Project>>,
    /// Who made it.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub user_id: Option<Id<kind::User>>,
}

impl Resource for ServerGroup {
    type Kind = kind::ServerGroup;
    const PATH: &'static str = "os-server-groups";
    const KEY: &'static str = "server_group";
    const KEYS: &'static str = "server_groups";
    const PAGING: &'static dyn Paging = &Offset;

    fn id(&self) -> &ServerGroupId {
        &self.id
    }
}

/// Where the servers of a group are to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Policy {
    /// On one host.
    Affinity,
    /// Each on a host of its own.
    AntiAffinity,
    /// On one host, if that can be.
    SoftAffinity,
    /// Each on a host of its own, if that can be.
    SoftAntiAffinity,
    /// Something newer.
    #[serde(untagged)]
    Other(String),
}

impl Default for Policy {
    fn default() -> Self {
        Self::Other(String::new())
    }
}

/// What else holds for the servers of a group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    /// How many of them a host may have, with [`Policy::AntiAffinity`]; one where this is not said.
    #[serde(rename = "max_server_per_host", deserialize_with = "lenient::or_none")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub servers_per_host: Option<u32>,
}

/// Which server groups to list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListServerGroups {
    /// Those of all projects: for administrators alone.
    #[serde(skip_serializing_if = "Not::not")]
    pub all_projects: bool,
    /// As many as this on each page; the listing goes on to the end all the same.
    pub limit: Option<u32>,
}

/// What a new server group is made of.
#[derive(Debug, Clone, Serialize)]
pub struct CreateServerGroup {
    /// The name.
    pub name: String,
    /// Where its servers are to be.
    pub policy: Policy,
    /// What else holds for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules: Option<Rules>,
}

impl CreateServerGroup {
    /// A server group with this policy.
    pub fn new(name: impl Into<String>, policy: Policy) -> Self {
        Self {
            name: name.into(),
            policy,
            rules: None,
        }
    }
}

/// The server groups of a project.
#[derive(Debug, Clone)]
pub struct ServerGroups(pub(crate) Collection<ServerGroup>);

/// Since this one, a group has a policy and rules; before, it had a list of policies.
const SHAPE: Microversion = Microversion(2, 64);

impl ServerGroups {
    /// Lists server groups. Since 2.64:
    /// [`GET /os-server-groups`](https://docs.openstack.org/api-ref/compute/#list-server-groups).
    pub fn list(&self, filter: &ListServerGroups) -> Listing<ServerGroup> {
        self.0.list(filter).since(SHAPE)
    }

    /// Finds one server group by its name or id. Since 2.64:
    /// [`GET /os-server-groups/{id}`](https://docs.openstack.org/api-ref/compute/#show-server-group-details), and else
    /// [`GET /os-server-groups`](https://docs.openstack.org/api-ref/compute/#list-server-groups).
    pub fn find(&self, name_or_id: &str) -> Find<ServerGroup> {
        let all = ListServerGroups::default();
        let find = self.0.find(name_or_id, &all, |group| &group.name);
        find.since(SHAPE)
    }

    /// Shows one server group. Since 2.64:
    /// [`GET /os-server-groups/{id}`](https://docs.openstack.org/api-ref/compute/#show-server-group-details).
    pub fn get(&self, group: impl Into<ServerGroupId>) -> Call<ServerGroup> {
        self.0.get(group.into()).since(SHAPE)
    }

    /// Creates a server group. Since 2.64:
    /// [`POST /os-server-groups`](https://docs.openstack.org/api-ref/compute/#create-server-group).
    pub fn create(&self, group: &CreateServerGroup) -> Call<ServerGroup> {
        self.0.create(group).since(SHAPE)
    }

    /// Deletes a server group; its servers stay where they are:
    /// [`DELETE /os-server-groups/{id}`](https://docs.openstack.org/api-ref/compute/#delete-server-group).
    pub fn delete(&self, group: impl Into<ServerGroupId>) -> Call<()> {
        self.0.delete(group.into())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;

    #[test]
    fn groups_decode() {
        let group = json!({
            "id": "g", "name": "web", "policy": "anti-affinity", "rules": {"max_server_per_host": 3},
            "members": ["s"], "project_id": "p", "user_id": null
        });
        let group: ServerGroup = from_value(group).unwrap();
        assert_eq!(group.policy, Policy::AntiAffinity);
        assert_eq!(group.rules.servers_per_host, Some(3));
        assert_eq!(group.members, [ServerId::from("s")]);
    }

    #[test]
    fn what_is_sent() {
        let mut create = CreateServerGroup::new("web", Policy::SoftAffinity);
        let sent = json!({"name": "web", "policy": "soft-affinity"});
        assert_eq!(to_value(&create).unwrap(), sent);
        create.rules = Some(Rules {
            servers_per_host: Some(2),
        });
        assert_eq!(
            to_value(&create).unwrap()["rules"],
            json!({"max_server_per_host": 2})
        );
    }
}
