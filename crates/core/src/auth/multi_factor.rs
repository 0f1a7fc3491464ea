//! Logging in with several proofs, or with a one-time password.

use serde_json::json;

use super::{AuthMethod, Login, Scope, UserRef, v3};
use crate::client::Client;
use crate::error::{RECEIPT, Receipt};
use crate::secret::Secret;

/// Several proofs of who logs in, at once or one after the other: a password, and the code that a device shows
/// (TOTP): [`POST /v3/auth/tokens`](https://docs.openstack.org/api-ref/identity/v3/#multi-step-authentication-2-factor-password-and-totp-example).
///
/// Keystone takes a code once, so that a token got with one is not renewed by itself.
///
/// Where one does not know what a user has to prove, a login with the password alone gives
/// [`ErrorKind::MoreProofs`](crate::ErrorKind::MoreProofs), whose receipt goes with the rest:
///
/// ```no_run
/// # async fn example() -> ferriscloud_core::Result<()> {
/// use ferriscloud_core::auth::{MultiFactor, Password, UserRef};
/// use ferriscloud_core::{Cloud, ErrorKind};
///
/// let setup = || Cloud::builder().auth_url("https://keystone.example.org/v3");
/// let user = UserRef::Id("0a1b".into());
/// let cloud = match setup().auth(Password::new(user.clone(), "secret")).connect().await {
///     Err(error) => match error.kind() {
///         ErrorKind::MoreProofs(receipt) => {
///             let rest = MultiFactor::new(user).passcode("123456").receipt((**receipt).clone());
///             setup().auth(rest).connect().await?
///         }
///         _ => return Err(error),
///     },
///     Ok(cloud) => cloud,
/// };
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MultiFactor {
    /// Who logs in.
    pub user: UserRef,
    /// Their password.
    pub password: Option<Secret>,
    /// The code that their device shows.
    pub passcode: Option<Secret>,
    /// What Keystone gave for the proofs that it has.
    pub receipt: Option<Receipt>,
    /// To what the token is to give access.
    pub scope: Scope,
}

impl MultiFactor {
    /// Logs in without a scope; with no proof as yet.
    pub fn new(user: UserRef) -> Self {
        Self {
            user,
            password: None,
            passcode: None,
            receipt: None,
            scope: Scope::Unscoped,
        }
    }

    /// With a password.
    #[must_use]
    pub fn password(mut self, password: impl Into<Secret>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// With the code that a device shows.
    #[must_use]
    pub fn passcode(mut self, passcode: impl Into<Secret>) -> Self {
        self.passcode = Some(passcode.into());
        self
    }

    /// With what Keystone gave for the proofs that it has.
    #[must_use]
    pub fn receipt(mut self, receipt: Receipt) -> Self {
        self.receipt = Some(receipt);
        self
    }

    /// With access to this.
    #[must_use]
    pub fn scope(mut self, scope: Scope) -> Self {
        self.scope = scope;
        self
    }
}

impl AuthMethod for MultiFactor {
    fn authenticate<'a>(&'a self, keystone: &'a Client) -> Login<'a> {
        Box::pin(async move {
            let proof = |field: &str, secret: &Secret| {
                let mut user = self.user.to_json();
                user[field] = secret.expose().into();
                json!({"user": user})
            };
            let mut proofs = Vec::new();
            if let Some(password) = &self.password {
                proofs.push(("password", proof("password", password)));
            }
            if let Some(passcode) = &self.passcode {
                proofs.push(("totp", proof("passcode", passcode)));
            }
            let mut request = v3::request(proofs, &self.scope);
            if let Some(receipt) = &self.receipt {
                request = request.header(RECEIPT, receipt.id.expose());
            }
            v3::send(keystone, request, true).await
        })
    }

    fn identity(&self) -> Option<String> {
        Some(format!("multi-factor {:?} {:?}", self.user, self.scope))
    }
}
