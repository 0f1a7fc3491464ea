//! What an answer means: error statuses become errors, buffered bodies are read.

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use super::{Answered, Exchange, Outgoing, gzip};
use crate::error::{Error, ErrorKind, Receipt, Redirect, read_fault, url_without_secrets};
use crate::request::Settings;

/// As much of an error's body as is read.
const LARGEST_FAULT: usize = 64 << 10;

/// Stands below the retries, so that an answer that breaks off is asked for again.
#[derive(Debug)]
pub(crate) struct Answers<S> {
    inner: S,
    largest: u64,
}

impl<S> Answers<S> {
    pub(crate) fn new(inner: S, largest: u64) -> Self {
        Self { inner, largest }
    }
}

impl<S: Exchange> Exchange for Answers<S> {
    async fn exchange(&self, mut request: Outgoing) -> Answered {
        let Self { inner, largest } = self;
        let may_be_packed = gzip::welcome(&mut request);
        let settings = request.extensions().get::<Settings>();
        let streaming = settings.is_some_and(|settings| settings.streaming);
        let (mut parts, body) = inner.exchange(request).await?.into_parts();
        if is_error(parts.status) {
            // In a box: every call would make room for it.
            let body = Box::pin(body.snippet(LARGEST_FAULT)).await;
            let body = gzip::peek(&parts.headers, body, LARGEST_FAULT);
            return Err(refusal(parts, body).into());
        }
        if is_redirect(parts.status) {
            // Whether to follow is for the retry policy to say, which knows what was sent.
            return Err(redirected(&parts.headers));
        }
        if streaming {
            return Ok(http::Response::from_parts(parts, body));
        }
        let body = body.collect(*largest).await?;
        let body = match may_be_packed {
            true => gzip::open(&mut parts.headers, body, *largest)?,
            false => body,
        };
        Ok(http::Response::from_parts(parts, body.into()))
    }
}

fn refusal(parts: http::response::Parts, body: Bytes) -> ErrorKind {
    let receipt = match parts.status {
        StatusCode::UNAUTHORIZED => Receipt::read(&parts.headers, &body),
        _ => None,
    };
    match receipt {
        Some(receipt) => ErrorKind::MoreProofs(Box::new(receipt)),
        None => ErrorKind::Service(Box::new(read_fault(parts.status, parts.headers, body))),
    }
}

fn redirected(headers: &HeaderMap) -> Error {
    let to = headers
        .get(header::LOCATION)
        .and_then(|to| to.to_str().ok());
    let to = to.and_then(|to| to.parse().ok());
    let shown = to
        .as_ref()
        .map_or("nowhere".to_owned(), url_without_secrets);
    let error = Error::from(ErrorKind::Redirected(shown));
    error.traced(|trace| trace.redirect = Redirect(to))
}

/// Who asked for what has changed does not get what they asked for, where nothing has.
fn is_error(status: StatusCode) -> bool {
    status.as_u16() >= 400 || status == StatusCode::NOT_MODIFIED
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}
