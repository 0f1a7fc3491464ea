//! Hyper's pooled client with a token, and nothing else.

use bytes::{Bytes, BytesMut};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Incoming};
use hyper::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use hyper::{Method, Request, Response};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

pub(crate) type Error = Box<dyn std::error::Error + Send + Sync>;
pub(crate) type Outgoing = BoxBody<Bytes, std::io::Error>;

pub(crate) struct Connection {
    client: Client<HttpConnector, Outgoing>,
    url: String,
    token: HeaderValue,
}

impl Connection {
    pub(crate) async fn log_in(port: &str) -> Result<Self, Error> {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let mut connection = Self {
            client: Client::builder(TokioExecutor::new()).build(connector),
            url: format!("http://127.0.0.1:{port}"),
            token: HeaderValue::from_static("none"),
        };
        let login = r#"{"auth":{"identity":{"methods":["password"],"password":{"user":{"id":"u","password":"secret"}}},"scope":{"project":{"id":"p"}}}}"#;
        let mut request = connection.request(Method::POST, "/identity/v3/auth/tokens")?;
        *request.body_mut() = Full::from(login).map_err(|never| match never {}).boxed();
        let json = HeaderValue::from_static("application/json");
        request.headers_mut().insert(CONTENT_TYPE, json);
        let answer = connection.send(request).await?;
        let token = answer.headers().get("x-subject-token");
        connection.token = token.ok_or("no token")?.clone();
        answer.into_body().collect().await?;
        Ok(connection)
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> Result<Request<Outgoing>, Error> {
        let body = Full::default().map_err(|never| match never {}).boxed();
        let mut request = Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = format!("{}{path}", self.url).try_into()?;
        let headers = request.headers_mut();
        headers.insert("x-auth-token", self.token.clone());
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        Ok(request)
    }

    pub(crate) async fn send(
        &self,
        request: Request<Outgoing>,
    ) -> Result<Response<Incoming>, Error> {
        let answer = self.client.request(request).await?;
        if !answer.status().is_success() {
            return Err(format!("HTTP {}", answer.status()).into());
        }
        Ok(answer)
    }

    /// The body in one piece, copied only if it came in several.
    pub(crate) async fn get(&self, path: &str) -> Result<Bytes, Error> {
        let answer = self.send(self.request(Method::GET, path)?).await?;
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
}
