//! A span for each attempt, inside of its call's.

use std::sync::atomic::Ordering;

use futures_util::future::Either;
use tokio::time::Instant;
use tracing::Instrument;

use super::{Answered, Exchange, Outgoing};
use crate::request::Settings;

/// Costs nothing where nobody listens.
#[derive(Debug)]
pub(crate) struct Attempted<S>(S);

impl<S> Attempted<S> {
    pub(crate) fn new(inner: S) -> Self {
        Self(inner)
    }
}

impl<S: Exchange> Exchange for Attempted<S> {
    fn exchange(&self, request: Outgoing) -> impl Future<Output = Answered> + Send {
        if !tracing::enabled!(tracing::Level::DEBUG) {
            return Either::Left(self.0.exchange(request));
        }
        let settings = request.extensions().get::<Settings>();
        let made = settings.and_then(|settings| settings.made.as_ref());
        let number = made.map_or(1, |made| made.load(Ordering::Relaxed) + 1);
        let span = tracing::debug_span!("attempt", number);
        let attempt = async move {
            let start = Instant::now();
            let result = self.0.exchange(request).await;
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
