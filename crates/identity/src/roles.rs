//! Roles: what a user may do, once one is assigned.

use ferriscloud_core::{Call, Collection, Id, Listing, Patch, Resource, kind, lenient};
use http::Method;
use serde::{Deserialize, Serialize};

use crate::domains::DomainId;
use crate::options::ResourceOptions;

/// The id of a role.
pub type RoleId = Id<kind::Role>;

/// A role.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Role {
    /// The id.
    pub id: RoleId,
    /// The name, such as `member`.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: String,
    /// The description; often empty.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub description: String,
    /// The domain that it is in; none if it is the whole cloud's.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub domain_id: Option<DomainId>,
    /// Its options.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub options: ResourceOptions,
}

impl Resource for Role {
    type Kind = kind::Role;
    const PATH: &'static str = "roles";
    const KEY: &'static str = "role";
    const KEYS: &'static str = "roles";
    const UPDATE: Method = Method::PATCH;

    fn id(&self) -> &RoleId {
        &self.id
    }
}

/// Which roles to list.
// Without a limit: Keystone cuts these lists, and then gives the first page again for each next one.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListRoles {
    /// The one of this name.
    pub name: Option<String>,
    /// Those in this domain, instead of those of the whole cloud.
    pub domain_id: Option<DomainId>,
}

/// What a new role is made of.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CreateRole {
    /// The name: up to 255 characters.
    pub name: String,
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The domain to be in, if it is not to be the whole cloud's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain_id: Option<DomainId>,
    /// Options.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<ResourceOptions>,
}

impl CreateRole {
    /// A role with this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }
}

/// Changes of a role.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UpdateRole {
    /// Another name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Another description, or none.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub description: Patch<String>,
    /// Options to change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<ResourceOptions>,
}

/// The roles of a cloud.
#[derive(Debug, Clone)]
pub struct Roles(pub(crate) Collection<Role>);

impl Roles {
    /// Lists roles:
    /// [`GET /roles`](https://docs.openstack.org/api-ref/identity/v3/#list-roles).
    pub fn list(&self, filter: &ListRoles) -> Listing<Role> {
        self.0.list(filter)
    }

    /// Shows one role:
    /// [`GET /roles/{id}`](https://docs.openstack.org/api-ref/identity/v3/#show-role-details).
    pub fn get(&self, role: impl Into<RoleId>) -> Call<Role> {
        self.0.get(role.into())
    }

    /// Creates a role:
    /// [`POST /roles`](https://docs.openstack.org/api-ref/identity/v3/#create-role).
    pub fn create(&self, role: &CreateRole) -> Call<Role> {
        self.0.create(role)
    }

    /// Changes a role:
    /// [`PATCH /roles/{id}`](https://docs.openstack.org/api-ref/identity/v3/#update-role).
    pub fn update(&self, role: impl Into<RoleId>, changes: &UpdateRole) -> Call<Role> {
        self.0.update(role.into(), changes)
    }

    /// Deletes a role, and with it all its assignments:
    /// [`DELETE /roles/{id}`](https://docs.openstack.org/api-ref/identity/v3/#delete-role).
    pub fn delete(&self, role: impl Into<RoleId>) -> Call<()> {
        self.0.delete(role.into())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;

    #[test]
    fn roles_of_the_whole_cloud_decode() {
        let role = json!({
            "id": "r", "name": "reader", "domain_id": null, "description": null,
            "options": {"immutable": true}
        });
        let role: Role = serde_json::from_value(role).unwrap();
        assert_eq!((role.domain_id, role.options.immutable), (None, Some(true)));
    }

    #[test]
    fn only_what_is_set_is_sent() {
        assert_eq!(
            to_value(CreateRole::new("watcher")).unwrap(),
            json!({"name": "watcher"})
        );
        let changes = UpdateRole {
            description: Patch::Clear,
            ..UpdateRole::default()
        };
        assert_eq!(to_value(changes).unwrap(), json!({"description": null}));
    }
}
