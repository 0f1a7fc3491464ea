//! Connections, plain or by TLS.

use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::future::BoxFuture;
use http::Uri;
use http::uri::Scheme;
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower::Service;

use super::tls::TlsOptions;
use crate::error::{BoxError, Error, ErrorKind, Phase, Result};

type Stream = MaybeHttpsStream<TokioIo<TcpStream>>;

/// Connects within a limit of time. The trust store is read when `https` is first used, not before.
#[derive(Clone)]
pub(crate) struct Connector {
    plain: HttpConnector,
    limit: Duration,
    tls: Arc<Tls>,
}

struct Tls {
    options: TlsOptions,
    connector: OnceLock<Result<HttpsConnector<HttpConnector>>>,
}

impl Connector {
    pub(crate) fn new(limit: Duration, options: TlsOptions) -> Self {
        let mut plain = HttpConnector::new();
        plain.set_nodelay(true);
        plain.enforce_http(false);
        Self {
            plain,
            limit,
            tls: Arc::new(Tls {
                options,
                connector: OnceLock::new(),
            }),
        }
    }

    fn secure(&self) -> Result<HttpsConnector<HttpConnector>> {
        let make = || {
            let config = self.tls.options.client_config()?;
            Ok(HttpsConnector::from((self.plain.clone(), config)))
        };
        self.tls.connector.get_or_init(make).clone()
    }
}

impl Service<Uri> for Connector {
    type Response = Stream;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Stream, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let limit = self.limit;
        let connecting: BoxFuture<'static, Result<Stream, BoxError>> =
            if uri.scheme() == Some(&Scheme::HTTPS) {
                match self.secure() {
                    Ok(mut secure) => secure.call(uri),
                    Err(error) => return Box::pin(async { Err(error.into()) }),
                }
            } else {
                let plain = self.plain.call(uri);
                Box::pin(async { Ok(MaybeHttpsStream::Http(plain.await?)) })
            };
        Box::pin(async move {
            let late = |_| Error::from(ErrorKind::Timeout(Phase::Connect, limit));
            tokio::time::timeout(limit, connecting)
                .await
                .map_err(late)?
        })
    }
}
