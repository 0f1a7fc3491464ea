//! Groups: sets of users, who get the roles of the group.

use ferriscloud_core::{
    Call, Client, Collection, Id, Listing, Operation, Patch, Path, Request, Resource, kind, lenient,
};
use http::Method;
use serde::{Deserialize, Serialize};

use crate::domains::DomainId;
use crate::users::{User, UserId};

/// The id of a group.
pub type GroupId = Id<kind::Group>;

/// A group.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Group {
    /// The id.
    pub id: GroupId,
    /// The name, unique in its domain.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: String,
    /// The description; often empty.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub description: String,
    /// The domain that it is in.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub domain_id: Option<DomainId>,
}

impl Resource for Group {
    type Kind = kind::Group;
    const PATH: &'static str = "groups";
    const KEY: &'static str = "group";
    const KEYS: &'static str = "groups";
    const UPDATE: Method = Method::PATCH;

    fn id(&self) -> &GroupId {
        &self.id
    }
}

/// Which groups to list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListGroups {
    /// The one of this name in each domain.
    pub name: Option<String>,
    /// Those in this domain.
    pub domain_id: Option<DomainId>,
    /// As many as this on each page; the listing goes on to the end all the same.
    pub limit: Option<u32>,
}

/// What a new group is made of.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CreateGroup {
    /// The name: up to 64 characters, unique in its domain.
    pub name: String,
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The domain to be in, if not that of the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain_id: Option<DomainId>,
}

impl CreateGroup {
    /// A group with this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }
}

/// Changes of a group.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UpdateGroup {
    /// Another name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Another description, or none.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub description: Patch<String>,
}

/// The groups of a cloud.
#[derive(Debug, Clone)]
pub struct Groups {
    groups: Collection<Group>,
    users: Collection<User>,
}

impl Groups {
    pub(crate) fn new(client: &Client) -> Self {
        Self {
            groups: client.collection(),
            users: client.collection(),
        }
    }

    /// Lists groups:
    /// [`GET /groups`](https://docs.openstack.org/api-ref/identity/v3/#list-groups).
    pub fn list(&self, filter: &ListGroups) -> Listing<Group> {
        self.groups.list(filter)
    }

    /// Shows one group:
    /// [`GET /groups/{id}`](https://docs.openstack.org/api-ref/identity/v3/#show-group-details).
    pub fn get(&self, group: impl Into<GroupId>) -> Call<Group> {
        self.groups.get(group.into())
    }

    /// Creates a group:
    /// [`POST /groups`](https://docs.openstack.org/api-ref/identity/v3/#create-group).
    pub fn create(&self, group: &CreateGroup) -> Call<Group> {
        self.groups.create(group)
    }

    /// Changes a group:
    /// [`PATCH /groups/{id}`](https://docs.openstack.org/api-ref/identity/v3/#update-group).
    pub fn update(&self, group: impl Into<GroupId>, changes: &UpdateGroup) -> Call<Group> {
        self.groups.update(group.into(), changes)
    }

    /// Deletes a group, not its users:
    /// [`DELETE /groups/{id}`](https://docs.openstack.org/api-ref/identity/v3/#delete-group).
    pub fn delete(&self, group: impl Into<GroupId>) -> Call<()> {
        self.groups.delete(group.into())
    }

    /// Lists the users in a group:
    /// [`GET /groups/{id}/users`](https://docs.openstack.org/api-ref/identity/v3/#list-users-in-group).
    pub fn list_users(&self, group: impl Into<GroupId>) -> Listing<User> {
        let path = self.groups.path_of(&group.into()).then("users");
        self.users.listing(Request::new(
            Method::GET,
            path,
            Operation("list", "users in group"),
        ))
    }

    /// Adds a user to a group:
    /// [`PUT /groups/{id}/users/{id}`](https://docs.openstack.org/api-ref/identity/v3/#add-user-to-group).
    pub fn add_user(&self, group: impl Into<GroupId>, user: impl Into<UserId>) -> Call<()> {
        let path = self.membership(&group.into(), &user.into());
        self.groups.call(Request::new(
            Method::PUT,
            path,
            Operation("add user to", Group::KEY),
        ))
    }

    /// Checks that a user is in a group; an error that [is not found](ferriscloud_core::Error::is_not_found)
    /// says no:
    /// [`HEAD /groups/{id}/users/{id}`](https://docs.openstack.org/api-ref/identity/v3/#check-whether-user-belongs-to-group).
    pub fn check_user(&self, group: impl Into<GroupId>, user: impl Into<UserId>) -> Call<()> {
        let path = self.membership(&group.into(), &user.into());
        self.groups.call(Request::new(
            Method::HEAD,
            path,
            Operation("check user in", Group::KEY),
        ))
    }

    /// Removes a user from a group:
    /// [`DELETE /groups/{id}/users/{id}`](https://docs.openstack.org/api-ref/identity/v3/#remove-user-from-group).
    pub fn remove_user(&self, group: impl Into<GroupId>, user: impl Into<UserId>) -> Call<()> {
        let path = self.membership(&group.into(), &user.into());
        let operation = Operation("remove user from", Group::KEY);
        self.groups
            .call(Request::new(Method::DELETE, path, operation))
    }

    fn membership(&self, group: &GroupId, user: &UserId) -> Path {
        self.groups
            .path_of(group)
            .then("users")
            .segment(user.as_str())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;

    #[test]
    fn sparse_groups_decode() {
        let group: Group = serde_json::from_value(json!({"id": "g", "description": null})).unwrap();
        assert_eq!((group.description.as_str(), group.domain_id), ("", None));
    }

    #[test]
    fn changes_tell_clear_from_keep() {
        let changes = UpdateGroup {
            description: Patch::Clear,
            ..UpdateGroup::default()
        };
        assert_eq!(to_value(changes).unwrap(), json!({"description": null}));
        assert_eq!(to_value(UpdateGroup::default()).unwrap(), json!({}));
    }
}
