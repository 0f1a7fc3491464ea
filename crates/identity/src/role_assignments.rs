//! Role assignments: who has which role where.

use std::collections::BTreeMap;
use std::ops::Not;

use ferriscloud_core::paging::Auto;
use ferriscloud_core::{
    Call, Client, Id, Listing, Operation, Path, Request, Resource, kind, lenient,
};
use http::Method;
use serde::{Deserialize, Serialize};

use crate::domains::DomainId;
use crate::groups::GroupId;
use crate::projects::ProjectId;
use crate::roles::{Role, RoleId};
use crate::users::UserId;

/// A role that a user or a group has somewhere.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RoleAssignment {
    /// The role.
    pub role: Named<kind::Role>,
    /// The user who has it; else it is a group.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub user: Option<Named<kind::User>>,
    /// The group whose users have it.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub group: Option<Named<kind::Group>>,
    /// Where it is had.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub scope: AssignmentScope,
}

/// Where a role is had: in one of these.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AssignmentScope {
    /// In a project.
    #[serde(deserialize_with = "lenient::or_none")]
    pub project: Option<Named<kind::Project>>,
    /// In a domain.
    #[serde(deserialize_with = "lenient::or_none")]
    pub domain: Option<Named<kind::Domain>>,
    /// In the system: `{"all": true}`.
    #[serde(deserialize_with = "lenient::map")]
    pub system: BTreeMap<String, bool>,
    /// `projects` where it is had not here but in the projects below.
    #[serde(rename = "OS-INHERIT:inherited_to", deserialize_with = "lenient::or_none")]
    pub inherited_to: Option<String>,
}

/// An id, and the name where [`include_names`](ListRoleAssignments::include_names) asked for it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound = "")]
#[non_exhaustive]
pub struct Named<K> {
    /// The id.
    pub id: Id<K>,
    /// The name.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub name: Option<String>,
}

// A derive would ask for kinds that are `Clone`.
impl<K> Clone for Named<K> {
    fn clone(&self) -> Self {
        Self {
            id: self.id.clone(),
            name: self.name.clone(),
        }
    }
}

impl<K> From<&Named<K>> for Id<K> {
    fn from(named: &Named<K>) -> Self {
        named.id.clone()
    }
}

/// Who gets a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A user.
    User(UserId),
    /// All users of a group.
    Group(GroupId),
}

impl Actor {
    /// A user.
    pub fn user(user: impl Into<UserId>) -> Self {
        Self::User(user.into())
    }

    /// All users of a group.
    pub fn group(group: impl Into<GroupId>) -> Self {
        Self::Group(group.into())
    }
}

/// Where a role is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// In a project.
    Project(ProjectId),
    /// In a domain, which is not in its projects.
    Domain(DomainId),
    /// In the system: what belongs to no project or domain.
    System,
}

impl Target {
    /// In a project.
    pub fn project(project: impl Into<ProjectId>) -> Self {
        Self::Project(project.into())
    }

    /// In a domain.
    pub fn domain(domain: impl Into<DomainId>) -> Self {
        Self::Domain(domain.into())
    }
}

/// Which role assignments to list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListRoleAssignments {
    /// Those of this role.
    #[serde(rename = "role.id")]
    pub role_id: Option<RoleId>,
    /// Those to this user.
    #[serde(rename = "user.id")]
    pub user_id: Option<UserId>,
    /// Those to this group.
    #[serde(rename = "group.id")]
    pub group_id: Option<GroupId>,
    /// Those in this project.
    #[serde(rename = "scope.project.id")]
    pub project_id: Option<ProjectId>,
    /// Those in this domain.
    #[serde(rename = "scope.domain.id")]
    pub domain_id: Option<DomainId>,
    /// Those in the system: `all`.
    #[serde(rename = "scope.system")]
    pub system: Option<String>,
    /// Those that hold in projects below: `projects`.
    #[serde(rename = "scope.OS-INHERIT:inherited_to")]
    pub inherited_to: Option<String>,
    /// What follows from them, in place of themselves: users for groups, projects for inheritance,
    /// implied roles.
    #[serde(skip_serializing_if = "Not::not")]
    pub effective: bool,
    /// With names beside the ids.
    #[serde(skip_serializing_if = "Not::not")]
    pub include_names: bool,
    /// With the projects below `project_id`.
    #[serde(skip_serializing_if = "Not::not")]
    pub include_subtree: bool,
}

/// The role assignments of a cloud.
#[derive(Debug, Clone)]
pub struct RoleAssignments(pub(crate) Client);

