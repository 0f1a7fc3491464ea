//! One operation of an API, as a value that can be awaited.

use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{HeaderName, HeaderValue, Method, Uri};
use http_body_util::BodyExt;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::body::Body;
use crate::error::{Error, Result, query_without_secrets};
use crate::microversion::Microversion;
use crate::request::{Operation, Request};
use crate::request_id::{self, GLOBAL_REQUEST_ID};
use crate::response::{self, Answer, Reader, Response};
use crate::sender::Sender;

/// One API operation, ready to be sent: `.await` sends it, and gives its value.
///
/// Building it does no I/O, so that settings of this one call are free:
///
/// ```no_run
/// # use std::time::Duration;
/// # async fn example(cloud: ferriscloud_core::Cloud) -> ferriscloud_core::Result<()> {
/// let image = cloud.service("image")?.get(["v2", "images", "cirros"]);
/// let answer = image.timeout(Duration::from_secs(5)).response().await?;
/// println!("{} {:?} {}", answer.status(), answer.request_id(), answer.value["status"]);
/// # Ok(()) }
/// ```
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<T> {
    sender: Sender,
    request: Request,
    key: &'static str,
    read: Reader<T>,
}

impl<T> Call<T> {
    /// With this microversion, such as `(2, 96)`, instead of the lowest that serves.
    pub fn microversion(mut self, major: u16, minor: u16) -> Self {
        self.request.settings.microversion = Some(Microversion(major, minor));
        self
    }

    /// With at least this microversion: what a verb or field that is newer than the API needs.
    pub fn since(mut self, needed: impl Into<Option<Microversion>>) -> Self {
        let needs = &mut self.request.settings.needs;
        *needs = (*needs).max(needed.into());
        self
    }

    /// With a limit of time for the whole call, with all its attempts.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.request.settings.deadline = Some(limit);
        self
    }

    /// With so much time for the service from the request's last byte to the answer's head, instead of what the cloud's
    /// [`Timeouts`](crate::transport::Timeouts) say: for what takes long there. Each attempt has as much.
    pub fn head_timeout(mut self, limit: Duration) -> Self {
        self.request.settings.head_timeout = Some(limit);
        self
    }

    /// With so many attempts at most, the first included, instead of what the cloud's retry policy says.
    ///
    /// A policy of your own is not bound by it.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.request.settings.attempts = Some(attempts);
        self
    }

    /// With an id by which all services log what belongs together: `req-` and a UUID. See
    /// [`CloudSetup::global_request_id`](crate::CloudSetup::global_request_id).
    pub fn global_request_id(mut self, id: &str) -> Self {
        match request_id::global(id) {
            Ok(value) => self.header(GLOBAL_REQUEST_ID, value),
            Err(defect) => {
                self.request.fail(defect);
                self
            }
        }
    }

    /// With one more header.
    pub fn header(mut self, name: HeaderName, value: impl TryInto<HeaderValue>) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    /// With more query parameters: a struct or map of them.
    pub fn query<F: Serialize + ?Sized>(mut self, parameters: &F) -> Self {
        self.request = self.request.filter(parameters);
        self
    }

    /// With `value` as the JSON body.
    pub fn json<B: Serialize + ?Sized>(mut self, value: &B) -> Self {
        self.request = self.request.json(value);
        self
    }

    /// With this body.
    pub fn body(mut self, body: impl Into<Body>) -> Self {
        self.request = self.request.with_body(body);
        self
    }

    /// Not to be sent, and why: it then fails with [`ErrorKind::Input`](crate::ErrorKind::Input) before any I/O.
    pub fn refuse(mut self, why: impl Into<String>) -> Self {
        self.request = self.request.refuse(why);
        self
    }

    /// Says whether the request may be sent again though it may have had its effect already.
    ///
    /// The method decides where this is not said: GET, PUT and DELETE may, POST may not.
    pub fn idempotent(mut self, yes: bool) -> Self {
        self.request.settings.idempotent = Some(yes);
        self
    }

    /// The same call for a value of your own type, from under the same key of the answer.
    pub fn extract<U: DeserializeOwned>(self) -> Call<U> {
        self.reading(response::json)
    }

    /// The same call with the value under another key of the answer; the whole answer if it is empty.
    pub fn under(mut self, key: &'static str) -> Self {
        self.key = key;
        self
    }

    /// The same call with the answer read by `read`.
    pub fn reading<U>(self, read: Reader<U>) -> Call<U> {
        let Self {
            sender,
            request,
            key,
            read: _,
        } = self;
        Call {
            sender,
            request,
            key,
            read,
        }
    }

    /// The same call for the value together with status, headers and bytes.
    pub fn response(self) -> WithResponse<T> {
        WithResponse(self)
    }

    /// The same call for the answer's body as a stream, without a limit on its size or total time.
    pub fn stream(mut self) -> Streaming {
        self.request.settings.streaming = true;
        Streaming {
            sender: self.sender,
            request: self.request,
        }
    }

    /// The address that it goes to, without secrets.
    pub(crate) fn url(&self) -> String {
        let Request { path, query, .. } = &self.request;
        let mut url = format!("{}/{path}", self.sender.endpoint());
        if !query.is_empty() {
            url.push('?');
            url.push_str(&query_without_secrets(query));
        }
        url
    }

    /// The request, as it is so far.
    pub fn request(&self) -> &Request {
        &self.request
    }
}

