//! The limits of one attempt: until the answer's head, and between two pieces of its body.

use std::pin::{Pin, pin};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::{Either, select};
use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep, sleep_until};

use super::{Answered, Exchange, Outgoing};
use crate::body::Body;
use crate::error::{Error, ErrorKind, Phase, Result};
use crate::request::Settings;
use crate::transport::Timeouts;

/// There is no limit on the whole of a body: a large object takes as long as it takes.
#[derive(Debug)]
pub(crate) struct Timeout<S> {
    inner: S,
    timeouts: Timeouts,
}

impl<S> Timeout<S> {
    pub(crate) fn new(inner: S, timeouts: Timeouts) -> Self {
        Self { inner, timeouts }
    }
}

impl<S: Exchange> Exchange for Timeout<S> {
    async fn exchange(&self, request: Outgoing) -> Answered {
        let settings = request.extensions().get::<Settings>();
        if let Some(made) = settings.and_then(|settings| settings.made.as_ref()) {
            made.fetch_add(1, Ordering::Relaxed);
        }
        let Timeouts { head, idle, .. } = self.timeouts;
        let head = settings
            .and_then(|settings| settings.head_timeout)
            .unwrap_or(head);
        let bytes = request.body().as_bytes();
        let whole = match bytes {
            Some(bytes) => bytes.len() <= SLICE,
            None => request.body().is_end_stream(),
        };
        let answer = if whole {
            let answer = tokio::time::timeout(head, self.inner.exchange(request));
            answer.await.map_err(|_| late(head))??
        } else {
            let moved = Arc::new(Mutex::new(Instant::now()));
            let request = (*request).map(|body| {
                let body = match body.as_bytes() {
                    Some(bytes) => Body::wrap(Slices(bytes.clone())),
                    None => body,
                };
                Body::wrap(Watched {
                    body,
                    moved: moved.clone(),
                })
            });
            // In a box: it is as large as the other, and few requests have such a body.
            Box::pin(while_moving(
                self.inner.exchange(Box::new(request)),
                head,
                moved,
            ))
            .await?
        };
        Ok(answer.map(|body| match body.as_bytes() {
            Some(_) => body,
            None => Body::wrap(Patient {
                body,
                idle,
                sleep: None,
            }),
        }))
    }
}

/// The limit starts over whenever a piece of the request's body was handed on.
async fn while_moving<T>(
    answer: impl Future<Output = Result<T>>,
    limit: Duration,
    moved: Arc<Mutex<Instant>>,
) -> Result<T> {
    let mut answer = pin!(answer);
    loop {
        let last = *moved.lock().unwrap_or_else(PoisonError::into_inner);
        if last.elapsed() >= limit {
            return Err(late(limit));
        }
        match select(&mut answer, pin!(sleep_until(last + limit))).await {
            Either::Left((result, _)) => return result,
            Either::Right(_) => {}
        }
    }
}

fn late(limit: Duration) -> Error {
    ErrorKind::Timeout(Phase::Head, limit).into()
}

/// So many bytes are sent at once, whatever the network; of more, it is seen how they move.
const SLICE: usize = 256 << 10;

/// Bytes, slice by slice.
struct Slices(Bytes);

impl HttpBody for Slices {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>>>> {
        let length = self.0.len().min(SLICE);
        let slice = (length > 0).then(|| self.0.split_to(length));
        Poll::Ready(slice.map(|slice| Ok(Frame::data(slice))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.len() as u64)
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
