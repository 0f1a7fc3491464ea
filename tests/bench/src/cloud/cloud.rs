//! What the cloud answers.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use bytes::Bytes;
use http_body_util::{BodyExt, Either, Full};
use hyper::body::Incoming;
use hyper::header::{ETAG, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use md5::{Digest, Md5};

use crate::documents::{CONTAINER, Documents, TOKEN};
use crate::object::{self, LargeObject};
use crate::versions;

type Answer = Response<Either<Full<Bytes>, LargeObject>>;

/// So many calls a short token is good for.
const SHORT: u32 = 400;

pub(crate) struct Cloud {
    documents: Documents,
    object: Bytes,
    object_md5: OnceLock<String>,
    /// What was asked for before, by path and query.
    cache: Mutex<HashMap<String, Bytes>>,
    requests: AtomicU32,
    logins: AtomicU32,
    /// How many calls are left to the short token; which one that is, is said by the count of logins.
    left: AtomicU32,
}

impl Cloud {
    pub(crate) fn new(url: &str) -> Self {
        Self {
            documents: Documents::new(url),
            object: object::block(),
            object_md5: OnceLock::new(),
            cache: Mutex::default(),
            requests: AtomicU32::new(0),
            logins: AtomicU32::new(0),
            left: AtomicU32::new(0),
        }
    }

    pub(crate) async fn answer(&self, request: Request<Incoming>) -> Answer {
        let path = request.uri().path().to_owned();
        if path == "/counts" {
            return self.counts();
        }
        self.requests.fetch_add(1, Ordering::Relaxed);
        match (request.method(), path.strip_prefix(CONTAINER)) {
            (&Method::POST, _) => self.log_in(request, path.contains("/short/")).await,
            (&Method::PUT, Some(object)) => take(request, object == "/checked").await,
            (_, Some(object)) if object.len() > 1 => self.large_object(object == "/checked"),
            _ => self.read(&request),
        }
    }

    /// How often it was asked, and for tokens, since the last time that this was asked for.
    fn counts(&self) -> Answer {
        let (requests, logins) = (&self.requests, &self.logins);
        let [requests, logins] = [requests, logins].map(|count| count.swap(0, Ordering::Relaxed));
        let counts = format!(r#"{{"requests": {requests}, "logins": {logins}}}"#);
        json(StatusCode::OK, counts.into())
    }

    async fn log_in(&self, request: Request<Incoming>, short: bool) -> Answer {
        // The connection is of use again once the body was read.
        let read = request.into_body().collect().await.is_ok();
        let mut answer = json(StatusCode::CREATED, self.documents.token());
        let login = self.logins.fetch_add(1, Ordering::Relaxed);
        let token = match short {
            true => {
                self.left.store(SHORT, Ordering::Relaxed);
                HeaderValue::from_str(&short_token(login))
            }
            false => HeaderValue::from_str(TOKEN),
        };
        if let (true, Ok(token)) = (read, token) {
            answer.headers_mut().insert("x-subject-token", token);
        }
        answer
    }

    fn is_known(&self, token: Option<&HeaderValue>) -> bool {
        let token = token.map(HeaderValue::as_bytes);
        if token == Some(TOKEN.as_bytes()) {
            return true;
        }
        let latest = self.logins.load(Ordering::Relaxed).wrapping_sub(1);
        let take = |left: u32| left.checked_sub(1);
        token == Some(short_token(latest).as_bytes())
            && self
                .left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take)
                .is_ok()
    }

    fn large_object(&self, checked: bool) -> Answer {
        let body = LargeObject::of(self.object.clone());
        let mut answer = Response::new(Either::Right(body));
        if checked {
            let md5 = self.object_md5.get_or_init(|| object::md5_of(&self.object));
            answer
                .headers_mut()
                .extend(HeaderValue::from_str(md5).map(|md5| (ETAG, md5)));
        }
        answer
    }

    fn read(&self, request: &Request<Incoming>) -> Answer {
        if let Some(document) = versions::find(self.documents.url(), request.uri().path()) {
            return json(StatusCode::OK, document);
        }
        if !self.is_known(request.headers().get("x-auth-token")) {
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

fn short_token(login: u32) -> String {
    format!("{TOKEN}-{login}")
}

/// Takes an object, and forgets it; but for its MD5, where that is wanted.
async fn take(request: Request<Incoming>, checked: bool) -> Answer {
    let mut body = request.into_body();
    let mut md5 = checked.then(Md5::new);
    while let Some(Ok(frame)) = body.frame().await {
        if let (Some(md5), Some(data)) = (&mut md5, frame.data_ref()) {
            md5.update(data);
        }
    }
    let mut answer = json(StatusCode::CREATED, Bytes::new());
    let etag = md5.and_then(|md5| HeaderValue::from_str(&object::hex(md5)).ok());
    answer.headers_mut().extend(etag.map(|etag| (ETAG, etag)));
    answer
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
