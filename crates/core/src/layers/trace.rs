//! A span for each call, and the circumstances of its error.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::time::Instant;
use tracing::Instrument;

use super::{Answered, Exchange, Outgoing};
use crate::request::Settings;

/// The outermost layer: it sees the call as the caller does.
#[derive(Debug)]
pub(crate) struct Traced<S>(S);

impl<S> Traced<S> {
    pub(crate) fn new(inner: S) -> Self {
        Self(inner)
    }
}

impl<S: Exchange> Exchange for Traced<S> {
    async fn exchange(&self, mut request: Outgoing) -> Answered {
        let attempts = Arc::<AtomicU32>::default();
        let (method, uri) = (request.method().clone(), request.uri().clone());
        let settings = request.extensions_mut().get_or_insert_default::<Settings>();
        settings.made = Some(attempts.clone());
        let operation = settings.operation;
        let span = tracing::debug_span!(
            "call",
            service = &*settings.service,
            %operation,
            %method,
            path = uri.path(),
        );
        let unrepeatable = !request.body().is_replayable();
        let call = async move {
            let start = Instant::now();
            let result = self.0.exchange(request).await;
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
                        trace.operation = Some(operation.to_string());
                        trace.method = Some(method);
                        trace.set_url(&uri);
                        (trace.attempts, trace.elapsed) = (attempts, elapsed);
                        trace.unrepeatable = unrepeatable;
                    }
                })
            })
        };
        call.instrument(span).await
    }
}
