//! An answer on its way in, and the requests that go on where it breaks off.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use ferriscloud_core::{Body, Error, ErrorKind, Result};
use futures_core::Stream;
use futures_util::future::BoxFuture;
use http::{HeaderMap, Method, StatusCode, header};
use tokio::time::sleep;

use super::ByteRange;
use crate::headers;
use crate::objects::{ObjectHead, ObjectName, Objects, ReadObject};
use crate::tally::Tally;

/// What was asked for, and how to ask for the rest of it.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) objects: Objects,
    pub(super) object: ReadObject,
    pub(super) range: Option<ByteRange>,
    pub(super) verify: bool,
    /// How often a download goes on after it broke off, for nothing; each MiB that comes is good for once more.
    pub(super) resumptions: u32,
    /// The headers of the request, and its limit of time.
    pub(super) headers: HeaderMap,
    pub(super) limit: Option<Duration>,
}

type Answer = http::Response<Body>;

pub(super) struct Open {
    pub(super) head: ObjectHead,
    body: Body,
    pub(super) tally: Tally,
    /// The length of this answer.
    pub(super) length: Option<u64>,
    /// The position of its first byte in the object.
    start: u64,
    plan: Plan,
    resumed: u64,
    /// The request for the rest.
    again: Option<BoxFuture<'static, Result<Answer>>>,
}

impl Open {
    pub(super) fn new(answer: Answer, plan: Plan) -> Result<Self> {
        let (parts, body) = answer.into_parts();
        let head = ObjectHead::of(&parts.headers);
        let length = headers::number(&parts.headers, "content-length");
        // Nothing has no parts: there Swift answers with all of it.
        let part = parts.status == StatusCode::PARTIAL_CONTENT;
        if plan.range.is_some() && !part && length != Some(0) {
            return Err(whole().into());
        }
        let first = start(&parts.headers);
        let asked = plan.range.and_then(ByteRange::first);
        if part && asked.is_some() && first != asked {
            return Err(other().into());
        }
        let large = head.static_large_object || head.object_manifest.is_some();
        let hashing = plan.verify
            && parts.status == StatusCode::OK
            && !large
            && head.etag.as_ref().is_some_and(|etag| etag.len() == 32);
        Ok(Self {
            head,
            body,
            tally: Tally::new(hashing),
            length,
            start: first.unwrap_or_default(),
            plan,
            resumed: 0,
            again: None,
        })
    }

    pub(super) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        loop {
            if let Some(again) = &mut self.again {
                let answer = ready!(again.as_mut().poll(context));
                self.again = None;
                if let Err(error) = answer.and_then(|answer| self.go_on(answer)) {
                    return Poll::Ready(Some(Err(error)));
                }
            }
            let error = match ready!(Pin::new(&mut self.body).poll_next(context)) {
                Some(Ok(piece)) => {
                    self.tally.add(&piece);
                    return Poll::Ready(Some(Ok(piece)));
                }
                Some(Err(error)) => error,
                None => match self.check() {
                    Ok(()) => return Poll::Ready(None),
                    Err(error) => error,
                },
            };
            if !error.is_temporary() || !self.ask_again() {
                return Poll::Ready(Some(Err(error)));
            }
        }
    }

    fn check(&self) -> Result<()> {
        let came = self.tally.length;
        match self.length {
            Some(length) if came != length => {
                let what = format!("{came} bytes came of {length}");
                Err(Error::new(ErrorKind::Interrupted, what))
            }
            _ => self
                .tally
                .check(self.head.etag.as_deref().unwrap_or_default()),
        }
    }

    /// Asks for what is missing, of the same object. Not where that cannot be said, or was asked too often.
    fn ask_again(&mut self) -> bool {
        let (came, plan) = (self.tally.length, &self.plan);
        let (Some(length), Some(etag)) = (self.length, &self.head.etag) else {
            return false;
        };
        if came >= length || self.resumed >= u64::from(plan.resumptions) + (came >> 20) {
            return false;
        }
        let Some(end) = self.start.checked_add(length) else {
            return false;
        };
        let range = ByteRange::from(self.start + came..end);
        let name = plan.object.name.clone();
        let request = plan.objects.request(Method::GET, &name, "download");
        let mut request = plan.object.write(request);
        for (name, value) in &plan.headers {
            request = request.header(name.clone(), value.clone());
        }
        let request = headers::optional(request, "range", range.header());
        let request = headers::optional(request, "if-match", Some(etag));
        let call = plan.objects.client().call(request);
        let call = match plan.limit {
            Some(limit) => call.timeout(limit),
            None => call,
        };
        let pause = Duration::from_millis(50 << self.resumed.min(6));
        self.resumed += 1;
        // The broken connection is closed now, and not when the next one is there.
        self.body = Body::empty();
        self.again = Some(Box::pin(async move {
            sleep(pause).await;
            call.stream().await.map_err(|error| changed(&name, error))
        }));
        true
    }

    fn go_on(&mut self, answer: Answer) -> Result<()> {
        let (parts, body) = answer.into_parts();
        if parts.status != StatusCode::PARTIAL_CONTENT {
            return Err(whole().into());
        }
        let same = headers::etag(&parts.headers) == self.head.etag
            && ObjectHead::of(&parts.headers).bytes == self.head.bytes;
        if !same || start(&parts.headers) != self.start.checked_add(self.tally.length) {
            return Err(
                ErrorKind::Changed(format!("the object {:?}", self.plan.object.name)).into(),
            );
        }
        self.body = body;
        Ok(())
    }
}

fn whole() -> ErrorKind {
    ErrorKind::Decode("asked for a range, it is the whole object".into())
}

fn other() -> ErrorKind {
    ErrorKind::Decode("it is another range than that which was asked for".into())
}

/// What it means that there is no such part of the object that was there a moment ago.
pub(crate) fn changed(name: &ObjectName, error: Error) -> Error {
    let gone = [
        StatusCode::PRECONDITION_FAILED,
        StatusCode::RANGE_NOT_SATISFIABLE,
    ];
    if error.status().is_some_and(|status| gone.contains(&status)) {
        return Error::new(ErrorKind::Changed(format!("the object {name:?}")), error);
    }
    error
}

/// Where a part begins: `bytes 5-9/1234`.
fn start(headers: &HeaderMap) -> Option<u64> {
    let range = headers.get(header::CONTENT_RANGE)?.to_str().ok()?;
    let range = range.trim().strip_prefix("bytes")?.trim_start();
    range.split('-').next()?.parse().ok()
}
