//! What an answer means: error statuses become errors, buffered bodies are read.

use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{HeaderMap, StatusCode, header};
use tower::Service;

use super::{Exchange, gzip};
use crate::body::Body;
use crate::error::{Error, ErrorKind, Receipt, Redirect, Result, read_fault, url_without_secrets};
use crate::request::Settings;

/// As much of an error's body as is read.
const LARGEST_FAULT: usize = 64 << 10;

/// Stands below the retries, so that an answer that breaks off is asked for again.
#[derive(Debug, Clone)]
pub(crate) struct Answers<S> {
    inner: S,
    largest: u64,
}

impl<S> Answers<S> {
    pub(crate) fn new(inner: S, largest: u64) -> Self {
        Self { inner, largest }
    }
}

impl<S: Exchange> Service<http::Request<Body>> for Answers<S> {
    type Response = http::Response<Body>;
    type Error = Error;
    type Future = BoxFuture<'static, Result<Self::Response>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: http::Request<Body>) -> Self::Future {
        let may_be_packed = gzip::welcome(&mut request);
        let streaming = request
            .extensions()
            .get::<Settings>()
            .is_some_and(|settings| settings.streaming);
        let largest = self.largest;
        let answer = self.inner.call(request);
        Box::pin(async move {
            let (mut parts, body) = answer.await?.into_parts();
            if is_error(parts.status) {
                let body = body.snippet(LARGEST_FAULT).await;
                let body = gzip::peek(&parts.headers, body, LARGEST_FAULT);
                return Err(refusal(parts, body).into());
            }
            if is_redirect(parts.status) {
                // Whether to follow is for the retry policy to say, which knows what was sent.
                return Err(redirected(&parts.headers));
            }
            if streaming {
                return Ok(http::Response::from_parts(parts, body));
            }
            let body = body.collect(largest).await?;
            let body = match may_be_packed {
                true => gzip::open(&mut parts.headers, body, largest)?,
                false => body,
            };
            let body = body.into();
            Ok(http::Response::from_parts(parts, body))
        })
    }
}

fn refusal(parts: http::response::Parts, body: Bytes) -> ErrorKind {
    let receipt = match parts.status {
        StatusCode::UNAUTHORIZED => Receipt::read(&parts.headers, &body),
        _ => None,
    };
    match receipt {
        Some(receipt) => ErrorKind::MoreProofs(Box::new(receipt)),
        None => ErrorKind::Service(Box::new(read_fault(parts.status, parts.headers, body))),
    }
}

fn redirected(headers: &HeaderMap) -> Error {
    let to = headers
        .get(header::LOCATION)
        .and_then(|to| to.to_str().ok());
    let to = to.and_then(|to| to.parse().ok());
    let shown = to
        .as_ref()
        .map_or("nowhere".to_owned(), url_without_secrets);
    let error = Error::from(ErrorKind::Redirected(shown));
    error.traced(|trace| trace.redirect = Redirect(to))
}

/// Who asked for what has changed does not get what they asked for, where nothing has.
fn is_error(status: StatusCode) -> bool {
    status.as_u16() >= 400 || status == StatusCode::NOT_MODIFIED
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}
