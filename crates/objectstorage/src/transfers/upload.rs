//! Uploads of any size.

use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;
use std::sync::Arc;

use ferriscloud_core::time::Timestamp;
use ferriscloud_core::{ErrorKind, Result};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

use super::assembly::Assembly;
use super::gate;
use super::progress::{Meter, Progress};
use crate::containers::ContainerName;
use crate::lanes::Lanes;
use crate::objects::{Objects, VersionId};
use crate::source::Source;
use crate::uploads::UploadObject;

/// What became of the upload of a large object.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LargeUploaded {
    /// The `ETag`: of an object without segments the MD5 of the data; of a static large object the MD5 of the `ETag`s
    /// of what its manifest names, one after the other.
    pub etag: Option<String>,
    /// When it was written, to the second.
    pub last_modified: Option<Timestamp>,
    /// Which version it is, in containers that keep them.
    pub version: Option<VersionId>,
    /// The size, in bytes.
    pub bytes: u64,
    /// How many segments it is made of; none where one request was enough.
    pub segments: u64,
    /// How many of them were there already, from an upload that had failed.
    pub resumed: u64,
    /// How many segments of the object that it replaced were deleted.
    pub replaced: u64,
}

/// An upload of any size, ready to be sent: `.await` sends it.
///
/// What is no larger than one segment is written by one request; of a stream whose length is not known, up to 1 MiB
/// is. Everything else is cut into segments, several of which are sent at a time; a manifest that is written last joins them into one object:
/// [static large objects](https://docs.openstack.org/swift/latest/overview_large_objects.html#static-large-objects).
/// Until then the object of that name is what it was.
///
/// - From bytes and files, a segment that fails or arrives damaged is sent again. From streams and readers, one
///   segment at a time is sent, and once, unless they are [`buffered`](Self::buffered).
/// - A stream that is announced to be larger than 8 MiB and no larger than a segment goes by one request and once, too,
///   unless it is buffered: if it arrives damaged, the object is there, and wrong ([`ErrorKind::Checksum`]).
/// - Every segment's MD5 is compared with the service's, and the `ETag` of the whole with what it has to be.
/// - A stream whose length is not known may have any: where that takes more segments than a manifest may have, mostly
///   1000, which is 62 GiB, manifests of them are joined by another one.
/// - If it fails, it deletes the segments that it wrote, unless it can be [resumed](Self::resume). If it is
///   dropped, they stay; and so they do if nobody can say whether the manifest was written.
/// - Memory use depends on [`in_flight`](Self::in_flight), and not on the size: 3 MiB for each, and 5 where nothing is
///   verified. A stream of up to 8 MiB is in memory.
///
/// ```no_run
/// use ferriscloud_objectstorage::uploads::Source;
///
/// # async fn example(objects: ferriscloud_objectstorage::objects::Objects) -> ferriscloud_core::Result<()> {
/// let upload = objects.upload_large("backup.tar", Source::file("backup.tar"));
/// let uploaded = upload
///     .resume()
///     .progress(|progress| println!("{} bytes of {:?}", progress.bytes, progress.total_bytes))
///     .await?;
/// println!("{} segments", uploaded.segments);
/// # Ok(()) }
/// ```
#[must_use = "an upload does nothing until it is awaited"]
pub struct LargeUpload {
    order: Order,
    source: Source,
}

/// What is to be written, but for the data.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) objects: Objects,
    pub(super) object: UploadObject,
    pub(super) plan: Plan,
    pub(super) meter: Meter,
    /// As many segments as may be sent at a time.
    pub(super) gate: Arc<Semaphore>,
    pub(super) lanes: Lanes,
}

/// How it is to be done.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) segment_size: Option<u64>,
    pub(super) in_flight: usize,
    pub(super) container: Option<ContainerName>,
    pub(super) dynamic: bool,
    pub(super) resume: bool,
    pub(super) buffered: bool,
    pub(super) delete_replaced: bool,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            segment_size: None,
            in_flight: 8,
            container: None,
            dynamic: false,
            resume: false,
            buffered: false,
            delete_replaced: false,
        }
    }
}

