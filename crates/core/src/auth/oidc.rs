//! Logging in by OpenID Connect: an identity provider says who somebody is, and Keystone believes it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{Method, header};
use serde::Deserialize;
use serde_json::{Value, json};

use super::oauth2::{Given, post};
use super::{Access, AuthMethod, Login, Scope, v3};
use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};
use crate::path::Path;
use crate::request::{Operation, Request};
use crate::secret::Secret;

/// OpenID Connect, as [Keystone's federation](https://docs.openstack.org/api-ref/identity/v3-ext/#request-an-unscoped-os-federation-token)
/// has it: an access token of an identity provider becomes a token of Keystone's.
///
/// ```
/// use ferriscloud_core::auth::{Oidc, OidcGrant};
///
/// let mut login = Oidc::new("our-company", "openid", OidcGrant::ClientCredentials);
/// login.client_id = "nightly-backup".into();
/// login.client_secret = Some("secret".into());
/// login.discovery_endpoint = Some("https://login.example.org/.well-known/openid-configuration".into());
/// assert!(!format!("{login:?}").contains("secret\""));
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Oidc {
    /// The identity provider, by its id in Keystone.
    pub identity_provider: String,
    /// The protocol, by its id in Keystone: `openid`, mostly.
    pub protocol: String,
    /// How the identity provider is asked for an access token.
    pub grant: OidcGrant,
    /// Who asks: the client's id at the identity provider.
    pub client_id: String,
    /// The client's secret, if it has one.
    pub client_secret: Option<Secret>,
    /// Where the identity provider describes itself.
    pub discovery_endpoint: Option<String>,
    /// Where it gives access tokens; as it describes itself, where this is not said.
    pub access_token_endpoint: Option<String>,
    /// Where it takes devices; as it describes itself, where this is not said.
    pub device_authorization_endpoint: Option<String>,
    /// What is asked of it: `openid profile` where this is not said.
    pub claims: String,
    /// Which of its tokens is shown to Keystone: the access token, or the `id_token`.
    pub show_id_token: bool,
    /// To what the token is to give access.
    pub scope: Scope,
}

/// How an identity provider is asked for an access token.
#[derive(Clone)]
#[non_exhaustive]
pub enum OidcGrant {
    /// Not at all: here is one.
    AccessToken(Secret),
    /// For the client itself.
    ClientCredentials,
    /// For a user, by name and password.
    Password(String, Secret),
    /// For a user who allows it in a browser: they are told where and how.
    Device(Arc<dyn Fn(&DevicePrompt) + Send + Sync>),
}

/// What a user has to be told, so that they can let a device in.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct DevicePrompt {
    /// The page to go to.
    pub verification_uri: String,
    /// The page with the code in it, if there is one.
    #[serde(default)]
    pub verification_uri_complete: Option<String>,
    /// The code to enter there.
    pub user_code: String,
    device_code: Secret,
    #[serde(default = "ten_minutes")]
    expires_in: u64,
    #[serde(default = "five_seconds")]
    interval: u64,
}

fn ten_minutes() -> u64 {
    600
}

fn five_seconds() -> u64 {
    5
}

/// However slow a provider asks us to be, it is asked again after this time.
const LONGEST: Duration = Duration::from_secs(60);

impl Oidc {
    /// Without a scope; the fields say the rest.
    pub fn new(
        identity_provider: impl Into<String>,
        protocol: impl Into<String>,
        grant: OidcGrant,
    ) -> Self {
        Self {
            identity_provider: identity_provider.into(),
            protocol: protocol.into(),
            grant,
            client_id: String::new(),
            client_secret: None,
            discovery_endpoint: None,
            access_token_endpoint: None,
            device_authorization_endpoint: None,
            claims: "openid profile".to_owned(),
            show_id_token: false,
            scope: Scope::Unscoped,
        }
    }

    async fn access_token(&self, keystone: &Client) -> Result<Secret> {
        let form: Vec<(&str, &str)> = match &self.grant {
            OidcGrant::AccessToken(token) => return Ok(token.clone()),
            OidcGrant::Device(prompt) => return self.device(keystone, prompt.as_ref()).await,
            OidcGrant::ClientCredentials => vec![("grant_type", "client_credentials")],
            OidcGrant::Password(name, password) => vec![
                ("grant_type", "password"),
                ("username", name),
                ("password", password.expose()),
            ],
        };
        let given = &self.access_token_endpoint;
        let server = self.server(keystone, given, "token_endpoint").await?;
        let form = [
            &form[..],
            &[("scope", &self.claims), ("client_id", &self.client_id)],
        ]
        .concat();
        self.shown(post(&server, self.client(), &form).await?)
    }

