//! Clouds without Keystone: services that stand alone, and those that trust whoever comes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderName, HeaderValue, header};

use super::{Access, AuthMethod, Login, Place};
use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};
use crate::secret::Secret;

/// No proof at all: for services that run without Keystone, such as a stand-alone Ironic or Cinder.
#[derive(Debug, Clone)]
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

/// A token that Keystone is not asked about: an administrator's, from its configuration, at a fixed address.
#[derive(Debug, Clone)]
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

/// A user and password on every request, by [HTTP's own means](https://www.rfc-editor.org/rfc/rfc7617): for a
/// stand-alone Ironic.
#[derive(Debug, Clone)]
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

/// `Basic`, with name and password encoded.
pub(super) fn basic(username: &str, password: &str) -> String {
    format!(
        "Basic {}",
        STANDARD.encode(format!("{username}:{password}"))
    )
}

fn given(name: HeaderName, value: &str) -> Result<Access> {
    let unfit = |error| {
        Error::new(
            ErrorKind::Config("the token cannot be a header".into()),
            error,
        )
    };
    let value = HeaderValue::try_from(value).map_err(unfit)?;
    Ok(Access::of_header(name, value))
}

const X_AUTH_TOKEN: HeaderName = HeaderName::from_static("x-auth-token");

impl AuthMethod for NoAuth {
    fn authenticate<'a>(&'a self, _: &'a Client) -> Login<'a> {
        Box::pin(std::future::ready(given(X_AUTH_TOKEN, "")))
    }

    fn place(&self) -> Place<'_> {
        Place::Nowhere(&self.endpoint)
    }
}

impl AuthMethod for AdminToken {
    fn authenticate<'a>(&'a self, _: &'a Client) -> Login<'a> {
        Box::pin(std::future::ready(given(X_AUTH_TOKEN, self.token.expose())))
    }

    fn place(&self) -> Place<'_> {
        Place::Nowhere(&self.endpoint)
    }
}

impl AuthMethod for HttpBasic {
    fn authenticate<'a>(&'a self, _: &'a Client) -> Login<'a> {
        let value = basic(&self.username, self.password.expose());
        Box::pin(std::future::ready(given(header::AUTHORIZATION, &value)))
    }

    fn place(&self) -> Place<'_> {
        Place::Nowhere(&self.endpoint)
    }
}
