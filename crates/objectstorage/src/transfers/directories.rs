//! What directories have in common, whichever way they go.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use ferriscloud_core::Result;
use tokio::sync::Semaphore;

use super::compare::Compare;
use super::gate;
use super::progress::Meter;
use crate::lanes::Lanes;
use crate::objects::{ListObjects, Object, ObjectName, Objects};

/// A file and the object that it becomes, or that becomes it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The object.
    pub name: ObjectName,
    /// The file.
    pub path: PathBuf,
    /// The size of what is transferred, or deleted, in bytes.
    pub bytes: u64,
}

/// What a transfer of a directory does, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Changes {
    /// What is new or different, and transferred.
    pub transferred: Vec<Change>,
    /// What is on the side that is changed alone, and deleted there, if that was asked for.
    pub deleted: Vec<Change>,
    /// How many are the same on both sides.
    pub unchanged: u64,
    /// What is left out: symbolic links, and other things that are no files.
    pub skipped: Vec<PathBuf>,
    /// Files that vanished or changed while they were read, and so were not written: their objects, if there are any,
    /// are what they were. Another upload writes them.
    pub failed: Vec<Change>,
}

impl Changes {
    /// Says how much there is to be done.
    pub(super) fn announce(&self, meter: &Meter) {
        let bytes = self.transferred.iter().map(|change| change.bytes);
        let bytes = bytes.fold(0, u64::saturating_add);
        meter.expect(Some(bytes), Some(self.transferred.len() as u64));
    }
}

/// How it is to be done.
#[derive(Debug)]
pub(super) struct Way {
    pub(super) compare: Compare,
    pub(super) delete_extra: bool,
    pub(super) in_flight: usize,
    pub(super) part_size: Option<u64>,
    pub(super) meter: Meter,
    pub(super) lanes: Lanes,
    pub(super) filter: Filter,
}

/// What takes part, by its path below the directory, with slashes.
#[derive(Default)]
pub(super) struct Filter(Option<Box<Takes>>);

type Takes = dyn Fn(&str) -> bool + Send + Sync;

impl Filter {
    pub(super) fn new(takes: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        Self(Some(Box::new(takes)))
    }

    pub(super) fn takes(&self, below: &str) -> bool {
        self.0.as_ref().is_none_or(|takes| takes(below))
    }
}

impl fmt::Debug for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Filter").finish_non_exhaustive()
    }
}

impl Default for Way {
    fn default() -> Self {
        Self {
            compare: Compare::default(),
            delete_extra: false,
            in_flight: 8,
            part_size: None,
            meter: Meter::default(),
            lanes: Lanes::default(),
            filter: Filter::default(),
        }
    }
}

impl Way {
    pub(super) fn gate(&self) -> Arc<Semaphore> {
        gate(self.in_flight)
    }
}

/// All objects whose names begin so.
pub(super) async fn list(objects: &Objects, prefix: &str) -> Result<Vec<Object>> {
    let filter = ListObjects {
        prefix: Some(prefix.to_owned()).filter(|prefix| !prefix.is_empty()),
        ..ListObjects::default()
    };
    objects.list(&filter).extract::<Object>().all().await
}

/// Whether an object stands for a directory: others make such.
pub(super) fn is_marker(object: &Object) -> bool {
    let kind = object.content_type.split(';').next().unwrap_or_default();
    object.bytes == 0
        && (object.name.as_str().ends_with('/') || kind.trim() == "application/directory")
}
