//! Using a token that somebody else got.

use http::{HeaderName, Method};

use super::{Access, AuthMethod, Login};
use crate::client::Client;
use crate::error::Result;
use crate::path::Path;
use crate::request::{Operation, Request};
use crate::secret::Secret;

/// A token that is used as it is, with its own scope and catalog; none is got for it:
/// [`GET /v3/auth/tokens`](https://docs.openstack.org/api-ref/identity/v3/#validate-and-show-information-for-token).
///
/// It cannot be renewed: when it ends, calls fail with 401. For a token of another scope see
/// [`Token`](super::Token).
///
/// ```
/// use ferriscloud_core::Cloud;
/// use ferriscloud_core::auth::ExistingToken;
///
/// let setup = Cloud::builder().auth_url("https://keystone.example.org/v3").auth(ExistingToken::new("gAAAAAB"));
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ExistingToken {
    /// The token.
    pub token: Secret,
}

impl ExistingToken {
    /// This one.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self {
            token: token.into(),
        }
    }
}

impl AuthMethod for ExistingToken {
    fn authenticate<'a>(&'a self, keystone: &'a Client) -> Login<'a> {
        Box::pin(show(keystone, &self.token))
    }
}

/// What Keystone says of a token, which has the right to ask that of itself.
pub(super) async fn show(keystone: &Client, token: &Secret) -> Result<Access> {
    let request = Request::new(
        Method::GET,
        Path::fixed("auth/tokens"),
        Operation("authenticate", ""),
    );
    let header = HeaderName::from_static;
    let request = request
        .header(header("x-auth-token"), token.expose())
        .header(header("x-subject-token"), token.expose())
        // Tokens with access rules are shown to those only who know what that is.
        .header(header("openstack-identity-access-rules"), "1");
    keystone.call(request).reading(Access::answered).await
}
