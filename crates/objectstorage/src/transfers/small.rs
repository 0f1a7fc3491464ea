//! Objects that need no segments.

use ferriscloud_core::Result;
use http::header;

use super::segments::{Whole, undamaged};
use super::streams::Feed;
use super::upload::{LargeUploaded, Order};
use crate::objects::Segment;
use crate::source::{Kind, Source};
use crate::uploads::Uploaded;

/// As much of a stream as is in memory without having been asked for, so that it can be sent again.
const BUFFERED: u64 = 8 << 20;

/// Small enough for one request, whose checksum the service compares before it writes anything.
pub(super) async fn single(order: &Order, data: &Whole) -> Result<(LargeUploaded, Vec<Segment>)> {
    let Order {
        objects,
        object,
        meter,
        gate,
        lanes,
        ..
    } = order;
    meter.expect(Some(data.length()), Some(1));
    let _permit = gate.acquire().await;
    let count = meter.count();
    let etag = match data {
        Whole::Part(part) if object.verify => Some(part.md5(lanes).await?),
        _ => None,
    };
    let send = || {
        let request = objects.upload(object, data.source());
        let request = request.counted(count.clone()).beside(lanes.clone());
        match &etag {
            Some(etag) => request.header(header::ETAG, etag.as_str()).into_future(),
            None => request.into_future(),
        }
    };
    let uploaded = undamaged(send).await?;
    meter.item();
    Ok((told(uploaded, data.length(), 0), Vec::new()))
}

/// Known to be small, and to be read only once.
pub(super) async fn once(
    order: &Order,
    mut feed: Feed,
    length: u64,
) -> Result<(LargeUploaded, Vec<Segment>)> {
    let Order {
        objects,
        object,
        meter,
        gate,
        plan,
        ..
    } = order;
    if plan.buffered || length <= BUFFERED {
        let bytes = feed.collect(length).await?;
        // What is too much is an error of the source.
        feed.has_more().await?;
        return single(order, &Whole::Bytes(bytes)).await;
    }
    meter.expect(Some(length), Some(1));
    let _permit = gate.acquire().await;
    let source = Source(Kind::Once(feed.into_data(), Some(length)));
    let uploaded = objects
        .upload(object, source)
        .counted(meter.count())
        .await?;
    meter.item();
    Ok((told(uploaded, length, 0), Vec::new()))
}

/// What is to be told of it.
pub(super) fn told(uploaded: Uploaded, bytes: u64, segments: u64) -> LargeUploaded {
    LargeUploaded {
        etag: uploaded.etag,
        last_modified: uploaded.last_modified,
        version: uploaded.version,
        bytes,
        segments,
        ..LargeUploaded::default()
    }
}
