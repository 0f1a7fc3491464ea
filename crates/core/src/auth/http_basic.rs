//! Name and password by HTTP's own means.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{AuthMethod, Login, Place, given};
use crate::client::Client;
use crate::error::address_without_secrets;
use crate::secret::Secret;

/// A user and password on every request, by [HTTP's own means](https://www.rfc-editor.org/rfc/rfc7617): for a
/// stand-alone Ironic.
///
/// ```
/// use ferriscloud_core::Cloud;
/// use ferriscloud_core::auth::HttpBasic;
///
/// let ironic = HttpBasic::new("https://ironic.example.org:6385", "admin", "s3cret");
/// let setup = Cloud::builder().auth(ironic);
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpBasic {
    /// The address of the services.
    pub endpoint: String,
    /// The user's name.
    pub username: String,
    /// Their password.
    pub password: Secret,
}

impl HttpBasic {
    /// This user, at this address.
    pub fn new(
        endpoint: impl Into<String>,
        username: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Self {
        Self {
            endpoint: endpoint.into(),
            username: username.into(),
            password: password.into(),
        }
    }
}

impl AuthMethod for HttpBasic {
    fn authenticate<'a>(&'a self, _: &'a Client) -> Login<'a> {
        given::authorization(&basic(&self.username, self.password.expose()))
    }

    fn place(&self) -> Place<'_> {
        Place::Nowhere(&self.endpoint)
    }
}

/// `Basic`, with name and password encoded.
pub(super) fn basic(username: &str, password: &str) -> String {
    let both = STANDARD.encode(format!("{username}:{password}"));
    format!("Basic {both}")
}

/// An address may have a password in it, which is not shown.
impl fmt::Debug for HttpBasic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoint = address_without_secrets(&self.endpoint);
        f.debug_struct("HttpBasic")
            .field("endpoint", &endpoint)
            .field("username", &self.username)
            .finish_non_exhaustive()
    }
}
