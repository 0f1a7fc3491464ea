//! Logging in with a token that one has already.

use serde_json::json;

use super::{AuthMethod, Login, Scope, v3};
use crate::client::Client;
use crate::secret::Secret;

/// A token, exchanged for one of another scope: [`POST /v3/auth/tokens`](https://docs.openstack.org/api-ref/identity/v3/#token-authentication-with-scoped-authorization).
///
/// The new token ends when the old one does.
///
/// ```
/// use ferriscloud_core::auth::{ProjectRef, Scope, Token};
///
/// let other = Scope::Project(ProjectRef::Id("a3b2".into()));
/// let method = Token::new("gAAAAAB").scope(other);
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Token {
    /// The token that one has.
    pub token: Secret,
    /// To what the new one is to give access.
    pub scope: Scope,
}

impl Token {
    /// Exchanges it without a scope.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self {
            token: token.into(),
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

impl AuthMethod for Token {
    fn authenticate<'a>(&'a self, keystone: &'a Client) -> Login<'a> {
        Box::pin(async move {
            let proof = ("token", json!({"id": self.token.expose()}));
            v3::log_in(keystone, vec![proof], &self.scope).await
        })
    }
}
