//! Describing a cloud before connecting to it.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use http_body::Body as HttpBody;
use tower::util::BoxCloneSyncService;
use tower::{Layer, Service};

use super::Cloud;
use crate::auth::{self, AuthMethod, Place, Session};
use crate::body::Body;
use crate::catalog::{self, Interface};
use crate::client::Client;
use crate::config::CloudConfig;
use crate::discovery::{Documents, keystone_named, keystone_of};
use crate::error::{BoxError, Error, ErrorKind, Result};
use crate::layers;
use crate::retry::Retry;
use crate::sender::{Sender, Stack, absolute};
use crate::transport::{Proxies, Timeouts, TlsOptions, Transport};

/// The description of a cloud: how to log in, what to trust, how patient to be.
///
/// ```no_run
/// # async fn example() -> ferriscloud_core::Result<()> {
/// use ferriscloud_core::Cloud;
/// use ferriscloud_core::auth::ApplicationCredential;
///
/// let cloud = Cloud::builder()
///     .auth_url("https://keystone.example.org/v3")
///     .auth(ApplicationCredential::new("0a1b", "its secret"))
///     .region("RegionOne")
///     .user_agent("inventory/1.0")
///     .connect()
///     .await?;
/// # Ok(()) }
/// ```
#[must_use = "a description does nothing until it is connected"]
pub struct CloudSetup {
    config: CloudConfig,
    method: Option<Arc<dyn AuthMethod>>,
    user_agent: String,
    timeouts: Timeouts,
    retry: Retry,
    largest: u64,
    tls: Option<TlsOptions>,
    proxies: Option<Result<Proxies>>,
    transport: Option<Transport>,
    wrap: Vec<Box<dyn FnOnce(Stack) -> Stack + Send>>,
}

/// Answers that are read whole may be this large: a page of anything is far smaller.
const LARGEST_ANSWER: u64 = 256 << 20;

impl CloudSetup {
    /// Starts from a configuration that was read or written before.
    pub fn new(config: CloudConfig) -> Self {
        Self {
            config,
            method: None,
            user_agent: String::new(),
            timeouts: Timeouts::default(),
            retry: Retry::default(),
            largest: LARGEST_ANSWER,
            tls: None,
            proxies: None,
            transport: None,
            wrap: Vec::new(),
        }
    }

    /// Where tokens are got, such as `https://keystone.example.org/v3`.
    pub fn auth_url(mut self, url: impl Into<String>) -> Self {
        self.config.auth.auth_url = Some(url.into());
        self
    }

    /// How tokens are got, instead of what the configuration says.
    pub fn auth(mut self, method: impl AuthMethod) -> Self {
        self.method = Some(Arc::new(method));
        self
    }

