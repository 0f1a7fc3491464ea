//! Logging in by OAuth 1.0a.

mod signature;

use std::hash::{BuildHasher, RandomState};

use http::{HeaderValue, Method, header};
use jiff::Timestamp;
use serde_json::json;

use super::{AuthMethod, Login, Scope, v3};
use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};
use crate::secret::Secret;

/// An access token of OAuth 1.0a, by which a user has lent a part of their roles to a consumer:
/// [`POST /v3/auth/tokens`](https://docs.openstack.org/api-ref/identity/v3-ext/#authenticate-with-identity-api).
///
/// The access token says for which project; there is no scope to set.
///
/// ```
/// use ferriscloud_core::auth::OAuth1;
///
/// let login = OAuth1::new(("consumer", "its secret"), ("access token", "its secret"));
/// assert!(!format!("{login:?}").contains("its secret"));
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct OAuth1 {
    /// The consumer's id.
    pub consumer_key: String,
    /// The consumer's secret.
    pub consumer_secret: Secret,
    /// The access token's id; empty where there is no token as yet.
    pub access_key: String,
    /// The access token's secret.
    pub access_secret: Secret,
}

impl OAuth1 {
    /// By the id and the secret of a consumer, and of an access token.
    pub fn new(
        consumer: (impl Into<String>, impl Into<Secret>),
        access: (impl Into<String>, impl Into<Secret>),
    ) -> Self {
        Self {
            consumer_key: consumer.0.into(),
            consumer_secret: consumer.1.into(),
            access_key: access.0.into(),
            access_secret: access.1.into(),
        }
    }

    /// The `Authorization` of a request to this address, as [RFC 5849](https://www.rfc-editor.org/rfc/rfc5849)
    /// signs it, with HMAC-SHA1. A consumer needs it on the way to its access token: `more` are parameters such as
    /// `oauth_callback` and `oauth_verifier`.
    ///
    /// # Errors
    /// [`ErrorKind::Input`] if the address is not absolute.
    pub fn sign(&self, method: &Method, url: &str, more: &[(&str, &str)]) -> Result<HeaderValue> {
        // Unique among all requests of a second: keys of a hash map are drawn by the operating system.
        let nonce = RandomState::new().hash_one(0);
        let (time, nonce) = (
            Timestamp::now().as_second().to_string(),
            format!("{nonce:016x}"),
        );
        let header = signature::header(self, method, url, more, (&time, &nonce))?;
        let mut header = HeaderValue::try_from(header).map_err(|error| {
            Error::new(ErrorKind::Input("a key of OAuth 1.0a".to_owned()), error)
        })?;
        header.set_sensitive(true);
        Ok(header)
    }
}

impl AuthMethod for OAuth1 {
    fn authenticate<'a>(&'a self, keystone: &'a Client) -> Login<'a> {
        Box::pin(async move {
            let url = format!("{}/{}", keystone.endpoint(), v3::TOKENS);
            let signature = self.sign(&Method::POST, &url, &[])?;
            let request = v3::request(vec![("oauth1", json!({}))], &Scope::Unscoped);
            // What is signed is good once.
            v3::send(
                keystone,
                request.header(header::AUTHORIZATION, signature),
                false,
            )
            .await
        })
    }

    fn identity(&self) -> Option<String> {
        Some(format!("oauth1 {} {}", self.consumer_key, self.access_key))
    }
}
