//! The headers of every request.

use std::task::{Context, Poll};

use http::{HeaderValue, header};
use tower::Service;

use super::Exchange;
use crate::body::Body;
use crate::error::{Error, Result};
use crate::request_id::GLOBAL_REQUEST_ID;

/// Who asks, and on what errand.
#[derive(Debug, Clone)]
pub(crate) struct Headers {
    pub(crate) user_agent: HeaderValue,
    pub(crate) global_request_id: Option<HeaderValue>,
}

impl Headers {
    pub(crate) fn around<S>(self, inner: S) -> WithHeaders<S> {
        WithHeaders {
            inner,
            headers: self,
        }
    }
}

/// Adds the headers, and says that JSON is welcome.
#[derive(Debug, Clone)]
pub(crate) struct WithHeaders<S> {
    inner: S,
    headers: Headers,
}

impl<S: Exchange> Service<http::Request<Body>> for WithHeaders<S> {
    type Response = http::Response<Body>;
    type Error = Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: http::Request<Body>) -> Self::Future {
        let Headers {
            user_agent,
            global_request_id,
        } = &self.headers;
        let headers = request.headers_mut();
        headers.insert(header::USER_AGENT, user_agent.clone());
        headers
            .entry(header::ACCEPT)
            .or_insert(HeaderValue::from_static("application/json"));
        if let Some(id) = global_request_id {
            let entry = headers.entry(GLOBAL_REQUEST_ID);
            entry.or_insert_with(|| id.clone());
        }
        self.inner.call(request)
    }
}
