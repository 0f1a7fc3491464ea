//! The bottom of the stack: connections, TLS, proxies, and how long things may take.

mod connection;
mod connector;
mod proxy;
mod tls;

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header;
use http_body::Body as HttpBody;
use hyper_util::client::legacy;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tower::util::BoxCloneSyncService;
use tower::{Service, ServiceExt};

use crate::body::Body;
use crate::error::{BoxError, Error, ErrorKind};
use crate::layers::{Answered, Exchange, Outgoing};

use connector::Connector;
pub(crate) use proxy::Proxies;
pub use tls::TlsOptions;

/// How long the phases of one attempt may take: 10 seconds to connect and 60 for the others, where nothing is said.
/// There is no limit on the whole of a body; that of a whole call is [`Call::timeout`](crate::Call::timeout).
///
/// ```
/// use std::time::Duration;
///
/// use ferriscloud_core::Cloud;
/// use ferriscloud_core::transport::Timeouts;
///
/// let hasty = Timeouts { connect: Duration::from_secs(2), ..Timeouts::default() };
/// let setup = Cloud::builder().timeouts(hasty);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Connecting, with the TLS handshake.
    pub connect: Duration,
    /// From the request's last byte to the answer's head.
    pub head: Duration,
    /// Between two pieces of a body.
    pub idle: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        let (connect, patience) = (Duration::from_secs(10), Duration::from_secs(60));
        Self {
            connect,
            head: patience,
            idle: patience,
        }
    }
}

/// Sends requests: by a pool of connections, or by a service of the user's own.
pub(crate) enum Transport {
    Pooled(Box<legacy::Client<Connector, Body>>, Proxies),
    Custom(BoxCloneSyncService<http::Request<Body>, http::Response<Body>, Error>),
}

impl Transport {
    /// A pool of connections. Nothing is read or connected before the first request.
    pub(crate) fn pooled(timeouts: &Timeouts, tls: TlsOptions, proxies: Proxies) -> Self {
        let client = legacy::Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(Duration::from_secs(90))
            .build(Connector::new(timeouts.connect, tls, proxies.clone()));
        Self::Pooled(Box::new(client), proxies)
    }

    /// A tower service of the user's own.
    pub(crate) fn custom<S, B>(service: S) -> Self
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
        let service = service
            .map_response(|answer| answer.map(Body::wrap))
            .map_err(
                |error| match Into::<BoxError>::into(error).downcast::<Error>() {
                    Ok(ours) => *ours,
                    Err(other) => Error::new(ErrorKind::Interrupted, other),
                },
            );
        Self::Custom(BoxCloneSyncService::new(service))
    }
}

/// Waits for the head of the answer alone.
impl Exchange for Transport {
    async fn exchange(&self, mut request: Outgoing) -> Answered {
        match self {
            Self::Pooled(client, proxies) => {
                if let Some(value) = proxies.authorization(request.uri()) {
                    let headers = request.headers_mut();
                    headers.insert(header::PROXY_AUTHORIZATION, value);
                }
                let answer = client.request(*request).await.map_err(explain)?;
                Ok(answer.map(Body::received))
            }
            // In a box: every call would make room for it.
            Self::Custom(service) => Box::pin(service.clone().oneshot(*request)).await,
        }
    }
}

/// Our kind of error for hyper's: the first of ours in its chain, else by what it says of itself.
fn explain(error: legacy::Error) -> Error {
    let mut cause: Option<&(dyn StdError + 'static)> = Some(&error);
    while let Some(inner) = cause {
        if let Some(ours) = inner.downcast_ref::<Error>() {
            return ours.clone();
        }
        if let Some(tls) = find_tls(inner) {
            return Error::new(ErrorKind::Tls(tls.to_string()), error);
        }
        if let Some(nonsense) = inner
            .downcast_ref::<hyper::Error>()
            .filter(|http| http.is_parse())
        {
            let what = format!("it is not HTTP ({nonsense})");
            return Error::new(ErrorKind::Decode(what), error);
        }
        cause = inner.source();
    }
    let kind = if error.is_connect() {
        ErrorKind::Connect
    } else {
        ErrorKind::Interrupted
    };
    Error::new(kind, error)
}

/// An I/O error hides what it carries from `source`, and may carry another one.
fn find_tls<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a rustls::Error> {
    let inside = || error.downcast_ref::<std::io::Error>()?.get_ref();
    error
        .downcast_ref()
        .or_else(|| inside().and_then(|inner| find_tls(inner)))
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pooled(..) => "Transport::Pooled",
            Self::Custom(_) => "Transport::Custom",
        })
    }
}
