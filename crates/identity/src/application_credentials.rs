//! Application credentials: a part of a user's authority, for a program to log in with.

use ferriscloud_core::time::{self, Timestamp};
use ferriscloud_core::{
    Call, Client, Collection, Id, Listing, Path, Resource, Secret, kind, lenient,
};
use serde::{Deserialize, Serialize};

use crate::projects::ProjectId;
use crate::roles::{Role, RoleId};
use crate::users::UserId;

/// The id of an application credential.
pub type ApplicationCredentialId = Id<kind::ApplicationCredential>;

/// An application credential.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ApplicationCredential {
    /// The id: with the secret, it is all that a login takes.
    pub id: ApplicationCredentialId,
    /// The name, unique among those of the user.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: String,
    /// The description; often empty.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub description: String,
    /// The secret: in the answer of [`create`](ApplicationCredentials::create) alone, and never
    /// again. It is not serialized.
    #[serde(default, deserialize_with = "lenient::or_none", skip_serializing)]
    pub secret: Option<Secret>,
    /// The user whose authority it is.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub user_id: Option<UserId>,
    /// The project that it is for.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub project_id: Option<ProjectId>,
    /// The roles that it gives there.
    #[serde(default, deserialize_with = "lenient::list")]
    pub roles: Vec<Role>,
    /// When it ends; none if it never does.
    #[serde(default, deserialize_with = "time::lenient")]
    pub expires_at: Option<Timestamp>,
    /// Whether who logs in with it may create and delete application credentials and trusts.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub unrestricted: bool,
    /// The only requests that it allows; any, if there are none.
    #[serde(default, deserialize_with = "lenient::list")]
    pub access_rules: Vec<AccessRule>,
}

impl Resource for ApplicationCredential {
    type Kind = kind::ApplicationCredential;
    const PATH: &'static str = "application_credentials";
    const KEY: &'static str = "application_credential";
    const KEYS: &'static str = "application_credentials";

    fn id(&self) -> &ApplicationCredentialId {
        &self.id
    }
}

/// One kind of request that an application credential allows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccessRule {
    /// The id, once there is one.
    #[serde(deserialize_with = "lenient::or_none", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The type of the service, such as `compute`.
    #[serde(deserialize_with = "lenient::or_default")]
    pub service: String,
    /// The method, such as `GET`.
    #[serde(deserialize_with = "lenient::or_default")]
    pub method: String,
    /// The path, such as `/v2.1/servers/*`; `*` is one segment, `**` any number.
    #[serde(deserialize_with = "lenient::or_default")]
    pub path: String,
}

impl AccessRule {
    /// Requests to a service of this type, with this method, to such paths.
    pub fn new(
        service: impl Into<String>,
        method: impl Into<String>,
        path: impl Into<String>,
    ) -> Self {
        Self {
            id: None,
            service: service.into(),
            method: method.into(),
            path: path.into(),
        }
    }
}

/// A role, by its id or its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RoleRef {
    /// By its id.
    Id(RoleId),
    /// By its name.
    Name(String),
}

/// Which application credentials to list.
// Without a limit: Keystone cuts these lists, and then gives the first page again for each next one.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListApplicationCredentials {
    /// The one of this name.
    pub name: Option<String>,
}

/// What a new application credential is made of.
///
/// Its `Serialize` shows the secret: it is what is sent.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CreateApplicationCredential {
    /// The name: up to 255 characters, unique among those of the user.
    pub name: String,
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The secret; Keystone makes a good one where this is not said.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "Secret::send_some")]
    pub secret: Option<Secret>,
    /// The roles that it gives; all those of the token where this is not said.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<RoleRef>,
    /// When it ends; never where this is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// Whether who logs in with it may create and delete application credentials and trusts: a
    /// leak is then hard to stop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unrestricted: Option<bool>,
    /// The only requests that it allows; any, if there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub access_rules: Vec<AccessRule>,
}

impl CreateApplicationCredential {
    /// An application credential with this name, and all that the token has.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }
}

/// The application credentials of one user.
#[derive(Debug, Clone)]
pub struct ApplicationCredentials(Collection<ApplicationCredential>);

impl ApplicationCredentials {
    pub(crate) fn new(client: &Client, user: &UserId) -> Self {
        let user = Path::fixed("users").segment(user.as_str());
        Self(client.collection_under(user))
    }

    /// Lists application credentials:
    /// [`GET /users/{id}/application_credentials`](https://docs.openstack.org/api-ref/identity/v3/#list-application-credentials).
    pub fn list(&self, filter: &ListApplicationCredentials) -> Listing<ApplicationCredential> {
        self.0.list(filter)
    }

    /// Shows one application credential, without its secret:
    /// [`GET /users/{id}/application_credentials/{id}`](https://docs.openstack.org/api-ref/identity/v3/#show-application-credential-details).
    pub fn get(
        &self,
        credential: impl Into<ApplicationCredentialId>,
    ) -> Call<ApplicationCredential> {
        self.0.get(credential.into())
    }

    /// Creates an application credential, for the caller and the project of the token; its secret
    /// is in this answer alone:
    /// [`POST /users/{id}/application_credentials`](https://docs.openstack.org/api-ref/identity/v3/#create-application-credential).
    pub fn create(&self, credential: &CreateApplicationCredential) -> Call<ApplicationCredential> {
        self.0.create(credential)
    }

    /// Deletes an application credential, which ends its tokens:
    /// [`DELETE /users/{id}/application_credentials/{id}`](https://docs.openstack.org/api-ref/identity/v3/#delete-application-credential).
    pub fn delete(&self, credential: impl Into<ApplicationCredentialId>) -> Call<()> {
        self.0.delete(credential.into())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;

    #[test]
    fn secrets_come_in_and_do_not_go_out() {
        let credential = json!({
            "id": "c", "name": "ci", "secret": "sesame", "expires_at": "2026-11-24T06:51:47.000000",
            "roles": [{"id": "r", "name": "reader"}, null], "unrestricted": null, "description": null
        });
        let credential: ApplicationCredential = serde_json::from_value(credential).unwrap();
        assert_eq!(credential.secret.as_ref().unwrap().expose(), "sesame");
        assert_eq!(credential.expires_at, time::parse("2026-11-24T06:51:47Z"));
        assert_eq!(
            (credential.roles.len(), credential.unrestricted),
            (1, false)
        );
        assert!(!format!("{credential:?}").contains("sesame"));
        assert!(
            !to_value(&credential)
                .unwrap()
                .to_string()
                .contains("sesame")
        );
    }

    #[test]
    fn what_is_sent() {
        let create = CreateApplicationCredential {
            secret: Some("sesame".into()),
            roles: vec![RoleRef::Name("reader".into()), RoleRef::Id("r-1".into())],
            expires_at: time::parse("2026-11-24T06:51:47Z"),
            access_rules: vec![AccessRule::new("compute", "GET", "/v2.1/servers")],
            ..CreateApplicationCredential::new("ci")
        };
        let sent = json!({
            "name": "ci", "secret": "sesame", "roles": [{"name": "reader"}, {"id": "r-1"}],
            "expires_at": "2026-11-24T06:51:47Z",
            "access_rules": [{"service": "compute", "method": "GET", "path": "/v2.1/servers"}]
        });
        assert_eq!(to_value(create).unwrap(), sent);
    }
}
