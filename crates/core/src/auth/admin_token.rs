//! A token that Keystone is not asked about.

use std::fmt;

use super::{AuthMethod, Login, Place, given};
use crate::client::Client;
use crate::error::address_without_secrets;
use crate::secret::Secret;

/// A token that Keystone is not asked about: an administrator's, from its configuration, at a fixed address.
///
/// ```
/// use ferriscloud_core::Cloud;
/// use ferriscloud_core::auth::AdminToken;
///
/// let setup = Cloud::builder().auth(AdminToken::new("https://keystone.example.org/v3", "s3cret"));
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct AdminToken {
    /// The address of the services.
    pub endpoint: String,
    /// The token.
    pub token: Secret,
}

impl AdminToken {
    /// This one, at this address.
    pub fn new(endpoint: impl Into<String>, token: impl Into<Secret>) -> Self {
        Self {
            endpoint: endpoint.into(),
            token: token.into(),
        }
    }
}

impl AuthMethod for AdminToken {
    fn authenticate<'a>(&'a self, _: &'a Client) -> Login<'a> {
        given::token(self.token.expose())
    }

    fn place(&self) -> Place<'_> {
        Place::Nowhere(&self.endpoint)
    }
}

/// An address may have a password in it, which is not shown.
impl fmt::Debug for AdminToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoint = address_without_secrets(&self.endpoint);
        f.debug_struct("AdminToken")
            .field("endpoint", &endpoint)
            .finish_non_exhaustive()
    }
}
