//! A span for each attempt, inside of its call's.

use std::sync::atomic::Ordering;
use std::task::{Context, Poll};

use futures_util::future::{BoxFuture, Either};
use tokio::time::Instant;
use tower::Service;
use tracing::Instrument;

use super::Exchange;
use crate::body::Body;
use crate::error::{Error, Result};
use crate::request::Settings;

/// Costs nothing where nobody listens.
#[derive(Debug, Clone)]
pub(crate) struct Attempted<S>(S);

impl<S> Attempted<S> {
    pub(crate) fn new(inner: S) -> Self {
        Self(inner)
    }
}

impl<S: Exchange> Service<http::Request<Body>> for Attempted<S> {
    type Response = http::Response<Body>;
    type Error = Error;
    type Future = Either<S::Future, BoxFuture<'static, Result<Self::Response>>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        if !tracing::enabled!(tracing::Level::DEBUG) {
            return Either::Left(self.0.call(request));
        }
        let settings = request.extensions().get::<Settings>();
        let made = settings.and_then(|settings| settings.made.as_ref());
        let number = made.map_or(1, |made| made.load(Ordering::Relaxed) + 1);
        let span = tracing::debug_span!("attempt", number);
        let start = Instant::now();
        let answer = self.0.call(request);
        let attempt = async move {
            let result = answer.await;
            let elapsed = start.elapsed();
            match &result {
                Ok(answer) => {
                    tracing::debug!(status = answer.status().as_u16(), ?elapsed, "this time");
                }
                // What went wrong, without what the service said of it: that may be anything.
                Err(error) => tracing::debug!(status = ?error.status(), ?elapsed, "not this time"),
            }
            result
        };
        Either::Right(Box::pin(attempt.instrument(span)))
    }
}
