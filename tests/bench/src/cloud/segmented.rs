//! The same object, made of segments; and what is known of the file that clients upload, which is all zeros.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use hyper::Uri;
use md5::{Digest, Md5};
use serde_json::{Value, json};

use crate::object::{SIZE, hex};

const SEGMENT: u64 = 64 << 20;

/// Checksums that are computed once, so that the clients are what is measured.
#[derive(Default)]
pub(crate) struct Sums {
    zeros: Mutex<HashMap<u64, String>>,
    segment: Mutex<Option<String>>,
}

impl Sums {
    /// The MD5 of so many zeros.
    pub(crate) fn of_zeros(&self, count: u64) -> String {
        let mut zeros = self.zeros.lock().unwrap_or_else(PoisonError::into_inner);
        let compute = || {
            let (block, mut md5, mut left) = (vec![0; 1 << 20], Md5::new(), count);
            while left > 0 {
                let piece = left.min(block.len() as u64);
                md5.update(&block[..piece as usize]);
                left -= piece;
            }
            hex(md5)
        };
        zeros.entry(count).or_insert_with(compute).clone()
    }

    /// The MD5 of a segment: all are the same.
    fn of_segment(&self, block: &Bytes) -> String {
        let mut segment = self.segment.lock().unwrap_or_else(PoisonError::into_inner);
        let compute = || {
            let mut md5 = Md5::new();
            for _ in 0..SEGMENT / block.len() as u64 {
                md5.update(block);
            }
            hex(md5)
        };
        segment.get_or_insert_with(compute).clone()
    }

    /// The manifest, and the `ETag` of the whole.
    pub(crate) fn manifest(&self, block: &Bytes) -> (Bytes, String) {
        let hash = self.of_segment(block);
        let segments = (0..SIZE / SEGMENT).map(|number| {
            json!({
                "name": format!("/many_segments/segmented/{number:08}"), "bytes": SEGMENT, "hash": hash,
                "content_type": "application/octet-stream", "last_modified": "2026-11-23T00:00:00.000000"
            })
        });
        let segments: Vec<_> = segments.collect();
        let etag = etag(vec![hash.as_str(); segments.len()]);
        (Value::from(segments).to_string().into(), etag)
    }
}

/// The `ETag` of what a manifest joins.
pub(crate) fn joined(manifest: &[u8]) -> String {
    let segments: Vec<Value> = serde_json::from_slice(manifest).unwrap_or_default();
    etag(
        segments
            .iter()
            .filter_map(|segment| segment["etag"].as_str()),
    )
}

fn etag<'a>(etags: impl IntoIterator<Item = &'a str>) -> String {
    let mut md5 = Md5::new();
    for etag in etags {
        md5.update(etag);
    }
    hex(md5)
}

/// Whether a manifest is meant, and not what it stands for.
pub(crate) fn is_manifest(uri: &Uri) -> bool {
    uri.query()
        .is_some_and(|query| query.contains("multipart-manifest="))
}

/// From where to where, of `bytes=5-9`.
pub(crate) fn range(text: &str) -> Option<(u64, u64)> {
    let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
    Some((first.parse().ok()?, last.parse::<u64>().ok()? + 1))
}
