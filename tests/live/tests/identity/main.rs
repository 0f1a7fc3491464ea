//! Identity, verb by verb, against a real Keystone.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

mod application_credentials;
mod domains;
mod groups;
mod projects;
mod role_assignments;
mod roles;
mod services;
mod users;

use ferriscloud::auth::{Password, ProjectRef, Scope, UserRef};
use ferriscloud::identity::projects::Project;
use ferriscloud::identity::roles::{ListRoles, RoleId};
use ferriscloud::identity::users::User;
use ferriscloud::{Cloud, Identity, Result};
use ferriscloud_live::admin;

async fn identity() -> Identity {
    Identity::new(&admin().await).unwrap()
}

/// The one role of this name.
async fn role(identity: &Identity, name: &str) -> RoleId {
    let filter = ListRoles {
        name: Some(name.to_owned()),
        ..ListRoles::default()
    };
    let roles = identity.roles().list(&filter).all().await.unwrap();
    assert_eq!(roles.len(), 1, "{name}");
    (&roles[0]).into()
}

/// Logs in with what a test made.
async fn log_in(user: &User, password: &str, scope: Scope) -> Result<Cloud> {
    let admin = admin().await;
    let url = admin.config().auth.auth_url.clone().unwrap();
    let method = Password::new(UserRef::Id(user.id.to_string()), password).scope(scope);
    Cloud::builder().auth_url(url).auth(method).connect().await
}

fn of(project: &Project) -> Scope {
    Scope::Project(ProjectRef::Id(project.id.to_string()))
}

fn names(projects: &[Project]) -> Vec<&str> {
    projects
        .iter()
        .map(|project| project.name.as_str())
        .collect()
}