impl RoleAssignments {
    /// Lists role assignments:
    /// [`GET /role_assignments`](https://docs.openstack.org/api-ref/identity/v3/#list-role-assignments).
    pub fn list(&self, filter: &ListRoleAssignments) -> Listing<RoleAssignment> {
        let path = Path::fixed("role_assignments");
        let request = Request::new(Method::GET, path, Operation("list", "role assignments"));
        self.0
            .listing(request.filter(filter), "role_assignments", &Auto)
    }

    /// Gives a role:
    /// [`PUT /projects/{id}/users/{id}/roles/{id}`](https://docs.openstack.org/api-ref/identity/v3/#assign-role-to-user-on-project),
    /// or the like for groups, domains and the system.
    pub fn grant(&self, role: impl Into<RoleId>, actor: &Actor, target: &Target) -> Call<()> {
        let path = path(&role.into(), actor, target);
        self.0.call(Request::new(
            Method::PUT,
            path,
            Operation("grant", Role::KEY),
        ))
    }

    /// Checks that a role was given there to that very user or group; an error that
    /// [is not found](ferriscloud_core::Error::is_not_found) says no:
    /// [`HEAD /projects/{id}/users/{id}/roles/{id}`](https://docs.openstack.org/api-ref/identity/v3/#check-whether-user-has-role-assignment-on-project),
    /// or the like for groups, domains and the system.
    pub fn check(&self, role: impl Into<RoleId>, actor: &Actor, target: &Target) -> Call<()> {
        let path = path(&role.into(), actor, target);
        self.0.call(Request::new(
            Method::HEAD,
            path,
            Operation("check", Role::KEY),
        ))
    }

    /// Takes a role back:
    /// [`DELETE /projects/{id}/users/{id}/roles/{id}`](https://docs.openstack.org/api-ref/identity/v3/#unassign-role-from-user-on-project),
    /// or the like for groups, domains and the system.
    pub fn revoke(&self, role: impl Into<RoleId>, actor: &Actor, target: &Target) -> Call<()> {
        let path = path(&role.into(), actor, target);
        self.0.call(Request::new(
            Method::DELETE,
            path,
            Operation("revoke", Role::KEY),
        ))
    }
}

fn path(role: &RoleId, actor: &Actor, target: &Target) -> Path {
    let path = match target {
        Target::Project(project) => Path::fixed("projects").segment(project.as_str()),
        Target::Domain(domain) => Path::fixed("domains").segment(domain.as_str()),
        Target::System => Path::fixed("system"),
    };
    let path = match actor {
        Actor::User(user) => path.then("users").segment(user.as_str()),
        Actor::Group(group) => path.then("groups").segment(group.as_str()),
    };
    path.then(Role::PATH).segment(role.as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn query(filter: &impl Serialize) -> String {
        let request = Request::new(
            Method::GET,
            Path::default(),
            Operation("list", "role assignments"),
        );
        request.filter(filter).query().to_owned()
    }

    #[test]
    fn all_scopes_decode() {
        let decode = |scope| {
            let assignment =
                json!({"role": {"id": "r"}, "user": {"id": "u", "name": "lena"}, "scope": scope});
            serde_json::from_value::<RoleAssignment>(assignment).unwrap()
        };
        let project =
            decode(json!({"project": {"id": "p"}, "OS-INHERIT:inherited_to": "projects"}));
        assert_eq!(UserId::from(project.user.as_ref().unwrap()), "u");
        assert_eq!(project.scope.project.unwrap().id, "p");
        assert_eq!(project.scope.inherited_to.unwrap(), "projects");
        assert!(decode(json!({"system": {"all": true}})).scope.system["all"]);
        assert!(decode(json!(null)).scope.domain.is_none());
    }

    #[test]
    fn filters_are_spelt_with_dots() {
        let filter = ListRoleAssignments {
            user_id: Some("u".into()),
            project_id: Some("p".into()),
            effective: true,
            ..ListRoleAssignments::default()
        };
        let sent = "effective=true&scope.project.id=p&user.id=u";
        assert_eq!(query(&filter), sent);
    }

    #[test]
    fn paths_of_grants() {
        let paths = [
            (
                Actor::user("u"),
                Target::project("p"),
                "projects/p/users/u/roles/r",
            ),
            (
                Actor::group("g"),
                Target::domain("d"),
                "domains/d/groups/g/roles/r",
            ),
            (Actor::user("u"), Target::System, "system/users/u/roles/r"),
        ];
        for (actor, target, expected) in paths {
            assert_eq!(path(&"r".into(), &actor, &target).as_str(), expected);
        }
    }
}
