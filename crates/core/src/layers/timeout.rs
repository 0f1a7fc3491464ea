//! The limits of one attempt: until the answer's head, and between two pieces of its body.

use std::pin::{Pin, pin};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::{BoxFuture, Either, select};
use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep, sleep_until};
use tower::Service;

use super::Exchange;
use crate::body::Body;
use crate::error::{Error, ErrorKind, Phase, Result};
use crate::request::Settings;
use crate::transport::Timeouts;

/// There is no limit on the whole of a body: a large object takes as long as it takes.
#[derive(Debug, Clone)]
pub(crate) struct Timeout<S> {
    inner: S,
    timeouts: Timeouts,
}

impl<S> Timeout<S> {
    pub(crate) fn new(inner: S, timeouts: Timeouts) -> Self {
        Self { inner, timeouts }
    }
}

impl<S: Exchange> Service<http::Request<Body>> for Timeout<S> {
    type Response = http::Response<Body>;
    type Error = Error;
    type Future = BoxFuture<'static, Result<Self::Response>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let settings = request.extensions().get::<Settings>();
        if let Some(made) = settings.and_then(|settings| settings.made.as_ref()) {
            made.fetch_add(1, Ordering::Relaxed);
        }
        let Timeouts { head, idle, .. } = self.timeouts;
        let whole = request.body().as_bytes().is_some() || request.body().is_end_stream();
        let moved = (!whole).then(|| Arc::new(Mutex::new(Instant::now())));
        let request = match &moved {
            Some(moved) => request.map(|body| {
                Body::wrap(Watched {
                    body,
                    moved: moved.clone(),
                })
            }),
            None => request,
        };
        let answer = self.inner.call(request);
        Box::pin(async move {
            let answer = until_head(answer, head, moved).await?;
            Ok(answer.map(|body| match body.as_bytes() {
                Some(_) => body,
                None => Body::wrap(Patient {
                    body,
                    idle,
                    sleep: None,
                }),
            }))
        })
    }
}

/// The limit starts over whenever a piece of the request's body was handed on.
async fn until_head<F, T>(
    answer: F,
    limit: Duration,
    moved: Option<Arc<Mutex<Instant>>>,
) -> Result<T>
where
    F: Future<Output = Result<T>>,
{
    let late = || Error::from(ErrorKind::Timeout(Phase::Head, limit));
    let Some(moved) = moved else {
        return tokio::time::timeout(limit, answer)
            .await
            .map_err(|_| late())?;
    };
    let mut answer = pin!(answer);
    loop {
        let last = *moved.lock().unwrap_or_else(PoisonError::into_inner);
        if last.elapsed() >= limit {
            return Err(late());
        }
        match select(&mut answer, pin!(sleep_until(last + limit))).await {
            Either::Left((result, _)) => return result,
            Either::Right(_) => {}
        }
    }
}

/// A request's body that notes when a piece of it was taken.
struct Watched {
    body: Body,
    moved: Arc<Mutex<Instant>>,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        if frame.is_ready() {
            *self.moved.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        HttpBody::size_hint(&self.body)
    }
}

/// An answer's body that gives up when nothing comes. The clock runs only while there is nothing to read.
struct Patient {
    body: Body,
    idle: Duration,
    sleep: Option<Pin<Box<Sleep>>>,
}

impl HttpBody for Patient {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
            self.sleep = None;
            return Poll::Ready(frame);
        }
        let idle = self.idle;
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(sleep(idle)));
        match sleep.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Some(Err(ErrorKind::Timeout(Phase::Idle, idle).into()))),
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        HttpBody::size_hint(&self.body)
    }
}
