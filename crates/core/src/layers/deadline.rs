//! The limit of a whole call, with all its attempts.

use std::task::{Context, Poll};

use futures_util::future::BoxFuture;
use tower::Service;

use super::Exchange;
use crate::body::Body;
use crate::error::{Error, ErrorKind, Phase, Result};
use crate::request::Settings;

/// Ends a call at its deadline, if its settings have one.
#[derive(Debug, Clone)]
pub(crate) struct Deadline<S>(S);

impl<S> Deadline<S> {
    pub(crate) fn new(inner: S) -> Self {
        Self(inner)
    }
}

impl<S: Exchange> Service<http::Request<Body>> for Deadline<S> {
    type Response = http::Response<Body>;
    type Error = Error;
    type Future = BoxFuture<'static, Result<Self::Response>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let limit = request
            .extensions()
            .get::<Settings>()
            .and_then(|settings| settings.deadline);
        let answer = self.0.call(request);
        let Some(limit) = limit else {
            return Box::pin(answer);
        };
        Box::pin(async move {
            let late = |_| Error::from(ErrorKind::Timeout(Phase::Call, limit));
            tokio::time::timeout(limit, answer).await.map_err(late)?
        })
    }
}
