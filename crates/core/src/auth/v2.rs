//! Version 2.0 of Keystone's API, which some old clouds still have.

use http::{HeaderValue, Method};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::access::Named;
use super::{Access, AuthMethod, Login, Place};
use crate::catalog::Catalog;
use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};
use crate::path::Path;
use crate::request::{Operation, Request};
use crate::response::Answer;
use crate::secret::Secret;
use crate::{lenient, time};

/// A tenant, as version 2.0 calls projects, by id or by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TenantRef {
    /// By id.
    Id(String),
    /// By name.
    Name(String),
}

/// A user's name and password, as version 2.0 has them, which knows no domains: `POST /v2.0/tokens`.
///
/// ```
/// use ferriscloud_core::Cloud;
/// use ferriscloud_core::auth::{PasswordV2, TenantRef};
///
/// let method = PasswordV2::new("demo", "s3cret", TenantRef::Name("demo".into()));
/// let setup = Cloud::builder().auth_url("https://keystone.example.org/v2.0").auth(method);
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PasswordV2 {
    /// The user's name.
    pub username: String,
    /// Their password.
    pub password: Secret,
    /// The tenant that the token is to give access to.
    pub tenant: Option<TenantRef>,
}

impl PasswordV2 {
    /// Logs in, to a tenant if there is one.
    pub fn new(
        username: impl Into<String>,
        password: impl Into<Secret>,
        tenant: impl Into<Option<TenantRef>>,
    ) -> Self {
        Self {
            username: username.into(),
            password: password.into(),
            tenant: tenant.into(),
        }
    }
}

/// A token for which version 2.0 gives another: `POST /v2.0/tokens`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TokenV2 {
    /// The token one has.
    pub token: Secret,
    /// The tenant that the new one is to give access to.
    pub tenant: Option<TenantRef>,
}

impl TokenV2 {
    /// Logs in, to a tenant if there is one.
    pub fn new(token: impl Into<Secret>, tenant: impl Into<Option<TenantRef>>) -> Self {
        Self {
            token: token.into(),
            tenant: tenant.into(),
        }
    }
}

impl AuthMethod for PasswordV2 {
    fn authenticate<'a>(&'a self, keystone: &'a Client) -> Login<'a> {
        let who = json!({"username": self.username, "password": self.password.expose()});
        Box::pin(log_in(keystone, "passwordCredentials", who, &self.tenant))
    }

    fn place(&self) -> Place<'_> {
        Place::V2
    }
}

impl AuthMethod for TokenV2 {
    fn authenticate<'a>(&'a self, keystone: &'a Client) -> Login<'a> {
        let who = json!({"id": self.token.expose()});
        Box::pin(log_in(keystone, "token", who, &self.tenant))
    }

    fn place(&self) -> Place<'_> {
        Place::V2
    }
}

async fn log_in(
    keystone: &Client,
    method: &'static str,
    who: Value,
    tenant: &Option<TenantRef>,
) -> Result<Access> {
    let mut auth = json!({method: who});
    match tenant {
        Some(TenantRef::Id(id)) => auth["tenantId"] = id.as_str().into(),
        Some(TenantRef::Name(name)) => auth["tenantName"] = name.as_str().into(),
        None => {}
    }
    let request = Request::new(
        Method::POST,
        Path::fixed("tokens"),
        Operation("authenticate", ""),
    );
    let call = keystone.call(request.envelope("auth", &auth));
    call.idempotent(true).under("access").reading(read).await
}

fn read(answer: &Answer) -> Result<Access> {
    #[derive(Deserialize)]
    struct Told {
        token: Token,
        #[serde(default, deserialize_with = "lenient::or_default")]
        user: User,
        #[serde(default, rename = "serviceCatalog")]
        catalog: Catalog,
    }
    #[derive(Deserialize)]
    struct Token {
        id: Secret,
        #[serde(default, deserialize_with = "time::lenient")]
        issued_at: Option<Timestamp>,
        #[serde(default, deserialize_with = "time::lenient")]
        expires: Option<Timestamp>,
        #[serde(default, deserialize_with = "lenient::or_none")]
        tenant: Option<Named>,
    }
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct User {
        #[serde(deserialize_with = "lenient::or_default")]
        id: String,
        #[serde(deserialize_with = "lenient::or_default")]
        name: String,
        #[serde(deserialize_with = "lenient::list")]
        roles: Vec<Named>,
    }
    let told: Told = answer.extract()?;
    let token = HeaderValue::try_from(told.token.id.expose()).map_err(|error| {
        let what = "the token cannot be a header".to_owned();
        Error::new(ErrorKind::Decode(what), error)
    })?;
    let mut access = Access::of_token(token);
    access.issued_at = told.token.issued_at;
    access.expires_at = told.token.expires;
    access.project = told.token.tenant;
    access.user.id = told.user.id;
    access.user.name = told.user.name;
    access.roles = told.user.roles;
    access.catalog = told.catalog;
    Ok(access)
}
