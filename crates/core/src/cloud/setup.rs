//! Describing a cloud before connecting to it.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use http_body::Body as HttpBody;
use tower::retry::Policy;
use tower::util::BoxCloneSyncService;
use tower::{Layer, Service};

use super::attempts::Attempts;
use crate::auth::AuthMethod;
use crate::body::Body;
use crate::catalog::{self, Interface};
use crate::config::CloudConfig;
use crate::error::{BoxError, Error, Result};
use crate::retry::Retry;
use crate::sender::Stack;
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
    pub(super) config: CloudConfig,
    pub(super) method: Option<Arc<dyn AuthMethod>>,
    pub(super) token_file: Option<PathBuf>,
    pub(super) user_agent: String,
    pub(super) global_request_id: Option<String>,
    pub(super) timeouts: Option<Timeouts>,
    pub(super) retry: Option<Attempts>,
    pub(super) largest: u64,
    pub(super) tls: Option<TlsOptions>,
    pub(super) proxies: Option<Result<Proxies>>,
    pub(super) transport: Option<Transport>,
    pub(super) wrap: Vec<Box<dyn FnOnce(Stack) -> Stack + Send>>,
}

/// Answers that are read whole may be this large: a page of anything is far smaller.
const LARGEST_ANSWER: u64 = 256 << 20;

impl CloudSetup {
    /// Starts from a configuration that was read or written before.
    pub fn new(config: CloudConfig) -> Self {
        Self {
            config,
            method: None,
            token_file: None,
            user_agent: String::new(),
            global_request_id: None,
            timeouts: None,
            retry: None,
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

    /// Keeps the token in this file, for a program that starts often: it logs in only when there is none, or a
    /// service refuses it. Nothing is kept where this is not said.
    ///
    /// Whoever can read the file can do what the token allows. It is made for its owner alone, and not read if others
    /// can (on Unix). A token of another user, scope or auth URL is not used; one that is kept outlives a change of
    /// the password, if Keystone lets it.
    pub fn token_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.token_file = Some(path.into());
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

    /// An id that all services log with what they do for this cloud's calls: `req-` and a UUID. By it one finds
    /// in their logs what belongs together; [`Call::global_request_id`](crate::Call::global_request_id) says it for
    /// one call.
    pub fn global_request_id(mut self, id: impl Into<String>) -> Self {
        self.global_request_id = Some(id.into());
        self
    }

    /// How long each phase of an attempt may take, instead of what the configuration says.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = Some(timeouts);
        self
    }

    /// How often, and with what pauses, a call is sent again, instead of what the configuration says.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = Some(Attempts::Ours(retry));
        self
    }

    /// What is sent again by a policy of your own, in place of [`Retry`].
    ///
    /// It sees errors as they are: [`Error::status`], [`Error::retry_after`], [`Error::is_temporary`]; an answer
    /// that it sees is good. [`clone_request`](crate::retry::clone_request) makes its copies. Redirects are
    /// followed by [`Retry`] alone.
    ///
    /// ```
    /// use std::future::{Ready, ready};
    ///
    /// use ferriscloud_core::retry::clone_request;
    /// use ferriscloud_core::{Body, Cloud, Error};
    /// use http::{Request, Response};
    ///
    /// /// Once more, at once, whatever it was.
    /// #[derive(Clone)]
    /// struct Stubborn { again: bool }
    ///
    /// impl tower::retry::Policy<Request<Body>, Response<Body>, Error> for Stubborn {
    ///     type Future = Ready<()>;
    ///     fn retry(&mut self, _: &mut Request<Body>, result: &mut Result<Response<Body>, Error>) -> Option<Ready<()>> {
    ///         (result.is_err() && std::mem::take(&mut self.again)).then(|| ready(()))
    ///     }
    ///     fn clone_request(&mut self, request: &Request<Body>) -> Option<Request<Body>> {
    ///         clone_request(request)
    ///     }
    /// }
    ///
    /// let setup = Cloud::builder().retry_policy(Stubborn { again: true });
    /// ```
    pub fn retry_policy<P>(mut self, policy: P) -> Self
    where
        P: Policy<http::Request<Body>, http::Response<Body>, Error, Future: Send>
            + Clone
            + Send
            + Sync
            + 'static,
    {
        self.retry = Some(Attempts::own(policy));
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
}

impl fmt::Debug for CloudSetup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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
            transport: _,
            wrap,
        } = self;
        f.debug_struct("CloudSetup")
            .field("config", config)
            .field("method", method)
            .field("token_file", token_file)
            .field("user_agent", user_agent)
            .field("global_request_id", global_request_id)
            .field("timeouts", timeouts)
            .field("retry", retry)
            .field("largest", largest)
            .field("tls", tls)
            .field("proxies", proxies)
            .field("layers", &wrap.len())
            .finish_non_exhaustive()
    }
}
