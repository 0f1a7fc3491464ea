//! Logging in with a password.

use serde_json::json;

use super::{AuthMethod, Login, Scope, UserRef, v3};
use crate::client::Client;
use crate::secret::Secret;

/// A user and their password: [`POST /v3/auth/tokens`](https://docs.openstack.org/api-ref/identity/v3/#password-authentication-with-scoped-authorization).
///
/// ```
/// use ferriscloud_core::auth::{DomainRef, Password, ProjectRef, Scope, UserRef};
///
/// let default = || DomainRef::Name("Default".into());
/// let login = Password::new(UserRef::Name("demo".into(), default()), "secret")
///     .scope(Scope::Project(ProjectRef::Name("demo".into(), default())));
/// assert!(!format!("{login:?}").contains("secret"));
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Password {
    /// Who logs in.
    pub user: UserRef,
    /// Their password.
    pub password: Secret,
    /// To what the token is to give access.
    pub scope: Scope,
}

impl Password {
    /// Logs in without a scope.
    pub fn new(user: UserRef, password: impl Into<Secret>) -> Self {
        Self {
            user,
            password: password.into(),
            scope: Scope::Unscoped,
        }
    }

    /// With access to this.
    #[must_use]
    pub fn scope(mut self, scope: Scope) -> Self {
        self.scope = scope;
        self
    }
}

impl AuthMethod for Password {
    fn authenticate<'a>(&'a self, keystone: &'a Client) -> Login<'a> {
        Box::pin(async move {
            let mut user = self.user.to_json();
            user["password"] = self.password.expose().into();
            let proof = ("password", json!({"user": user}));
            v3::log_in(keystone, vec![proof], &self.scope).await
        })
    }

    fn identity(&self) -> Option<String> {
        Some(format!("password {:?} {:?}", self.user, self.scope))
    }
}
