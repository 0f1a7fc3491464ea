//! The limits of a service, around each attempt.

use std::task::{Context, Poll};

use futures_util::future::{BoxFuture, Either};
use http_body_util::BodyExt;
use tokio::sync::OwnedSemaphorePermit;
use tower::Service;

use super::Exchange;
use crate::body::Body;
use crate::error::{Error, Result};
use crate::request::Settings;

/// Stands around each attempt, so that the pauses between them take nobody's place.
#[derive(Debug, Clone)]
pub(crate) struct Limited<S>(S);

impl<S> Limited<S> {
    pub(crate) fn new(inner: S) -> Self {
        Self(inner)
    }
}

impl<S: Exchange> Service<http::Request<Body>> for Limited<S> {
    type Response = http::Response<Body>;
    type Error = Error;
    type Future = Either<S::Future, BoxFuture<'static, Result<Self::Response>>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let settings = request.extensions().get::<Settings>();
        let Some(limits) = settings.and_then(|settings| settings.limits.clone()) else {
            return Either::Left(self.0.call(request));
        };
        let next = self.0.clone();
        // The one that was polled ready is the one to call.
        let mut inner = std::mem::replace(&mut self.0, next);
        Either::Right(Box::pin(async move {
            let slot = limits.enter().await;
            let answer = inner.call(request).await?;
            Ok(match slot {
                // What is still being read takes its place until it is read or dropped.
                Some(slot) if answer.body().as_bytes().is_none() => {
                    answer.map(|body| hold(body, slot))
                }
                _ => answer,
            })
        }))
    }
}

fn hold(body: Body, slot: OwnedSemaphorePermit) -> Body {
    Body::wrap(body.map_frame(move |frame| {
        let _held = &slot;
        frame
    }))
}
