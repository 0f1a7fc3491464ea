//! Writing the segments of a large object.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use ferriscloud_core::{Error, ErrorKind, Result};
use http::StatusCode;
use tokio::sync::Semaphore;

use super::manifest;
use super::progress::Meter;
use super::removal::remove;
use crate::lanes::Lanes;
use crate::objects::{ListObjects, Object, ObjectName, Objects, Segment, UpdateObject};
use crate::parts::Part;
use crate::source::{Kind, Source};
use crate::uploads::{UploadObject, Uploaded};

/// How often data that arrive damaged are sent.
const TRIES: u32 = 3;
/// How much longer segments live than the object that they belong to, which is written after them.
const LONGER: Duration = Duration::from_secs(24 * 60 * 60);

/// Data of which any part can be had, as often as needed.
#[derive(Debug, Clone)]
pub(super) enum Whole {
    Bytes(Bytes),
    Part(Part),
}

impl Whole {
    pub(super) fn length(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Part(part) => part.length(),
        }
    }

    pub(super) fn slice(&self, start: u64, length: u64) -> Self {
        match self {
            Self::Bytes(bytes) => {
                let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
                Self::Bytes(bytes.slice(place(start)..place(start + length)))
            }
            Self::Part(part) => Self::Part(part.slice(start, length)),
        }
    }

    pub(super) fn source(&self) -> Source {
        Source(match self {
            Self::Bytes(bytes) => Kind::Bytes(bytes.clone()),
            Self::Part(part) => Kind::Part(part.clone()),
        })
    }
}

/// Sends data until they arrive undamaged.
pub(super) async fn undamaged<F>(send: impl Fn() -> F) -> Result<Uploaded>
where
    F: Future<Output = Result<Uploaded>>,
{
    let mut tries = 1;
    loop {
        match send().await {
            Err(error) if is_damaged(&error) && tries < TRIES => tries += 1,
            result => return result,
        }
    }
}

fn is_damaged(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Checksum { .. })
        || error.status() == Some(StatusCode::UNPROCESSABLE_ENTITY)
}

/// The segments of one large object.
pub(super) struct Segments {
    /// Those of the container for segments.
    pub(super) objects: Objects,
    /// What their names begin with.
    pub(super) prefix: String,
    pub(super) verify: bool,
    pub(super) with: UpdateObject,
    pub(super) gate: Arc<Semaphore>,
    pub(super) meter: Meter,
    pub(super) lanes: Lanes,
    /// Those that an earlier upload has left.
    pub(super) there: BTreeMap<ObjectName, Object>,
    /// Those that may have been written.
    pub(super) written: Mutex<Vec<ObjectName>>,
}

impl Segments {
    /// What segments have of their object: they must not outlive it by much, nor go before it.
    pub(super) fn with(object: &UpdateObject) -> UpdateObject {
        UpdateObject {
            delete_after: object.delete_after.map(|it| it.saturating_add(LONGER)),
            delete_at: object
                .delete_at
                .map(|at| at.saturating_add(LONGER).unwrap_or(at)),
            ..UpdateObject::default()
        }
    }

    /// Notes what an earlier upload has left.
    pub(super) async fn look(&mut self) -> Result<()> {
        let filter = ListObjects {
            prefix: Some(self.prefix.clone()),
            ..ListObjects::default()
        };
        let found = self.objects.list(&filter).extract::<Object>().all().await?;
        let by_name = found
            .into_iter()
            .map(|object| (object.name.clone(), object));
        self.there = by_name.collect();
        Ok(())
    }

    /// Writes one, unless it is there already.
    pub(super) async fn write(&self, index: u64, data: &Whole) -> Result<(u64, Segment)> {
        let _permit = self.gate.acquire().await;
        let mut name = self.name(index);
        let count = self.meter.count();
        if let Some(there) = self.there.get(&name) {
            if self.is_same(there, data).await? {
                count.add(data.length());
                self.meter.item();
                return Ok((index, self.segment(name, there.etag.clone(), data.length())));
            }
            // What is there may be a part of the object that is to be replaced.
            name = format!("{name}-{}", unique()).into();
        }
        let object = self.begin(&name);
        let send = || {
            self.objects
                .upload(&object, data.source())
                .counted(count.clone())
                .beside(self.lanes.clone())
                .into_future()
        };
        let uploaded = undamaged(send).await?;
        self.meter.item();
        let etag = self.etag(uploaded)?;
        Ok((index, self.segment(name, etag, data.length())))
    }

    /// Writes one from what can be read once only.
    pub(super) async fn write_once(
        &self,
        index: u64,
        source: Source,
    ) -> Result<(ObjectName, String)> {
        let _permit = self.gate.acquire().await;
        let name = self.name(index);
        let object = self.begin(&name);
        let upload = self.objects.upload(&object, source);
        let uploaded = upload.counted(self.meter.count()).await?;
        self.meter.item();
        Ok((name, self.etag(uploaded)?))
    }

    /// What the manifest is to say of a segment, which has been compared.
    fn etag(&self, uploaded: Uploaded) -> Result<String> {
        match uploaded.etag {
            None if self.verify => {
                Err(ErrorKind::Decode("it has no ETag to compare".into()).into())
            }
            etag => Ok(etag.unwrap_or_default()),
        }
    }

    pub(super) fn segment(&self, name: ObjectName, etag: String, bytes: u64) -> Segment {
        Segment {
            etag: Some(etag).filter(|etag| !etag.is_empty()),
            bytes: Some(bytes),
            ..Segment::new(self.objects.container(), name)
        }
    }

    /// As many as one manifest may have: more are joined by some that stand for many.
    pub(super) async fn joined(&self, all: Vec<Segment>, most: usize) -> Result<Vec<Segment>> {
        let name = |index| {
            let name = ObjectName::from(format!("{}joined-{index:08}", self.prefix));
            self.begin(&name).name
        };
        manifest::joined(&self.objects, all, most, &self.with, name).await
    }

    /// Deletes those that were written.
    pub(super) async fn clean(self) -> Result<u64> {
        let written = self
            .written
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        remove(&self.objects, &written).await
    }

    /// How many were written.
    pub(super) fn count(&self) -> u64 {
        let written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        written.len() as u64
    }

    fn name(&self, index: u64) -> ObjectName {
        format!("{}{index:08}", self.prefix).into()
    }

    fn begin(&self, name: &ObjectName) -> UploadObject {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        written.push(name.clone());
        UploadObject {
            with: self.with.clone(),
            verify: self.verify,
            ..UploadObject::new(name)
        }
    }

    async fn is_same(&self, there: &Object, data: &Whole) -> Result<bool> {
        match data {
            Whole::Part(part) if there.bytes == part.length() => Ok(part
                .md5(&self.lanes)
                .await?
                .eq_ignore_ascii_case(&there.etag)),
            _ => Ok(false),
        }
    }
}

/// A word that no other upload has.
pub(crate) fn unique() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    format!(
        "{}.{:09}-{}-{count}",
        now.as_secs(),
        now.subsec_nanos(),
        std::process::id()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_live_longer_than_their_object() {
        let of = |after| {
            let object = UpdateObject {
                delete_after: Some(after),
                ..UpdateObject::default()
            };
            Segments::with(&object).delete_after.unwrap()
        };
        assert_eq!(of(Duration::from_secs(1)), LONGER + Duration::from_secs(1));
        assert_eq!(of(Duration::MAX), Duration::MAX);
    }
}
