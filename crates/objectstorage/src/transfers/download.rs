//! Downloads of any size.

use std::collections::BTreeMap;
use std::fmt;
use std::future::IntoFuture;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::time::SystemTime;

use ferriscloud_core::{ErrorKind, Result};
use tokio::sync::Semaphore;

use super::fetch::Fetch;
use super::progress::{Meter, Progress};
use super::{gate, manifest, mtime, pieces};
use crate::downloads::Download;
use crate::lanes::Lanes;
use crate::objects::{ManifestSegment, ObjectHead, Objects, ReadObject};
use crate::partial::Partial;

/// Large enough that requests cost nothing beside the data.
const RANGE: u64 = 32 << 20;

/// A download of any size to a file, ready to be sent: `.await` sends it.
///
/// What is larger than one range is fetched in several at a time, each into its place in the file. They are all of
/// one object: another one that takes its name meanwhile is an error ([`ErrorKind::Changed`]). A range that breaks
/// off goes on from the byte that was reached.
///
/// A part of a large object, a manifest and a link are fetched by one request.
///
/// The file has a temporary name beside its own until all of it is there and checked: by the object's MD5; of a
/// static large object by those of its segments, as far as they are whole objects themselves; of a dynamic one by
/// its length alone. Of segments that are large objects in turn, 1000 are looked into, for 100,000 segments. A file that
/// is there already is replaced then, and only then, when the data are on the disk (`fsync`). Dropping the download
/// removes the temporary file, which only a program that is killed leaves: `.{name}.{process}-{number}.part`.
///
/// Memory use depends on [`in_flight`](Self::in_flight), and not on the size: 3 MiB for each.
#[must_use = "a download does nothing until it is awaited"]
pub struct LargeDownload {
    objects: Objects,
    object: ReadObject,
    verify: bool,
    path: PathBuf,
    range_size: u64,
    in_flight: usize,
    resumptions: Option<u32>,
    meter: Meter,
    gate: Arc<Semaphore>,
    /// Of many: its size, as far as it is known.
    within: Option<u64>,
}

impl Objects {
    /// Reads an object of any size into a file, in parallel ranges where it is large:
    /// [`GET /{container}/{object}`](https://docs.openstack.org/api-ref/object-store/#get-object-content-and-metadata).
    ///
    /// [`download`](Self::download) reads it in its order, into memory, a stream or a file.
    pub fn download_large(
        &self,
        object: impl Into<ReadObject>,
        path: impl AsRef<Path>,
    ) -> LargeDownload {
        let in_flight = 8;
        LargeDownload {
            objects: self.clone(),
            object: object.into(),
            verify: true,
            path: path.as_ref().to_owned(),
            range_size: RANGE,
            in_flight,
            resumptions: None,
            meter: Meter::default(),
            gate: gate(in_flight),
            within: None,
        }
    }
}

impl LargeDownload {
    /// With ranges of so many bytes; 32 MiB where this is not said, and never more than 10,000 of them. A segment of a static large object is in one
    /// range, however large it is.
    pub fn range_size(mut self, bytes: u64) -> Self {
        self.range_size = bytes.max(1);
        self
    }

    /// With so many ranges fetched at a time; 8 where this is not said.
    pub fn in_flight(mut self, ranges: usize) -> Self {
        self.in_flight = ranges.max(1);
        self.gate = gate(self.in_flight);
        self
    }

    /// Whether what comes is checked, as far as the service has checksums of it; so it is, where this is not said.
    pub fn verify(mut self, yes: bool) -> Self {
        self.verify = yes;
        self
    }

    /// With so many requests more where the data of a range break off: see
    /// [`Download::resumptions`](crate::downloads::Download::resumptions).
    pub fn resumptions(mut self, requests: u32) -> Self {
        self.resumptions = Some(requests);
        self
    }

    /// Tells how far it is, in bytes and ranges, whenever that changes. What is called should not take long.
    pub fn progress(mut self, tell: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.meter = Meter::new(tell);
        self
    }

    /// As a part of something larger, which counts and limits it, and knows its size; with the time that the
    /// object's metadata has.
    pub(super) fn within(
        mut self,
        meter: &Meter,
        gate: &Arc<Semaphore>,
        in_flight: usize,
        bytes: u64,
    ) -> Self {
        self.meter = meter.of_an_item();
        self.gate = gate.clone();
        self.in_flight = in_flight;
        self.within = Some(bytes);
        self
    }

