//! A span for each call, and the circumstances of its error.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::future::Either;
use http::{Method, Uri};
use tokio::time::Instant;
use tracing::Instrument;

use super::{Answered, Exchange, Outgoing};
use crate::error::Error;
use crate::request::{Operation, Settings};

/// The outermost layer: it sees the call as the caller does.
#[derive(Debug)]
pub(crate) struct Traced<S>(S);

impl<S> Traced<S> {
    pub(crate) fn new(inner: S) -> Self {
        Self(inner)
    }
}

impl<S: Exchange> Exchange for Traced<S> {
    fn exchange(&self, mut request: Outgoing) -> impl Future<Output = Answered> + Send {
        let attempts = Arc::<AtomicU32>::default();
        let settings = request.extensions_mut().get_or_insert_default::<Settings>();
        settings.made = Some(attempts.clone());
        let service = settings.service.clone();
        let call = Call {
            operation: settings.operation,
            method: request.method().clone(),
            uri: request.uri().clone(),
            unrepeatable: !request.body().is_replayable(),
            attempts,
            start: Instant::now(),
        };
        if !tracing::enabled!(tracing::Level::DEBUG) {
            return Either::Left(async move {
                let result = self.0.exchange(request).await;
                result.map_err(|error| call.failed(error))
            });
        }
        let span = tracing::debug_span!(
            "call",
            service = &*service,
            operation = %call.operation,
            method = %call.method,
            path = call.uri.path(),
        );
        let told = async move {
            let result = self.0.exchange(request).await;
            call.tell(&result);
            result.map_err(|error| call.failed(error))
        };
        Either::Right(Box::pin(told.instrument(span)))
    }
}

/// What is known of a call.
struct Call {
    operation: Operation,
    method: Method,
    uri: Uri,
    unrepeatable: bool,
    attempts: Arc<AtomicU32>,
    start: Instant,
}

impl Call {
    fn tell(&self, result: &Answered) {
        let attempts = self.attempts.load(Ordering::Relaxed);
        let elapsed = self.start.elapsed();
        match result {
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
    }

    fn failed(self, error: Error) -> Error {
        error.traced(|trace| {
            // A login within the call has circumstances of its own.
            if trace.operation.is_none() {
                trace.operation = Some(self.operation.to_string());
                trace.method = Some(self.method);
                trace.set_url(&self.uri);
                trace.attempts = self.attempts.load(Ordering::Relaxed);
                trace.elapsed = self.start.elapsed();
                trace.unrepeatable = self.unrepeatable;
            }
        })
    }
}