    /// The region whose endpoints are used.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.config.region = Some(region.into());
        self
    }

    /// The interface of the endpoints that are used; public where this is not said.
    pub fn interface(mut self, interface: Interface) -> Self {
        self.config.interface = vec![interface];
        self
    }

    /// The address of a service, instead of the catalog's.
    pub fn endpoint(mut self, service_type: impl Into<String>, url: impl Into<String>) -> Self {
        let service_type = service_type.into();
        let (official, _) = catalog::family(&service_type);
        let service = self.config.services.entry(official.to_owned());
        let service = service.or_default();
        service.endpoint_override = Some(url.into());
        self
    }

    /// What stands before ours in the user agent: `inventory/1.0`.
    pub fn user_agent(mut self, name_and_version: impl Into<String>) -> Self {
        self.user_agent = name_and_version.into();
        self
    }

    /// How long each phase of an attempt may take.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// How often, and with what pauses, a call is sent again.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// What TLS trusts and shows, instead of what the configuration says.
    pub fn tls(mut self, tls: TlsOptions) -> Self {
        self.tls = Some(tls);
        self
    }

    /// The proxy that all requests go by, such as `http://user:password@proxy:3128`.
    ///
    /// Where nothing is said, the variables `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` count, in
    /// capitals or not, and what is on this machine is reached without. A proxy that is no good is an error
    /// of [`connect`](Self::connect).
    pub fn proxy(mut self, url: impl AsRef<str>) -> Self {
        self.proxies = Some(Proxies::all(url.as_ref()));
        self
    }

    /// No proxy, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.proxies = Some(Ok(Proxies::none()));
        self
    }

    /// The largest answer that is read whole, in bytes. Streams have no limit.
    pub fn largest_answer(mut self, bytes: u64) -> Self {
        self.largest = bytes;
        self
    }

    /// Puts a layer of your own around whole calls, outside of retries.
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Stack> + Send + 'static,
        L::Service: Service<http::Request<Body>, Response = http::Response<Body>, Error = Error>
            + Clone
            + Send
            + Sync
            + 'static,
        <L::Service as Service<http::Request<Body>>>::Future: Send,
    {
        self.wrap.push(Box::new(move |stack| {
            BoxCloneSyncService::new(layer.layer(stack))
        }));
        self
    }

    /// Sends requests by a tower service of your own, in place of the connection pool.
    pub fn transport<S, B>(mut self, service: S) -> Self
    where
        S: Service<http::Request<Body>, Response = http::Response<B>>
            + Clone
            + Send
            + Sync
            + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send,
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        self.transport = Some(Transport::custom(service));
        self
    }

    /// Logs in.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] if something is missing; those of reaching Keystone; its refusal.
    pub async fn connect(self) -> Result<Cloud> {
        let Self {
            config,
            method,
            user_agent,
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
        let transport = match transport {
            Some(transport) => transport,
            None => {
                let tls = tls.unwrap_or_else(|| tls_of(&config));
                let proxies = proxies.unwrap_or_else(|| Ok(Proxies::from_env()))?;
                Transport::pooled(&timeouts, tls, proxies)
            }
        };
        let attempt = layers::attempt(
            timeouts,
            user_agent_header(&user_agent)?,
            largest,
            transport,
        );
        // Logging in takes the same stack but for the token.
        let plain = BoxCloneSyncService::new(layers::whole(retry.clone(), attempt.clone()));
        let documents = Documents::new(plain.clone());
        let keystone = keystone(&config, method.place(), &documents).await?;
        let keystone = Client::new(Sender::new(plain, "identity", &keystone, None)?);
        let session = Session::new(method, keystone);
        session.access().await?;

        let signed = layers::auth::Authenticate::new(attempt, session.clone());
        let stack = BoxCloneSyncService::new(layers::whole(retry, signed));
        let stack = wrap.into_iter().fold(stack, |stack, wrap| wrap(stack));
        Ok(Cloud::new(stack, session, documents, config))
    }
}

/// The address of Keystone's API. Keystone is asked only where the auth URL does not name the version.
async fn keystone(config: &CloudConfig, place: Place<'_>, documents: &Documents) -> Result<String> {
    let major = match place {
        Place::V3 => 3,
        Place::V2 => 2,
        Place::Nowhere(endpoint) => return Ok(endpoint.to_owned()),
    };
    let auth_url = config.auth.auth_url.as_deref().ok_or_else(|| {
        let what = "the configuration has no auth_url (OS_AUTH_URL)".to_owned();
        Error::from(ErrorKind::Config(what))
    })?;
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

impl fmt::Debug for CloudSetup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            config,
            method,
            user_agent,
            timeouts,
            retry,
            largest,
            tls,
            proxies,
            transport: _,
            wrap,
        } = self;
        f.debug_struct("CloudSetup")
            .field("config", config)
            .field("method", method)
            .field("user_agent", user_agent)
            .field("timeouts", timeouts)
            .field("retry", retry)
            .field("largest", largest)
            .field("tls", tls)
            .field("proxies", proxies)
            .field("layers", &wrap.len())
            .finish_non_exhaustive()
    }
}
