//! What an answer means: error statuses become errors, buffered bodies are read.

use std::task::{Context, Poll};

use futures_util::future::BoxFuture;
use http::{StatusCode, Uri, header};
use tower::Service;

use super::Exchange;
use crate::body::Body;
use crate::error::{Error, ErrorKind, Result, read_fault, url_without_secrets};
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

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let streaming = request
            .extensions()
            .get::<Settings>()
            .is_some_and(|settings| settings.streaming);
        let largest = self.largest;
        let answer = self.inner.call(request);
        Box::pin(async move {
            let (parts, body) = answer.await?.into_parts();
            if is_error(parts.status) {
                let body = body.snippet(LARGEST_FAULT).await;
                return Err(
                    ErrorKind::Service(read_fault(parts.status, &parts.headers, &body)).into(),
                );
            }
            if is_redirect(parts.status) {
                // A token must not follow to wherever this leads.
                let to = parts
                    .headers
                    .get(header::LOCATION)
                    .and_then(|to| Uri::try_from(to.as_bytes()).ok())
                    .map_or("nowhere".to_owned(), |to| url_without_secrets(&to));
                let what = format!("the service redirects to {to}; is the endpoint right?");
                return Err(ErrorKind::Endpoint(what).into());
            }
            let body = if streaming {
                body
            } else {
                body.collect(largest).await?.into()
            };
            Ok(http::Response::from_parts(parts, body))
        })
    }
}

fn is_error(status: StatusCode) -> bool {
    status.as_u16() >= 400
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}
