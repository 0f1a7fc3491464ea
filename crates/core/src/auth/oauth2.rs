//! Logging in by OAuth 2.0, and what OpenID Connect shares with it: getting an access token.

use http::{Method, header};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{AuthMethod, Login, existing_token, http_basic};
use crate::client::Client;
use crate::error::Result;
use crate::path::Path;
use crate::request::{Operation, Request};
use crate::secret::Secret;

/// OAuth 2.0's client credentials, which Keystone takes from those who have an application credential:
/// [`POST /v3/OS-OAUTH2/token`](https://docs.openstack.org/api-ref/identity/v3-ext/#os-oauth2-api).
///
/// ```
/// use ferriscloud_core::Cloud;
/// use ferriscloud_core::auth::OAuth2ClientCredentials;
///
/// let method = OAuth2ClientCredentials::new("6cb5fa6a13184e6fab65ba2108adf50c", "s3cret");
/// let setup = Cloud::builder().auth_url("https://keystone.example.org/v3").auth(method);
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct OAuth2ClientCredentials {
    /// The id of the application credential.
    pub client_id: String,
    /// Its secret.
    pub client_secret: Secret,
    /// Where access tokens are got; Keystone's own address where it is not said.
    pub endpoint: Option<String>,
}

impl OAuth2ClientCredentials {
    /// By the id and the secret of an application credential.
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            endpoint: None,
        }
    }
}

impl AuthMethod for OAuth2ClientCredentials {
    fn authenticate<'a>(&'a self, keystone: &'a Client) -> Login<'a> {
        Box::pin(async move {
            let endpoint = match &self.endpoint {
                Some(endpoint) => endpoint.clone(),
                None => format!("{}/OS-OAUTH2/token", keystone.endpoint()),
            };
            let server = keystone.at(&endpoint)?;
            let client = (self.client_id.as_str(), Some(&self.client_secret));
            let grant = [("grant_type", "client_credentials")];
            let given: Given = post(&server, client, &grant).await?;
            // Keystone's access tokens are tokens of its own.
            existing_token::show(keystone, &given.access_token).await
        })
    }

    fn identity(&self) -> Option<String> {
        Some(format!("oauth2 {}", self.client_id))
    }
}

/// What an authorization server gives.
#[derive(Deserialize)]
pub(super) struct Given {
    pub(super) access_token: Secret,
    /// OpenID Connect's statement of who somebody is.
    #[serde(default)]
    pub(super) id_token: Option<Secret>,
}

/// Posts a form to an authorization server, as a client of its own.
pub(super) async fn post<T: DeserializeOwned + 'static>(
    server: &Client,
    (id, secret): (&str, Option<&Secret>),
    form: &[(&str, &str)],
) -> Result<T> {
    let form = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish();
    let request = Request::new(
        Method::POST,
        Path::default(),
        Operation("authenticate", "at the identity provider"),
    );
    let mut request = request
        .with_body(form)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    if let Some(secret) = secret {
        let client = http_basic::basic(id, secret.expose());
        request = request.header(header::AUTHORIZATION, client);
    }
    server.call(request).extract().await
}
