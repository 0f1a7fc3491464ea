//! A span for each call, and the circumstances of its error.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll};

use futures_util::future::BoxFuture;
use tokio::time::Instant;
use tower::Service;
use tracing::Instrument;

use super::Exchange;
use crate::body::Body;
use crate::error::{Error, Result};
use crate::request::Settings;

/// The outermost layer: it sees the call as the caller does.
#[derive(Debug, Clone)]
pub(crate) struct Traced<S>(S);

impl<S> Traced<S> {
    pub(crate) fn new(inner: S) -> Self {
        Self(inner)
    }
}

impl<S: Exchange> Service<http::Request<Body>> for Traced<S> {
    type Response = http::Response<Body>;
    type Error = Error;
    type Future = BoxFuture<'static, Result<Self::Response>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, mut request: http::Request<Body>) -> Self::Future {
        let attempts = Arc::<AtomicU32>::default();
        let settings = request.extensions_mut().get_or_insert_default::<Settings>();
        settings.made = Some(attempts.clone());
        let settings = settings.clone();
        let (method, uri, start) = (
            request.method().clone(),
            request.uri().clone(),
            Instant::now(),
        );
        let span = tracing::debug_span!(
            "call",
            service = &*settings.service,
            operation = %settings.operation,
            method = %method,
            path = uri.path(),
        );
        let unrepeatable = !request.body().is_replayable();
        let answer = self.0.call(request);
        let call = async move {
            let result = answer.await;
            let (attempts, elapsed) = (attempts.load(Ordering::Relaxed), start.elapsed());
            match &result {
                Ok(answer) => tracing::debug!(
                    status = answer.status().as_u16(),
                    attempts,
                    ?elapsed,
                    "answered"
                ),
                Err(error) => {
                    tracing::debug!(status = ?error.status(), attempts, ?elapsed, "failed");
                }
            }
            result.map_err(|error| {
                error.traced(|trace| {
                    // A login within the call has circumstances of its own.
                    if trace.operation.is_none() {
                        trace.operation = Some(settings.operation.to_string());
                        trace.method = Some(method);
                        trace.set_url(&uri);
                        (trace.attempts, trace.elapsed) = (attempts, elapsed);
                        trace.unrepeatable = unrepeatable;
                    }
                })
            })
        };
        Box::pin(call.instrument(span))
    }
}
