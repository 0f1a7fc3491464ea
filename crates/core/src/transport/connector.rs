//! Connections, plain or by TLS, straight or by a proxy.

use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::future::BoxFuture;
use http::Uri;
use http::uri::Scheme;
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use rustls::ClientConfig;
use tower::Service;

use super::connection::Connection;
use super::proxy::Proxies;
use super::tls::TlsOptions;
use crate::error::{BoxError, Error, ErrorKind, Phase, Result};

/// Connects within a limit of time. The trust store is read when `https` is first used, not before.
#[derive(Clone)]
pub(crate) struct Connector {
    plain: HttpConnector,
    limit: Duration,
    proxies: Proxies,
    tls: Arc<Tls>,
}

struct Tls {
    options: TlsOptions,
    config: OnceLock<Result<Arc<ClientConfig>>>,
}

type Connecting = BoxFuture<'static, Result<Connection, BoxError>>;

impl Connector {
    pub(crate) fn new(limit: Duration, options: TlsOptions, proxies: Proxies) -> Self {
        let mut plain = HttpConnector::new();
        plain.set_nodelay(true);
        plain.enforce_http(false);
        Self {
            plain,
            limit,
            proxies,
            tls: Arc::new(Tls {
                options,
                config: OnceLock::new(),
            }),
        }
    }

    fn connect(&mut self, uri: Uri) -> Result<Connecting> {
        let proxy = self.proxies.before(&uri)?;
        if uri.scheme() != Some(&Scheme::HTTPS) {
            let to_proxy = proxy.is_some();
            let next = proxy.map_or(uri, |proxy| proxy.uri().clone());
            let plain = self.plain.call(next);
            return Ok(Box::pin(async move {
                let stream = MaybeHttpsStream::Http(plain.await?);
                Ok(Connection { stream, to_proxy })
            }));
        }
        let make = || self.tls.options.client_config().map(Arc::new);
        let config = self.tls.config.get_or_init(make).clone()?;
        let secure = match proxy {
            Some(proxy) => {
                let tunnel = Tunnel::new(proxy.uri().clone(), self.plain.clone());
                let tunnel = match proxy.basic_auth() {
                    Some(auth) => tunnel.with_auth(auth.clone()),
                    None => tunnel,
                };
                HttpsConnector::from((tunnel, config)).call(uri)
            }
            None => HttpsConnector::from((self.plain.clone(), config)).call(uri),
        };
        // Within a tunnel one talks to the service itself.
        let to_proxy = false;
        Ok(Box::pin(async move {
            let stream = secure.await?;
            Ok(Connection { stream, to_proxy })
        }))
    }
}

impl Service<Uri> for Connector {
    type Response = Connection;
    type Error = BoxError;
    type Future = Connecting;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let limit = self.limit;
        let connecting = self.connect(uri);
        Box::pin(async move {
            let late = |_| Error::from(ErrorKind::Timeout(Phase::Connect, limit));
            tokio::time::timeout(limit, connecting?)
                .await
                .map_err(late)?
        })
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn the_trust_store_is_read_when_it_is_needed_and_not_before() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let options = TlsOptions {
            cacert: Some("/no/such/file".to_owned()),
            ..TlsOptions::default()
        };
        let limit = Duration::from_secs(10);
        let mut connector = Connector::new(limit, options, Proxies::none());
        let plain = format!("http://{address}").parse().unwrap();
        assert!(connector.call(plain).await.is_ok());
        assert!(connector.tls.config.get().is_none());
        let secure = format!("https://{address}").parse().unwrap();
        assert!(connector.call(secure).await.is_err());
        assert!(connector.tls.config.get().is_some());
    }
}
