//! What is known of objects that were uploaded, for clients that look at what they have written: all but what is in them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use hyper::HeaderMap;
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, LAST_MODIFIED};

/// What every object has.
pub(crate) fn first() -> [(HeaderName, HeaderValue); 2] {
    [
        (CONTENT_TYPE, "application/octet-stream"),
        (LAST_MODIFIED, "Mon, 23 Nov 2026 00:00:00 GMT"),
    ]
    .map(|(name, value)| (name, HeaderValue::from_static(value)))
}

/// The headers of each, by its path.
#[derive(Default)]
pub(crate) struct Written(Mutex<HashMap<String, HeaderMap>>);

impl Written {
    /// Remembers an object by the headers that it came with. One that stands for others is as long as those together.
    pub(crate) fn remember(&self, path: &str, sent: &HeaderMap, length: u64, etag: Option<&str>) {
        let is_kept = |name: &HeaderName| name.as_str().starts_with("x-object-");
        let kept = sent.iter().filter(|(name, _)| is_kept(name));
        let kept = kept.map(|(name, value)| (name.clone(), value.clone()));
        let mut headers: HeaderMap = first().into_iter().chain(kept).collect();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let parts = headers.get("x-object-manifest");
        let parts = parts.and_then(|parts| Some(format!("/{}", parts.to_str().ok()?)));
        let length = parts.map_or(length, |parts| {
            let parts = all.iter().filter(|(path, _)| path.contains(&parts));
            parts.filter_map(|(_, headers)| length_of(headers)).sum()
        });
        headers.insert(CONTENT_LENGTH, length.into());
        let etag = etag.and_then(|etag| HeaderValue::from_str(etag).ok());
        headers.extend(etag.map(|etag| (ETAG, etag)));
        all.insert(path.to_owned(), headers);
    }

    pub(crate) fn find(&self, path: &str) -> Option<HeaderMap> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(path).cloned()
    }
}

fn length_of(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
