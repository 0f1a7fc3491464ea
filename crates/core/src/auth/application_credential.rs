//! Logging in with an application credential.

use serde_json::json;

use super::{AuthMethod, Login, Scope, UserRef, v3};
use crate::client::Client;
use crate::secret::Secret;

/// An application credential, which brings its project along: [`POST /v3/auth/tokens`](https://docs.openstack.org/api-ref/identity/v3/#authenticating-with-an-application-credential).
///
/// Keystone refuses a scope with it, so there is none to set.
///
/// ```
/// use ferriscloud_core::Cloud;
/// use ferriscloud_core::auth::ApplicationCredential;
///
/// let robot = ApplicationCredential::new("6cb5fa6a13184e6fab65ba2108adf50c", "s3cret");
/// assert!(!format!("{robot:?}").contains("s3cret"));
/// let setup = Cloud::builder().auth_url("https://keystone.example.org/v3").auth(robot);
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ApplicationCredential {
    /// The credential's id; or its name, with the user whose it is.
    pub credential: CredentialRef,
    /// Its secret.
    pub secret: Secret,
}

/// An application credential, by id, or by name with its user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CredentialRef {
    /// By id.
    Id(String),
    /// By name.
    Name(String, UserRef),
}

impl ApplicationCredential {
    /// By the credential's id.
    pub fn new(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self {
            credential: CredentialRef::Id(id.into()),
            secret: secret.into(),
        }
    }

    /// By the credential's name.
    pub fn named(name: impl Into<String>, user: UserRef, secret: impl Into<Secret>) -> Self {
        Self {
            credential: CredentialRef::Name(name.into(), user),
            secret: secret.into(),
        }
    }
}

impl AuthMethod for ApplicationCredential {
    fn authenticate<'a>(&'a self, keystone: &'a Client) -> Login<'a> {
        Box::pin(async move {
            let secret = self.secret.expose();
            let identity = match &self.credential {
                CredentialRef::Id(id) => json!({"id": id, "secret": secret}),
                CredentialRef::Name(name, user) => {
                    json!({"name": name, "secret": secret, "user": user.to_json()})
                }
            };
            let proof = ("application_credential", identity);
            v3::log_in(keystone, vec![proof], &Scope::Unscoped).await
        })
    }

    fn identity(&self) -> Option<String> {
        Some(format!("application credential {:?}", self.credential))
    }
}
