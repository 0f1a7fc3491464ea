//! What the cloud answers.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use bytes::Bytes;
use http_body_util::{BodyExt, Either, Full};
use hyper::body::Incoming;
use hyper::header::{CONTENT_RANGE, ETAG, HeaderValue, RANGE};
use hyper::{Method, Request, Response, StatusCode};

use crate::documents::{ACCOUNT, CONTAINER, Documents, OBJECTS, TOKEN};
use crate::object::{self, LargeObject};
use crate::segmented::{self, Sums, is_manifest};
use crate::versions;
use crate::written::{self, Written};

type Answer = Response<Either<Full<Bytes>, LargeObject>>;

/// So many calls a short token is good for.
const SHORT: u32 = 400;

pub(crate) struct Cloud {
    documents: Documents,
    object: Bytes,
    object_md5: OnceLock<String>,
    sums: Sums,
    written: Written,
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
            sums: Sums::default(),
            written: Written::default(),
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
        let object = path.strip_prefix(ACCOUNT);
        let object = object.and_then(|path| Some(path.split_once('/')?.1));
        match (request.method(), object) {
            (&Method::POST, _) => self.log_in(request, path.contains("/short/")).await,
            (&Method::PUT, Some(_)) if is_manifest(request.uri()) => join(request).await,
            (&Method::PUT, Some(object)) => self.take(&path, object != "copy", request).await,
            // A container.
            (&Method::PUT, None) => json(StatusCode::CREATED, Bytes::new()),
            (_, Some(object)) => self.object(object, &request),
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

    /// One of the objects that can be downloaded, which uploads do not change; or what is known of one that was uploaded.
    fn object(&self, name: &str, request: &Request<Incoming>) -> Answer {
        let range = request.headers().get(RANGE);
        match name {
            "large" => self.large_object(range),
            "checked" => {
                let md5 = self.object_md5.get_or_init(|| object::md5_of(&self.object));
                let mut answer = self.large_object(range);
                tag(&mut answer, md5);
                answer
            }
            "segmented" => {
                let (manifest, etag) = self.sums.manifest(&self.object);
                if is_manifest(request.uri()) {
                    return json(StatusCode::OK, manifest);
                }
                let mut answer = self.large_object(range);
                let is_large = HeaderValue::from_static("True");
                let headers = answer.headers_mut();
                headers.insert("x-static-large-object", is_large);
                tag(&mut answer, &etag);
                answer
            }
            _ => {
                let mut answer = json(StatusCode::NOT_FOUND, Bytes::new());
                let known = self.written.find(request.uri().path());
                if let (&Method::HEAD, Some(headers)) = (request.method(), known) {
                    *answer.status_mut() = StatusCode::OK;
                    *answer.headers_mut() = headers;
                }
                answer
            }
        }
    }

    /// 1 GiB, or a range of it.
    fn large_object(&self, range: Option<&HeaderValue>) -> Answer {
        let range = range.and_then(|range| segmented::range(range.to_str().ok()?));
        let (start, end) = range.unwrap_or((0, object::SIZE));
        let body = LargeObject::part(self.object.clone(), start, end);
        let mut answer = Response::new(Either::Right(body));
        answer.headers_mut().extend(written::first());
        if range.is_some() {
            *answer.status_mut() = StatusCode::PARTIAL_CONTENT;
            let range = format!("bytes {start}-{}/{}", end - 1, object::SIZE);
            let range = HeaderValue::from_str(&range);
            let headers = answer.headers_mut();
            headers.extend(range.map(|range| (CONTENT_RANGE, range)));
        }
        answer
    }

    /// Takes an object, and forgets what is in it. It is all zeros, so that its MD5 is known.
    async fn take(&self, path: &str, checked: bool, request: Request<Incoming>) -> Answer {
        let (sent, mut body) = request.into_parts();
        let mut count = 0;
        while let Some(Ok(frame)) = body.frame().await {
            count += frame.data_ref().map_or(0, |data| data.len() as u64);
        }
        let mut answer = json(StatusCode::CREATED, Bytes::new());
        let etag = checked.then(|| self.sums.of_zeros(count));
        if let Some(etag) = &etag {
            tag(&mut answer, etag);
        }
        let etag = etag.as_deref();
        self.written.remember(path, &sent.headers, count, etag);
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
        let mut answer = json(StatusCode::OK, body);
        if request.uri().path() == CONTAINER {
            let headers = answer.headers_mut();
            headers.insert("x-container-object-count", OBJECTS.into());
            headers.insert("x-container-bytes-used", object::SIZE.into());
        }
        answer
    }
}

fn short_token(login: u32) -> String {
    format!("{TOKEN}-{login}")
}

/// Joins what a manifest names.
async fn join(request: Request<Incoming>) -> Answer {
    let manifest = request.into_body().collect().await;
    let manifest = manifest.map(|body| body.to_bytes()).unwrap_or_default();
    let mut answer = json(StatusCode::CREATED, Bytes::new());
    tag(&mut answer, &segmented::joined(&manifest));
    answer
}

fn tag(answer: &mut Answer, etag: &str) {
    let etag = HeaderValue::from_str(etag);
    answer.headers_mut().extend(etag.map(|etag| (ETAG, etag)));
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
