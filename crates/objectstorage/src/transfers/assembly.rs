//! A large object, from its source to its manifest.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use ferriscloud_core::{Error, ErrorKind, Result};
use futures_util::{StreamExt, TryStreamExt, stream};

use super::containers::ensure;
use super::limits::{Cut, Limits};
use super::manifest;
use super::replaced::Replaced;
use super::segments::{Segments, Whole, unique};
use super::small::{once, single, told};
use super::streams::Feed;
use super::upload::{LargeUploaded, Order};
use crate::containers::{ContainerName, Containers};
use crate::objects::Segment;
use crate::source::{Kind, Source};
use crate::tally::{Counted, Shared};

/// As much of a stream as is read before it is known to need segments.
pub(super) const PEEK: u64 = 1 << 20;

/// An upload that is under way.
pub(super) struct Assembly {
    order: Order,
    data: Data,
    replaced: Replaced,
}

/// What is uploaded: from any place, or in its order alone.
enum Data {
    Whole(Whole),
    Stream(Feed, Option<u64>),
}

/// Why it failed, and whether the segments may be in use all the same.
pub(super) struct Failed {
    pub(super) error: Error,
    pub(super) in_use: bool,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self {
            error,
            in_use: false,
        }
    }
}

impl Assembly {
    pub(super) async fn new(order: Order, source: Source) -> Result<Self> {
        let measured = |data, length| {
            let counted = Counted::new(data, Shared::default(), false, length);
            Data::Stream(Feed::new(counted.boxed()), length)
        };
        let data = match source.located().await?.0 {
            Kind::Bytes(bytes) => Data::Whole(Whole::Bytes(bytes)),
            Kind::Part(part) => Data::Whole(Whole::Part(part)),
            Kind::Once(data, length) => measured(data, length),
            Kind::Replayable(length, open) => measured(open(), Some(length)),
            // Located: it is a part now.
            Kind::File(_) => return Err(ErrorKind::Io.into()),
        };
        if order.plan.resume && !matches!(data, Data::Whole(Whole::Part(_))) {
            let what = "only the upload of a file can be resumed";
            return Err(ErrorKind::Input(what.into()).into());
        }
        let replaced = if order.plan.delete_replaced {
            match Replaced::find(&order.objects, &order.object.name).await {
                Err(error) if error.is_not_found() => Replaced::default(),
                found => found?,
            }
        } else {
            Replaced::default()
        };
        Ok(Self {
            order,
            data,
            replaced,
        })
    }

    pub(super) async fn run(self) -> Result<LargeUploaded> {
        let Self {
            order,
            data,
            mut replaced,
        } = self;
        let (mut uploaded, segments) = write(&order, data).await?;
        for segment in &segments {
            if let Some((container, name)) = segment.path.split_once('/') {
                replaced.without(&container.into(), &name.into());
            }
        }
        uploaded.replaced = replaced.remove(&order.objects).await?;
        Ok(uploaded)
    }
}

async fn write(order: &Order, data: Data) -> Result<(LargeUploaded, Vec<Segment>)> {
    let asked = order.plan.segment_size;
    let small = Cut::small(asked);
    let data = match data {
        Data::Whole(whole) if whole.length() <= small => return single(order, &whole).await,
        Data::Stream(feed, Some(length)) if length <= small => {
            return once(order, feed, length).await;
        }
        Data::Stream(mut feed, length) => {
            let peek = if order.plan.buffered {
                small
            } else {
                small.min(PEEK)
            };
            let first = feed.collect(peek).await?;
            if !feed.has_more().await? {
                return single(order, &Whole::Bytes(first)).await;
            }
            feed.put_back(first);
            Data::Stream(feed, length)
        }
        whole => whole,
    };
    let length = match &data {
        Data::Whole(whole) => Some(whole.length()),
        Data::Stream(_, length) => *length,
    };
    let limits = Limits::of(order.objects.client()).await;
    let cut = Cut::new(limits, asked, length, !order.plan.dynamic)?;
    let modified = match &data {
        Data::Whole(Whole::Part(part)) => part.modified(),
        _ => None,
    };
    let segments = begin(order, length, cut.size, modified).await?;
    let count = length.map(|length| length.div_ceil(cut.size));
    order.meter.expect(length, count);
    match assemble(order, &segments, data, cut).await {
        Ok(done) => Ok(done),
        Err(Failed { error, in_use }) => {
            // Those of a file that is another one now cannot be found again.
            if !in_use && (!order.plan.resume || is_gone(&error)) {
                // Why it failed matters more than what is left.
                let _ = segments.clean().await;
            }
            Err(error)
        }
    }
}

