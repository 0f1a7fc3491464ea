//! The headers of every request.

use std::task::{Context, Poll};

use http::{HeaderValue, header};
use tower::Service;

use super::Exchange;
use crate::body::Body;
use crate::error::{Error, Result};

/// Adds the user agent, and says that JSON is welcome.
#[derive(Debug, Clone)]
pub(crate) struct Headers<S> {
    inner: S,
    user_agent: HeaderValue,
}

impl<S> Headers<S> {
    pub(crate) fn new(inner: S, user_agent: HeaderValue) -> Self {
        Self { inner, user_agent }
    }
}

impl<S: Exchange> Service<http::Request<Body>> for Headers<S> {
    type Response = http::Response<Body>;
    type Error = Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: http::Request<Body>) -> Self::Future {
        let headers = request.headers_mut();
        headers.insert(header::USER_AGENT, self.user_agent.clone());
        headers
            .entry(header::ACCEPT)
            .or_insert(HeaderValue::from_static("application/json"));
        self.inner.call(request)
    }
}
