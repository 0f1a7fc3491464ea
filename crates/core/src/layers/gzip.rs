//! Answers that come compressed. Objects never do: what is stored compressed is to arrive so.

use std::io::Read;

use bytes::Bytes;
use flate2::read::MultiGzDecoder;
use http::{HeaderMap, HeaderValue, header};

use crate::body::Body;
use crate::error::{Error, ErrorKind, Result};
use crate::request::Settings;

/// Says that gzip is welcome, where it is; whether it is.
pub(super) fn welcome(request: &mut http::Request<Body>) -> bool {
    let settings = request.extensions().get::<Settings>();
    let is_json =
        settings.is_none_or(|settings| !settings.streaming && &*settings.service != "object-store");
    if is_json {
        let entry = request.headers_mut().entry(header::ACCEPT_ENCODING);
        entry.or_insert(HeaderValue::from_static("gzip"));
    }
    is_json
}

/// The body as it was before it was compressed, if it was.
pub(super) fn open(headers: &mut HeaderMap, body: Bytes, largest: u64) -> Result<Bytes> {
    if !is_packed(headers) || body.is_empty() {
        return Ok(body);
    }
    let mut whole = Vec::with_capacity(body.len().saturating_mul(4).min(1 << 20));
    let broken = |error| Error::new(ErrorKind::Decode("it is not gzip".to_owned()), error);
    let decoder = MultiGzDecoder::new(&body[..]);
    let mut bounded = decoder.take(largest.saturating_add(1));
    bounded.read_to_end(&mut whole).map_err(broken)?;
    if whole.len() as u64 > largest {
        return Err(ErrorKind::TooLarge(largest).into());
    }
    for header in [header::CONTENT_ENCODING, header::CONTENT_LENGTH] {
        headers.remove(header);
    }
    Ok(whole.into())
}

/// As much of an error's body as can be read.
pub(super) fn peek(headers: &HeaderMap, body: Bytes, largest: usize) -> Bytes {
    if !is_packed(headers) {
        return body;
    }
    let mut start = Vec::new();
    let mut bounded = MultiGzDecoder::new(&body[..]).take(largest as u64);
    // What comes before the break is worth reading.
    let _ = bounded.read_to_end(&mut start);
    start.into()
}

fn is_packed(headers: &HeaderMap) -> bool {
    let encoding = headers.get(header::CONTENT_ENCODING);
    encoding.is_some_and(|encoding| encoding.as_bytes().eq_ignore_ascii_case(b"gzip"))
}