impl Objects {
    /// Writes an object of any size, in parallel segments where it is large:
    /// [`PUT /{container}/{object}?multipart-manifest=put`](https://docs.openstack.org/swift/latest/overview_large_objects.html#static-large-objects).
    ///
    /// [`upload`](Self::upload) writes it by one request, whatever its size.
    pub fn upload_large(
        &self,
        object: impl Into<UploadObject>,
        source: impl Into<Source>,
    ) -> LargeUpload {
        let plan = Plan::default();
        let order = Order {
            objects: self.clone(),
            object: object.into(),
            gate: gate(plan.in_flight),
            plan,
            meter: Meter::default(),
            lanes: Lanes::default(),
        };
        LargeUpload {
            order,
            source: source.into(),
        }
    }
}

impl LargeUpload {
    /// With segments of so many bytes. Where this is not said: 64 MiB, or more where the cloud takes too few of
    /// them.
    pub fn segment_size(mut self, bytes: u64) -> Self {
        self.order.plan.segment_size = Some(bytes);
        self
    }

    /// With so many segments sent at a time; 8 where this is not said.
    pub fn in_flight(mut self, segments: usize) -> Self {
        self.order.plan.in_flight = segments.max(1);
        self.order.gate = gate(self.order.plan.in_flight);
        self
    }

    /// With the segments in this container. Where this is not said, it has the name of the object's, with `_segments`
    /// behind.
    ///
    /// Where it is missing, it is created with the storage policy of the object's container, and with its
    /// [`read_acl`](crate::containers::CreateContainer::read_acl): who reads the object reads its segments. Of one that
    /// is there, the caller sees to that.
    pub fn segments_in(mut self, container: impl Into<ContainerName>) -> Self {
        self.order.plan.container = Some(container.into());
        self
    }

    /// As a [dynamic large object](https://docs.openstack.org/swift/latest/overview_large_objects.html#dynamic-large-objects):
    /// for clouds without static ones. Its whole is whatever the listing of its segments has, which may lag behind,
    /// and no checksum is of it.
    pub fn dynamic(mut self) -> Self {
        self.order.plan.dynamic = true;
        self
    }

    /// Goes on with what an earlier upload of the same file has left, and leaves its own segments if it fails.
    ///
    /// Segments are of the same file if its name as an object, its time and its size are the same; each has to
    /// have the right MD5 as well. Those of a file that changes meanwhile are deleted. Only for files, and neither for dynamic large objects nor for those that expire.
    pub fn resume(mut self) -> Self {
        self.order.plan.resume = true;
        self
    }

    /// With each segment of a stream in memory until it is written: several are sent at a time then, and again
    /// if they fail. That takes the memory of as many segments as are [in flight](Self::in_flight), and of one
    /// more that is being read.
    pub fn buffered(mut self) -> Self {
        self.order.plan.buffered = true;
        self
    }

    /// Deletes the segments of the large object that it replaces, once it is written: those that
    /// [`delete_large`](Objects::delete_large) would delete.
    ///
    /// Not for objects made of what others need too. If that fails, it is the upload's error, and the new object is
    /// there.
    pub fn delete_replaced(mut self) -> Self {
        self.order.plan.delete_replaced = true;
        self
    }

    /// Tells how far it is, in bytes and segments, whenever that changes. What is called should not take long.
    pub fn progress(mut self, tell: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.order.meter = Meter::new(tell);
        self
    }

    /// With its checksums computed beside those of others.
    pub(super) fn beside(mut self, lanes: &Lanes) -> Self {
        self.order.lanes = lanes.clone();
        self
    }

    /// As a part of something larger, which counts and limits it.
    pub(super) fn within(mut self, meter: &Meter, gate: &Arc<Semaphore>, in_flight: usize) -> Self {
        self.order.meter = meter.of_an_item();
        self.order.gate = gate.clone();
        self.order.plan.in_flight = in_flight;
        self
    }

    async fn send(self) -> Result<LargeUploaded> {
        if self.order.plan.resume && self.order.plan.dynamic {
            let what = "a dynamic large object cannot be resumed";
            return Err(ErrorKind::Input(what.into()).into());
        }
        Assembly::new(self.order, self.source).await?.run().await
    }
}

impl IntoFuture for LargeUpload {
    type Output = Result<LargeUploaded>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl fmt::Debug for LargeUpload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (container, name) = (self.order.objects.container(), &self.order.object.name);
        write!(f, "LargeUpload({container}/{name} from {:?})", self.source)
    }
}
