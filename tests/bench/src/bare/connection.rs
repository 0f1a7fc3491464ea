//! Hyper's pooled client with a token, and nothing else.

use std::sync::{Arc, Mutex};

use bytes::{Bytes, BytesMut};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Incoming};
use hyper::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use crate::report;

pub(crate) type Error = Box<dyn std::error::Error + Send + Sync>;
pub(crate) type Outgoing = BoxBody<Bytes, std::io::Error>;

pub(crate) struct Connection {
    client: Pool,
    url: String,
    keystone: &'static str,
    token: Mutex<HeaderValue>,
}

/// Plain or by TLS, so that the plain one is no slower for the other.
enum Pool {
    Plain(Client<HttpConnector, Outgoing>),
    Tls(Client<HttpsConnector<HttpConnector>, Outgoing>),
}

impl Connection {
    pub(crate) async fn log_in(url: &str, keystone: &'static str) -> Result<Self, Error> {
        let connection = Self {
            client: pool(url)?,
            url: url.to_owned(),
            keystone,
            token: Mutex::new(HeaderValue::from_static("none")),
        };
        connection.renew().await?;
        Ok(connection)
    }

    /// Logs in anew.
    pub(crate) async fn renew(&self) -> Result<(), Error> {
        let login = r#"{"auth":{"identity":{"methods":["password"],"password":{"user":{"id":"u","password":"secret"}}},"scope":{"project":{"id":"p"}}}}"#;
        let mut request = self.request(Method::POST, &format!("{}/auth/tokens", self.keystone))?;
        *request.body_mut() = Full::from(login).map_err(|never| match never {}).boxed();
        let json = HeaderValue::from_static("application/json");
        request.headers_mut().insert(CONTENT_TYPE, json);
        let answer = self.send(request).await?;
        let token = answer.headers().get("x-subject-token");
        *self.token.lock().map_err(|_| "poisoned")? = token.ok_or("no token")?.clone();
        answer.into_body().collect().await?;
        Ok(())
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> Result<Request<Outgoing>, Error> {
        let body = Full::default().map_err(|never| match never {}).boxed();
        let mut request = Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = format!("{}{path}", self.url).try_into()?;
        let token = self.token.lock().map_err(|_| "poisoned")?.clone();
        let headers = request.headers_mut();
        headers.insert("x-auth-token", token);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        Ok(request)
    }

    pub(crate) async fn send(
        &self,
        request: Request<Outgoing>,
    ) -> Result<Response<Incoming>, Error> {
        let answer = self.ask(request).await?;
        if !answer.status().is_success() {
            return Err(format!("HTTP {}", answer.status()).into());
        }
        Ok(answer)
    }

    async fn ask(&self, request: Request<Outgoing>) -> Result<Response<Incoming>, Error> {
        Ok(match &self.client {
            Pool::Plain(client) => client.request(request).await?,
            Pool::Tls(client) => client.request(request).await?,
        })
    }

    pub(crate) async fn get(&self, path: &str) -> Result<Bytes, Error> {
        whole(self.send(self.request(Method::GET, path)?).await?).await
    }

    /// The same, with a new token where the service wants one.
    pub(crate) async fn get_renewing(&self, path: &str) -> Result<Bytes, Error> {
        let answer = self.ask(self.request(Method::GET, path)?).await?;
        if answer.status() == StatusCode::UNAUTHORIZED {
            answer.into_body().collect().await?;
            self.renew().await?;
            return self.get(path).await;
        }
        whole(answer).await
    }
}

fn pool(url: &str) -> Result<Pool, Error> {
    let builder = Client::builder(TokioExecutor::new());
    let mut plain = HttpConnector::new();
    plain.set_nodelay(true);
    if !url.starts_with("https") {
        return Ok(Pool::Plain(builder.build(plain)));
    }
    plain.enforce_http(false);
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(report::authority()?)?)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Pool::Tls(
        builder.build(HttpsConnector::from((plain, config))),
    ))
}

/// The body in one piece, copied only if it came in several.
async fn whole(answer: Response<Incoming>) -> Result<Bytes, Error> {
    let mut body = answer.into_body();
    let whole = body.size_hint().exact().unwrap_or(0) as usize;
    let Some(first) = body.frame().await else {
        return Ok(Bytes::new());
    };
    let first = first?.into_data().unwrap_or_default();
    if first.len() == whole {
        return Ok(first);
    }
    let mut bytes = BytesMut::with_capacity(whole);
    bytes.extend_from_slice(&first);
    while let Some(frame) = body.frame().await {
        bytes.extend_from_slice(&frame?.into_data().unwrap_or_default());
    }
    Ok(bytes.freeze())
}