    async fn send(self) -> Result<ObjectHead> {
        let ReadObject {
            part,
            manifest,
            link,
            ..
        } = self.object;
        if part.is_some() || manifest || link {
            return self.whole().await;
        }
        if self.within.is_some_and(|bytes| bytes <= self.range_size)
            && let Some(head) = self.small().await?
        {
            return Ok(head);
        }
        let head = {
            let _permit = self.gate.acquire().await;
            self.objects.head(&self.object).await?
        };
        let (Some(length), Some(etag)) = (head.bytes, head.etag.clone()) else {
            // Nothing says that two ranges would be of the same object.
            return self.whole().await;
        };
        let Self {
            objects,
            object,
            verify,
            path,
            range_size,
            in_flight,
            resumptions,
            meter,
            gate,
            within,
        } = self;
        let time = within.and_then(|_| mtime::of(&head));
        let large = head.static_large_object || head.object_manifest.is_some();
        let mut cut = None;
        if head.static_large_object && verify {
            let segments = manifest_of(&objects, &object).await?;
            if pieces::etag(&segments) == etag {
                let segments = manifest::flat(&objects, segments).await?;
                cut = pieces::of_segments(&segments, length, range_size);
            } else if objects.head(now(&object)).await?.etag.as_ref() != Some(&etag) {
                return Err(ErrorKind::Changed(format!("the object {:?}", object.name)).into());
            }
        }
        let cut = cut.unwrap_or_else(|| pieces::even(length, range_size));
        meter.expect(Some(length), Some(cut.len() as u64));
        let partial = Partial::create(&path, length).await?;
        let fetch = Fetch {
            objects: &objects,
            object: &object,
            resumptions,
            length,
            etag: &etag,
            partial: &partial,
            meter: &meter,
            gate: &gate,
            lanes: &Lanes::default(),
        };
        // What has the form of an MD5 and is of no large object is one.
        let hashing = verify && !large && etag.len() == 32;
        fetch.all(cut, in_flight, hashing).await?;
        partial.finish(time).await?;
        Ok(head)
    }

    fn one(&self) -> Download {
        let download = self.objects.download(&self.object).verify(self.verify);
        match self.resumptions {
            Some(resumptions) => download.resumptions(resumptions),
            None => download,
        }
    }

    /// Fetches it by one request.
    async fn whole(self) -> Result<ObjectHead> {
        let _permit = self.gate.acquire().await;
        self.meter.expect(None, Some(1));
        let time = self.within.map_or((|_| None) as Time, |_| mtime::of);
        let (download, count) = (self.one(), self.meter.count());
        let head = download.write_to(&self.path, &count, time).await?;
        self.meter.item();
        Ok(head)
    }

    /// Fetches it by one request, and none to look at it. Not if its checksums have to be asked for.
    async fn small(&self) -> Result<Option<ObjectHead>> {
        let _permit = self.gate.acquire().await;
        let mut download = self.one();
        let head = download.head().await?;
        if head.static_large_object && self.verify {
            return Ok(None);
        }
        let count = self.meter.count();
        let fetched = download.write_to(&self.path, &count, mtime::of);
        fetched.await.map(Some)
    }
}

/// What makes the time of a file.
type Time = fn(&ObjectHead) -> Option<SystemTime>;

/// What the object of this name and version is, whatever it was.
fn now(object: &ReadObject) -> ReadObject {
    ReadObject {
        version: object.version.clone(),
        newest: object.newest,
        ..ReadObject::new(&object.name)
    }
}

async fn manifest_of(objects: &Objects, object: &ReadObject) -> Result<Vec<ManifestSegment>> {
    let manifest = objects.manifest(&object.name);
    match &object.version {
        Some(version) => {
            let version = BTreeMap::from([("version-id", version.as_str())]);
            manifest.query(&version).await
        }
        None => manifest.await,
    }
}

impl IntoFuture for LargeDownload {
    type Output = Result<ObjectHead>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl fmt::Debug for LargeDownload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (container, name) = (self.objects.container(), &self.object.name);
        write!(
            f,
            "LargeDownload({container}/{name} to {})",
            self.path.display()
        )
    }
}