/// The place for the segments, and what an earlier upload has left there.
async fn begin(
    order: &Order,
    length: Option<u64>,
    size: u64,
    modified: Option<SystemTime>,
) -> Result<Segments> {
    let Order {
        objects,
        object,
        plan,
        ..
    } = order;
    let usual = || ContainerName::from(format!("{}_segments", objects.container()));
    // Those of several containers may be there, and some have the names of others.
    let from = plan.container.as_ref().map(|_| objects.container());
    let from = from.map(|it| format!("{it}/")).unwrap_or_default();
    let container = plan.container.clone().unwrap_or_else(usual);
    let containers = Containers::new(objects.client().clone());
    ensure(&containers, &container, objects.container()).await?;
    let length = length.map_or("stream".to_owned(), |length| length.to_string());
    let kind = if plan.dynamic { "" } else { "slo/" };
    let once = if plan.resume {
        stamp(modified)
    } else {
        unique()
    };
    let mut segments = Segments {
        objects: objects.beside(container),
        // As python-swiftclient names them.
        prefix: format!("{from}{}/{kind}{once}/{length}/{size}/", object.name),
        verify: object.verify,
        with: Segments::with(&object.with),
        gate: order.gate.clone(),
        meter: order.meter.clone(),
        lanes: order.lanes.clone(),
        there: BTreeMap::new(),
        written: Mutex::default(),
    };
    if plan.resume {
        if segments.with.delete_at.is_some() || segments.with.delete_after.is_some() {
            let what = "the upload of an object that expires cannot be resumed: its segments may expire before it";
            return Err(ErrorKind::Input(what.into()).into());
        }
        segments.look().await?;
    }
    Ok(segments)
}

async fn assemble(
    order: &Order,
    segments: &Segments,
    data: Data,
    cut: Cut,
) -> Result<(LargeUploaded, Vec<Segment>), Failed> {
    let in_flight = order.plan.in_flight;
    let source = match &data {
        Data::Whole(Whole::Part(part)) => Some(part.clone()),
        _ => None,
    };
    let mut written: Vec<(u64, Segment)> = match data {
        Data::Whole(whole) => {
            let starts = (0..whole.length().div_ceil(cut.size)).map(|index| {
                let start = index * cut.size;
                let length = cut.size.min(whole.length() - start);
                let part = whole.slice(start, length);
                async move { segments.write(index, &part).await }
            });
            let writes = stream::iter(starts).buffer_unordered(in_flight);
            writes.try_collect().await?
        }
        Data::Stream(feed, _) if order.plan.buffered => {
            let parts = stream::try_unfold((feed, 0), |(mut feed, index)| async move {
                if !feed.has_more().await? {
                    return Ok::<_, Error>(None);
                }
                let bytes = feed.collect(cut.size).await?;
                Ok(Some(((index, Whole::Bytes(bytes)), (feed, index + 1))))
            });
            let write = |(index, part)| async move { segments.write(index, &part).await };
            let writes = parts.map_ok(write).try_buffer_unordered(in_flight);
            writes.try_collect().await?
        }
        Data::Stream(feed, length) => in_order(segments, feed, length, cut.size).await?,
    };
    if let Some(part) = source {
        // Each segment is of the same file; so are all together.
        part.check().await?;
    }
    written.sort_by_key(|(index, _)| *index);
    let written: Vec<_> = written.into_iter().map(|(_, segment)| segment).collect();
    let bytes = written.iter().filter_map(|segment| segment.bytes).sum();
    let count = written.len() as u64;
    let resumed = count - segments.count().min(count);
    let parts = match order.plan.dynamic {
        true => written.clone(),
        false => segments.joined(written.clone(), cut.most).await?,
    };
    let uploaded = manifest::write(order, &segments.prefix, &parts).await?;
    let told = LargeUploaded {
        resumed,
        ..told(uploaded, bytes, count)
    };
    Ok((told, written))
}

/// One segment after the other, each as it is read.
async fn in_order(
    segments: &Segments,
    mut feed: Feed,
    length: Option<u64>,
    most: u64,
) -> Result<Vec<(u64, Segment)>> {
    let (mut written, mut so_far) = (Vec::new(), 0);
    while feed.has_more().await? {
        let index = written.len() as u64;
        let expected = length.map(|length| most.min(length - so_far));
        let send = |source: Source| segments.write_once(index, source);
        let (bytes, (name, etag)) = feed.hand_on(most, expected, send).await?;
        so_far += bytes;
        written.push((index, segments.segment(name, etag, bytes)));
    }
    Ok(written)
}

/// Whether a file is not, or no longer, what it was.
pub(super) fn is_gone(error: &Error) -> bool {
    let source = std::error::Error::source(error);
    let source = source.and_then(|source| source.downcast_ref::<std::io::Error>());
    match error.kind() {
        ErrorKind::Changed(_) => true,
        ErrorKind::Io => source.is_some_and(|it| it.kind() == std::io::ErrorKind::NotFound),
        _ => false,
    }
}

/// The time of a file, by which its segments are found again.
fn stamp(modified: Option<SystemTime>) -> String {
    let since = modified.and_then(|modified| modified.duration_since(SystemTime::UNIX_EPOCH).ok());
    let since = since.unwrap_or(Duration::ZERO);
    format!("{}.{:06}", since.as_secs(), since.subsec_micros())
}
