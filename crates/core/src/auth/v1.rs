//! Swift's own logging in, which is older than Keystone.

use http::{HeaderName, HeaderValue, Method};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::{Access, AuthMethod, Login, Place};
use crate::catalog::Catalog;
use crate::client::Client;
use crate::error::{Error, ErrorKind, Result, unreadable};
use crate::path::Path;
use crate::request::{Operation, Request};
use crate::response::Answer;
use crate::secret::Secret;

/// A name and a key as a Swift without Keystone has them, and Ceph's gateway:
/// [`GET /auth/v1.0`](https://docs.openstack.org/swift/latest/overview_auth.html#tempauth).
///
/// There is object storage alone then, at the address that the answer has.
///
/// ```
/// use ferriscloud_core::Cloud;
/// use ferriscloud_core::auth::PasswordV1;
///
/// let method = PasswordV1::new("test:tester", "testing");
/// let setup = Cloud::builder().auth_url("https://swift.example.org/auth/v1.0").auth(method);
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PasswordV1 {
    /// The name: that of an account and that of a user of it, with a colon between.
    pub username: String,
    /// Their key.
    pub key: Secret,
    /// The account to use, if it is not their own, such as `AUTH_other`.
    pub account: Option<String>,
    /// The region that the object storage is taken to be in, for configurations that name one.
    pub region: Option<String>,
}

impl PasswordV1 {
    /// Logs in to the account of one's own.
    pub fn new(username: impl Into<String>, key: impl Into<Secret>) -> Self {
        Self {
            username: username.into(),
            key: key.into(),
            account: None,
            region: None,
        }
    }

    async fn log_in(&self, swift: &Client) -> Result<Access> {
        let name = HeaderName::from_static;
        let operation = Operation("authenticate", "");
        let request = Request::new(Method::GET, Path::default(), operation)
            .header(name("x-auth-user"), self.username.as_bytes())
            .header(name("x-auth-key"), self.key.expose().as_bytes());
        let (mut access, storage) = swift.call(request).reading(read).await?;
        let storage = match &self.account {
            Some(account) => {
                let client = swift.at(&storage)?;
                client.relative(1, [account.as_str()])?.endpoint()
            }
            None => storage,
        };
        let region = self.region.as_deref().unwrap_or_default();
        access.user.name.clone_from(&self.username);
        access.catalog = catalog(&storage, region)?;
        Ok(access)
    }
}

impl AuthMethod for PasswordV1 {
    fn authenticate<'a>(&'a self, swift: &'a Client) -> Login<'a> {
        Box::pin(self.log_in(swift))
    }

    fn identity(&self) -> Option<String> {
        let account = self.account.as_deref().unwrap_or("their own account");
        Some(format!("{:?} in {account:?}", self.username))
    }

    fn place(&self) -> Place<'_> {
        Place::AuthUrl
    }
}

/// The token, and the address of the object storage.
fn read(answer: &Answer) -> Result<(Access, String)> {
    let header = |name: &str| answer.headers().get(name).cloned();
    let missing = |name: &str| Error::from(ErrorKind::Decode(format!("there is no {name}")));
    let text = |value: HeaderValue| Some(value.to_str().ok()?.trim().to_owned());
    let token = header("x-storage-token").or_else(|| header("x-auth-token"));
    let mut access = Access::of_token(token.ok_or_else(|| missing("X-Auth-Token"))?);
    let life = header("x-auth-token-expires").and_then(text);
    if let Some(life) = life.and_then(|seconds| seconds.parse().ok()) {
        let now = Timestamp::now();
        access.issued_at = Some(now);
        access.expires_at = now.checked_add(SignedDuration::from_secs(life)).ok();
    }
    let storage = header("x-storage-url").and_then(text);
    Ok((access, storage.ok_or_else(|| missing("X-Storage-Url"))?))
}

/// A catalog with nothing but this.
fn catalog(storage: &str, region: &str) -> Result<Catalog> {
    let endpoints = ["public", "internal", "admin"];
    let endpoints =
        endpoints.map(|one| json!({"interface": one, "region": region, "url": storage}));
    let swift = json!([{"type": "object-store", "name": "swift", "endpoints": endpoints}]);
    serde_json::from_value(swift).map_err(|error| unreadable("the address: ", error))
}
