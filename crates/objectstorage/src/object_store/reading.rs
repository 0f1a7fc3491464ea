//! Reading objects.

use std::ops::Range;

use ::object_store::path::Path;
use ::object_store::{
    Attribute, Attributes, GetOptions, GetRange, GetResult, GetResultPayload, ObjectMeta, Result,
};
use chrono::{DateTime, Utc};
use ferriscloud_core::time::Timestamp;
use futures_util::{StreamExt, TryStreamExt, stream};

use super::errors;
use crate::downloads::ByteRange;
use crate::objects::{ObjectHead, Objects, ReadObject};

pub(super) async fn get(
    objects: &Objects,
    location: &Path,
    options: &GetOptions,
) -> Result<GetResult> {
    let GetOptions {
        if_match,
        if_none_match,
        if_modified_since,
        if_unmodified_since,
        range,
        version,
        head: only_head,
        extensions: _,
    } = options;
    let object = ReadObject {
        version: version.as_deref().map(Into::into),
        if_match: if_match.clone(),
        if_none_match: if_none_match.clone(),
        if_modified_since: if_modified_since.map(timestamp),
        if_unmodified_since: if_unmodified_since.map(timestamp),
        ..ReadObject::new(location.as_ref())
    };
    let failed = |error| errors::of(error, location);
    if *only_head {
        let head = objects.head(object).await.map_err(failed)?;
        let meta = meta(&head, location)?;
        let range = 0..meta.size;
        return Ok(result(&head, meta, range, stream::empty().boxed()));
    }
    let mut download = objects.download(object);
    if let Some(range) = range {
        download = download.range(byte_range(range));
    }
    let head = download.head().await.map_err(failed)?.clone();
    let meta = meta(&head, location)?;
    let range = range.as_ref();
    let range = range.map_or(0..meta.size, |range| within(range, meta.size));
    let location = location.clone();
    let data = download.map_err(move |error| errors::of(error, &location));
    Ok(result(&head, meta, range, data.boxed()))
}

/// What is known of an object.
pub(super) fn meta(head: &ObjectHead, location: &Path) -> Result<ObjectMeta> {
    let size = head.bytes;
    let size = size.ok_or_else(|| errors::wrong(format!("{location} has no size")))?;
    Ok(ObjectMeta {
        location: location.clone(),
        last_modified: head.last_modified.map(date_time).unwrap_or_default(),
        size,
        e_tag: head.etag.clone(),
        version: head.version.as_ref().map(ToString::to_string),
    })
}

/// Conditions are to the second, and so what they compare with has to be: to the next, as Swift's `Last-Modified` is.
pub(super) fn date_time(time: Timestamp) -> DateTime<Utc> {
    let seconds = time.as_second() + i64::from(time.subsec_nanosecond() > 0);
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}

fn timestamp(time: DateTime<Utc>) -> Timestamp {
    // Beyond the ends of its time there is nothing to tell apart.
    Timestamp::from_second(time.timestamp()).unwrap_or(if time.timestamp() < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

fn byte_range(range: &GetRange) -> ByteRange {
    match range {
        GetRange::Bounded(range) => range.clone().into(),
        GetRange::Offset(start) => ByteRange::From(*start),
        GetRange::Suffix(length) => ByteRange::Last(*length),
    }
}

/// What there is of a range.
fn within(range: &GetRange, size: u64) -> Range<u64> {
    match range {
        GetRange::Bounded(range) => range.start.min(size)..range.end.min(size),
        GetRange::Offset(start) => (*start).min(size)..size,
        GetRange::Suffix(length) => size.saturating_sub(*length)..size,
    }
}

fn result(
    head: &ObjectHead,
    meta: ObjectMeta,
    range: Range<u64>,
    data: stream::BoxStream<'static, Result<bytes::Bytes>>,
) -> GetResult {
    GetResult {
        payload: GetResultPayload::Stream(data),
        meta,
        range,
        attributes: attributes(head),
    }
}

fn attributes(head: &ObjectHead) -> Attributes {
    let known = [
        (Attribute::CacheControl, &head.cache_control),
        (Attribute::ContentDisposition, &head.content_disposition),
        (Attribute::ContentEncoding, &head.content_encoding),
        (Attribute::ContentLanguage, &head.content_language),
        (Attribute::ContentType, &head.content_type),
    ];
    let known = known
        .into_iter()
        .filter_map(|(attribute, value)| Some((attribute, value.clone()?)));
    let metadata = head.metadata.iter().map(|(name, value)| {
        let name = name.clone().into();
        (Attribute::Metadata(name), value.clone())
    });
    known.chain(metadata).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_end_with_the_object() {
        assert_eq!(within(&GetRange::Bounded(2..100), 14), 2..14);
        assert_eq!(within(&GetRange::Offset(100), 14), 14..14);
        assert_eq!(within(&GetRange::Suffix(2), 14), 12..14);
        assert_eq!(within(&GetRange::Suffix(100), 14), 0..14);
    }

    #[test]
    fn times_are_to_the_next_second() {
        let time = |text: &str| date_time(text.parse().unwrap()).timestamp();
        assert_eq!(time("2026-11-23T10:20:30Z"), 1_795_429_230);
        assert_eq!(time("2026-11-23T10:20:30.000001Z"), 1_795_429_231);
    }
}
