//! The token on every attempt, renewed once where a service refuses it.

use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::future::BoxFuture;
use tower::Service;

use super::Exchange;
use crate::auth::Session;
use crate::body::Body;
use crate::error::{Error, ErrorKind, Result};
use crate::retry::clone_request;

/// Adds the session's token.
#[derive(Debug, Clone)]
pub(crate) struct Authenticate<S> {
    inner: S,
    session: Arc<Session>,
}

impl<S> Authenticate<S> {
    pub(crate) fn new(inner: S, session: Arc<Session>) -> Self {
        Self { inner, session }
    }
}

impl<S: Exchange> Service<http::Request<Body>> for Authenticate<S> {
    type Response = http::Response<Body>;
    type Error = Error;
    type Future = BoxFuture<'static, Result<Self::Response>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: http::Request<Body>) -> Self::Future {
        let next = self.inner.clone();
        // The one that was polled ready is the one to call.
        let mut inner = std::mem::replace(&mut self.inner, next);
        let session = self.session.clone();
        Box::pin(async move {
            let access = session.access().await?;
            let spare = clone_request(&request);
            access.sign(request.headers_mut());
            let refusal = match inner.call(request).await {
                Err(error) if error.is_unauthorized() => error,
                result => return result,
            };
            session.reject(&access);
            let Some(mut again) = spare else {
                return Err(Error::new(ErrorKind::NotReplayable, refusal));
            };
            // Once: a service that refuses a token fresh from Keystone will refuse the next one too.
            let access = session.access().await?;
            access.sign(again.headers_mut());
            std::future::poll_fn(|context| inner.poll_ready(context)).await?;
            inner.call(again).await
        })
    }
}