    /// Asks for a code, tells the user, and comes back until they have let us in.
    async fn device(
        &self,
        keystone: &Client,
        tell: &(dyn Fn(&DevicePrompt) + Send + Sync),
    ) -> Result<Secret> {
        let (devices, tokens) = (
            &self.device_authorization_endpoint,
            &self.access_token_endpoint,
        );
        let devices = self
            .server(keystone, devices, "device_authorization_endpoint")
            .await?;
        let tokens = self.server(keystone, tokens, "token_endpoint").await?;
        let form = [
            ("client_id", self.client_id.as_str()),
            ("scope", &self.claims),
        ];
        let prompt: DevicePrompt = post(&devices, self.client(), &form).await?;
        tell(&prompt);
        let form = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("device_code", prompt.device_code.expose()),
            ("client_id", &self.client_id),
        ];
        let end = tokio::time::Instant::now() + Duration::from_secs(prompt.expires_in.min(3600));
        let mut pause = Duration::from_secs(prompt.interval).min(LONGEST);
        loop {
            tokio::time::sleep(pause).await;
            let error = match post(&tokens, self.client(), &form).await {
                Ok(given) => return self.shown(given),
                Err(error) => error,
            };
            let says = |word: &str| {
                [error.code(), error.message()]
                    .into_iter()
                    .flatten()
                    .any(|text| text.contains(word))
            };
            if says("slow_down") {
                pause = (pause + Duration::from_secs(5)).min(LONGEST);
            } else if !says("authorization_pending") {
                return Err(error);
            }
            if tokio::time::Instant::now() + pause > end {
                return Err(error);
            }
        }
    }

    fn shown(&self, given: Given) -> Result<Secret> {
        match given.id_token {
            _ if !self.show_id_token => Ok(given.access_token),
            Some(token) => Ok(token),
            None => {
                Err(ErrorKind::Decode("the identity provider gave no id_token".to_owned()).into())
            }
        }
    }

    fn client(&self) -> (&str, Option<&Secret>) {
        (&self.client_id, self.client_secret.as_ref())
    }

    /// An endpoint of the identity provider: the one given, else the one it describes itself with.
    async fn server(
        &self,
        keystone: &Client,
        given: &Option<String>,
        name: &str,
    ) -> Result<Client> {
        if let Some(url) = given {
            return keystone.at(url);
        }
        let missing = |what: String| Error::from(ErrorKind::Config(what));
        let description = self.discovery_endpoint.as_ref().ok_or_else(|| {
            missing(format!(
                "the configuration has neither discovery_endpoint nor {name}"
            ))
        })?;
        let description: Value = keystone.at(description)?.get(Path::default()).await?;
        let url = description.get(name).and_then(Value::as_str);
        keystone.at(url.ok_or_else(|| missing(format!("the identity provider has no {name}")))?)
    }
}

impl AuthMethod for Oidc {
    fn authenticate<'a>(&'a self, keystone: &'a Client) -> Login<'a> {
        Box::pin(async move {
            let token = self.access_token(keystone).await?;
            let path = Path::fixed("OS-FEDERATION/identity_providers")
                .segment(&self.identity_provider)
                .then("protocols")
                .segment(&self.protocol)
                .then("auth");
            let request = Request::new(Method::POST, path, Operation("authenticate", ""))
                .header(header::AUTHORIZATION, format!("Bearer {}", token.expose()));
            let call = keystone.call(request).idempotent(true);
            let access = call.reading(Access::answered).await?;
            if self.scope == Scope::Unscoped {
                return Ok(access);
            }
            let unscoped = access.expose_token().to_str().map_err(|error| {
                Error::new(ErrorKind::Decode("the token is not text".into()), error)
            })?;
            let proof = ("token", json!({"id": unscoped}));
            v3::log_in(keystone, vec![proof], &self.scope).await
        })
    }

    fn identity(&self) -> Option<String> {
        let who = match &self.grant {
            // A token does not say whose it is.
            OidcGrant::AccessToken(_) => return None,
            OidcGrant::Password(name, _) => name.as_str(),
            OidcGrant::ClientCredentials => "",
            // Whoever enters the code.
            OidcGrant::Device(_) => "device",
        };
        let Self {
            identity_provider,
            protocol,
            client_id,
            scope,
            ..
        } = self;
        Some(format!(
            "oidc {identity_provider:?} {protocol:?} {client_id:?} {who:?} {scope:?}"
        ))
    }
}

impl fmt::Debug for OidcGrant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AccessToken(_) => "AccessToken(…)",
            Self::ClientCredentials => "ClientCredentials",
            Self::Password(..) => "Password(…)",
            Self::Device(_) => "Device(…)",
        })
    }
}