impl Call<()> {
    /// A call that expects nothing of the answer.
    pub(crate) fn new(sender: Sender, request: Request) -> Self {
        Self {
            sender,
            request,
            key: "",
            read: response::nothing,
        }
    }
}

impl<T> Call<T> {
    fn send(self) -> impl Future<Output = Result<Received>> + Send {
        let Self {
            sender,
            request,
            key,
            read: _,
        } = self;
        let (operation, method) = (request.operation, request.method.clone());
        let sent = sender.send(request);
        async move {
            let (uri, answer) = sent.await?;
            let (parts, body) = answer.into_parts();
            // The stack has bounded it already.
            let body = body.collect(u64::MAX).await;
            let bytes = body.map_err(|error| traced(error, operation, &method, &uri))?;
            Ok(Received {
                operation,
                method,
                uri,
                answer: Answer::new(parts, bytes, key),
            })
        }
    }
}

/// An answer that is not read yet, and what it is the answer to.
struct Received {
    operation: Operation,
    method: Method,
    uri: Uri,
    answer: Answer,
}

impl Received {
    fn read<T>(&self, read: Reader<T>) -> Result<T> {
        read(&self.answer).map_err(|error| traced(error, self.operation, &self.method, &self.uri))
    }
}

pub(crate) fn traced(error: Error, operation: Operation, method: &Method, uri: &Uri) -> Error {
    error.traced(|trace| {
        trace.operation = Some(operation.to_string());
        trace.method = Some(method.clone());
        trace.set_url(uri);
    })
}

impl<T: 'static> IntoFuture for Call<T> {
    type Output = Result<T>;
    type IntoFuture = BoxFuture<'static, Result<T>>;

    fn into_future(self) -> Self::IntoFuture {
        let read = self.read;
        Box::pin(self.send().map(move |received| received?.read(read)))
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call({} {})", self.request.method, self.url())
    }
}

/// A call for the value together with the answer it came in.
#[derive(Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct WithResponse<T>(Call<T>);

impl<T: 'static> IntoFuture for WithResponse<T> {
    type Output = Result<Response<T>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let read = self.0.read;
        Box::pin(self.0.send().map(move |received| {
            let received = received?;
            let value = received.read(read)?;
            let answer = received.answer;
            Ok(Response { value, answer })
        }))
    }
}

/// A call for the answer's body as a stream.
#[derive(Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct Streaming {
    sender: Sender,
    request: Request,
}

impl IntoFuture for Streaming {
    type Output = Result<http::Response<Body>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { sender, request } = self;
        Box::pin(async move {
            let (operation, method) = (request.operation, request.method.clone());
            let (uri, answer) = sender.send(request).await?;
            // What breaks later is this call's error still.
            let failed = move |error| traced(error, operation, &method, &uri);
            Ok(answer.map(|body| Body::wrap(body.map_err(failed))))
        })
    }
}
