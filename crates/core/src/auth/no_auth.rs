//! Clouds that trust whoever comes.

use std::fmt;

use super::{AuthMethod, Login, Place, given};
use crate::client::Client;
use crate::error::address_without_secrets;

/// No proof at all: for services that run without Keystone, such as a stand-alone Ironic or Cinder.
///
/// ```
/// use ferriscloud_core::Cloud;
/// use ferriscloud_core::auth::NoAuth;
///
/// let setup = Cloud::builder().auth(NoAuth::new("http://127.0.0.1:6385"));
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct NoAuth {
    /// The address of the services.
    pub endpoint: String,
}

impl NoAuth {
    /// At this address.
    pub fn new(endpoint: impl Into<String>) -> Self {
        Self {
            endpoint: endpoint.into(),
        }
    }
}

impl AuthMethod for NoAuth {
    fn authenticate<'a>(&'a self, _: &'a Client) -> Login<'a> {
        given::token("")
    }

    fn place(&self) -> Place<'_> {
        Place::Nowhere(&self.endpoint)
    }
}

/// An address may have a password in it, which is not shown.
impl fmt::Debug for NoAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoint = address_without_secrets(&self.endpoint);
        f.debug_struct("NoAuth")
            .field("endpoint", &endpoint)
            .finish()
    }
}
