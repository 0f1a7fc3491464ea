//! From the description of a cloud to the cloud.

use std::sync::Arc;

use http::HeaderValue;

use super::attempts::Attempts;
use super::{Cloud, CloudSetup};
use crate::auth::{self, Kept, Place, Session};
use crate::client::Client;
use crate::config::CloudConfig;
use crate::discovery::{Documents, keystone_named, keystone_of};
use crate::error::{Error, ErrorKind, Result};
use crate::layers::auth::Authenticate;
use crate::layers::limit::Limited;
use crate::layers::{self, Headers};
use crate::request_id;
use crate::retry::Retry;
use crate::sender::{Defaults, Sender, absolute};
use crate::transport::{Proxies, Timeouts, TlsOptions, Transport};

impl CloudSetup {
    /// Logs in.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] if something is missing; those of reaching Keystone; its refusal.
    pub async fn connect(self) -> Result<Cloud> {
        let Self {
            config,
            method,
            token_file,
            user_agent,
            global_request_id,
            timeouts,
            retry,
            largest,
            tls,
            proxies,
            transport,
            wrap,
        } = self;
        let method = match method {
            Some(method) => method,
            None => auth::from_config(&config)?,
        };
        let method = match token_file {
            Some(file) => {
                let auth_url = config.auth.auth_url.as_deref().unwrap_or_default();
                Arc::new(Kept::new(method, auth_url, file)?)
            }
            None => method,
        };
        let timeouts = timeouts.unwrap_or_else(|| timeouts_of(&config));
        let retry = retry.unwrap_or_else(|| Attempts::Ours(retry_of(&config)));
        let transport = match transport {
            Some(transport) => transport,
            None => {
                let tls = tls.unwrap_or_else(|| tls_of(&config));
                let proxies = proxies.unwrap_or_else(|| Ok(Proxies::from_env()))?;
                Transport::pooled(&timeouts, tls, proxies)
            }
        };
        let headers = Headers {
            user_agent: user_agent_header(&user_agent)?,
            global_request_id: match global_request_id {
                Some(id) => Some(request_id::global(&id)?),
                None => None,
            },
        };
        let attempt = Arc::new(layers::attempt(timeouts, headers, largest, transport));
        // Logging in takes the same stack but for the token.
        let plain = retry.of(attempt.clone());
        let documents = Documents::new(plain.clone());
        let keystone = keystone(&config, method.place(), &documents).await?;
        let keystone = Client::new(Sender::new(
            plain,
            "identity",
            &keystone,
            Defaults::default(),
        )?);
        let session = Session::new(method, keystone);
        session.access().await?;

        let signed = Authenticate::new(attempt, session.clone());
        let stack = retry.of(Limited::new(signed));
        let stack = wrap.into_iter().fold(stack, |stack, wrap| wrap(stack));
        Ok(Cloud::new(stack, session, documents, config))
    }
}

/// The address of Keystone's API. Keystone is asked only where the auth URL does not name the version.
async fn keystone(config: &CloudConfig, place: Place<'_>, documents: &Documents) -> Result<String> {
    if let Place::Nowhere(endpoint) = place {
        return Ok(endpoint.to_owned());
    }
    let auth_url = config.auth.auth_url.as_deref().ok_or_else(|| {
        let what = "the configuration has no auth_url (OS_AUTH_URL)".to_owned();
        Error::from(ErrorKind::Config(what))
    })?;
    let major = match place {
        Place::V2 => 2,
        Place::AuthUrl => return Ok(auth_url.to_owned()),
        Place::V3 | Place::Nowhere(_) => 3,
    };
    if let Some(named) = keystone_named(auth_url) {
        return Ok(named);
    }
    absolute(auth_url, "identity")?;
    let document = documents.at(auth_url).await.map_err(|error| {
        if !matches!(error.kind(), ErrorKind::Service(_) | ErrorKind::Decode(_)) {
            return error;
        }
        let what = "the auth URL names no version of Keystone's API, and there is no version document: \
                    is it the right address? Does it go on with /v3?";
        Error::new(ErrorKind::Endpoint(what.to_owned()), error)
    })?;
    keystone_of(&document, major)
}

fn timeouts_of(config: &CloudConfig) -> Timeouts {
    config
        .timeout
        .map_or_else(Timeouts::default, |timeout| Timeouts {
            connect: timeout,
            head: timeout,
            idle: timeout,
        })
}

fn retry_of(config: &CloudConfig) -> Retry {
    let retry = Retry::default();
    match config.attempts {
        Some(attempts) => retry.attempts(attempts),
        None => retry,
    }
}

fn tls_of(config: &CloudConfig) -> TlsOptions {
    TlsOptions {
        verify: config.verify.unwrap_or(true),
        cacert: config.cacert.clone(),
        cert: config.cert.clone(),
        key: config.key.clone(),
        ..TlsOptions::default()
    }
}

fn user_agent_header(app: &str) -> Result<HeaderValue> {
    let ours = concat!("ferriscloud/", env!("CARGO_PKG_VERSION"));
    let text = if app.is_empty() {
        ours.to_owned()
    } else {
        format!("{app} {ours}")
    };
    HeaderValue::try_from(text).map_err(|error| {
        Error::new(
            ErrorKind::Config(format!("the user agent {app:?} cannot be a header")),
            error,
        )
    })
}
