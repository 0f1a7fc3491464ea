//! A loopback cloud that answers with canned, realistic bytes: a token with its catalog, 10,000 servers, a
//! million objects, one of them 1 GiB. What costs time is made once, so that the clients are what is measured.
//!
//! `cloud PORT` serves until it is ended.

mod documents;
mod object;

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http_body_util::{BodyExt, Either, Full};
use hyper::body::Incoming;
use hyper::header::HeaderValue;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};

use documents::Documents;
use object::LargeObject;

type Answer = Response<Either<Full<Bytes>, LargeObject>>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port: u16 = std::env::args()
        .nth(1)
        .ok_or("usage: cloud PORT")?
        .parse()?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let cloud = Arc::new(Cloud::new(&format!("http://127.0.0.1:{port}")));
    loop {
        let (connection, _) = listener.accept().await?;
        tokio::spawn(serve(connection, cloud.clone()));
    }
}

async fn serve(connection: TcpStream, cloud: Arc<Cloud>) {
    let answer = service_fn(|request| {
        let cloud = cloud.clone();
        async move { Ok::<_, Infallible>(cloud.answer(request).await) }
    });
    let served = http1::Builder::new().serve_connection(TokioIo::new(connection), answer);
    if let Err(error) = served.await {
        eprintln!("a connection broke: {error}");
    }
}

struct Cloud {
    documents: Documents,
    object: Bytes,
    /// What was asked for before, by path and query.
    cache: Mutex<HashMap<String, Bytes>>,
}

impl Cloud {
    fn new(url: &str) -> Self {
        Self {
            documents: Documents::new(url),
            object: object::block(),
            cache: Mutex::default(),
        }
    }

    async fn answer(&self, request: Request<Incoming>) -> Answer {
        let path = request.uri().path().to_owned();
        match (request.method(), path.strip_prefix(documents::CONTAINER)) {
            (&Method::POST, _) => self.log_in(request).await,
            (&Method::PUT, _) => take(request).await,
            (_, Some(object)) if object.len() > 1 => {
                let body = LargeObject::of(self.object.clone());
                Response::new(Either::Right(body))
            }
            _ => self.read(&request),
        }
    }

    async fn log_in(&self, request: Request<Incoming>) -> Answer {
        // The connection is of use again once the body was read.
        let read = request.into_body().collect().await.is_ok();
        let mut answer = json(StatusCode::CREATED, self.documents.token());
        if read {
            let token = HeaderValue::from_static(documents::TOKEN);
            answer.headers_mut().insert("x-subject-token", token);
        }
        answer
    }

    fn read(&self, request: &Request<Incoming>) -> Answer {
        let token = request.headers().get("x-auth-token");
        if token.map(HeaderValue::as_bytes) != Some(documents::TOKEN.as_bytes()) {
            return json(StatusCode::UNAUTHORIZED, Bytes::from_static(b"{}"));
        }
        let target = request
            .uri()
            .path_and_query()
            .map_or("/", |target| target.as_str());
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        let known = cache.get(target).cloned();
        let found = known.or_else(|| self.documents.find(request.uri()));
        let Some(body) = found else {
            return json(StatusCode::NOT_FOUND, Bytes::from_static(b"{}"));
        };
        cache.insert(target.to_owned(), body.clone());
        json(StatusCode::OK, body)
    }
}

/// Takes an object, and forgets it.
async fn take(request: Request<Incoming>) -> Answer {
    let mut body = request.into_body();
    while let Some(Ok(_)) = body.frame().await {}
    json(StatusCode::CREATED, Bytes::new())
}

/// With about the headers that services send.
fn json(status: StatusCode, body: Bytes) -> Answer {
    let mut answer = Response::new(Either::Left(Full::new(body)));
    *answer.status_mut() = status;
    for (name, value) in [
        ("content-type", "application/json"),
        ("openstack-api-version", "compute 2.1"),
        ("vary", "OpenStack-API-Version"),
        ("x-openstack-nova-api-version", "2.1"),
        (
            "x-openstack-request-id",
            "req-6f1c7d1e-6a3e-4a9e-a8a3-0f2bb9a0f6a1",
        ),
        (
            "x-compute-request-id",
            "req-6f1c7d1e-6a3e-4a9e-a8a3-0f2bb9a0f6a1",
        ),
    ] {
        answer
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    answer
}
