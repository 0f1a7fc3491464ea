//! Directories on their way up.

mod steps;

use std::fmt;
use std::future::IntoFuture;
use std::path::{Path, PathBuf};
use std::pin::Pin;

use ferriscloud_core::Result;

use super::compare::Compare;
use super::directories::{Changes, Filter, Way};
use super::names::folder_prefix;
use super::progress::{Meter, Progress};
use crate::containers::ContainerName;
use crate::objects::{Objects, UpdateObject};

/// An upload of a directory, ready to be sent: `.await` sends what differs, and says what that was.
///
/// Objects are named by the directory, a slash, and the path below the folder. Large files are written
/// [in segments](super::LargeUpload), and go on with what an earlier run has left. The time of each file goes along as the metadata `mtime`. Symbolic links are
/// left out, since they may lead anywhere; directories without files are not to be seen in an object storage.
///
/// The first error ends it. What was written stays, and need not be sent again. Files that vanish or change while they
/// are read are no error: they are in [`Changes::failed`].
///
/// ```no_run
/// # async fn example(objects: ferriscloud_objectstorage::objects::Objects) -> ferriscloud_core::Result<()> {
/// let plan = objects.upload_directory("photos", "backup/photos").delete_extra().plan().await?;
/// println!("{} files to send, {} objects to delete", plan.transferred.len(), plan.deleted.len());
/// objects.upload_directory("photos", "backup/photos").delete_extra().await?;
/// # Ok(()) }
/// ```
#[must_use = "an upload does nothing until it is awaited"]
pub struct DirectoryUpload {
    objects: Objects,
    folder: PathBuf,
    prefix: String,
    way: Way,
    delete_replaced: bool,
    segments: Option<ContainerName>,
    with: UpdateObject,
}

impl Objects {
    /// Writes the files of a folder, and those below it, as objects below what looks like a directory, by
    /// [`PUT /{container}/{object}`](https://docs.openstack.org/api-ref/object-store/#create-or-replace-object).
    /// What is there already and the same is not sent.
    ///
    /// With `photos` as with `photos/`, the names begin with `photos/`; with nothing, they are the paths alone.
    pub fn upload_directory(
        &self,
        folder: impl AsRef<Path>,
        directory: impl AsRef<str>,
    ) -> DirectoryUpload {
        DirectoryUpload {
            objects: self.clone(),
            folder: folder.as_ref().to_owned(),
            prefix: folder_prefix(directory.as_ref()),
            way: Way::default(),
            delete_replaced: false,
            segments: None,
            with: UpdateObject::default(),
        }
    }
}

impl DirectoryUpload {
    /// With files and objects compared in this way; by time where this is not said.
    pub fn compare(mut self, how: Compare) -> Self {
        self.way.compare = how;
        self
    }

    /// Deletes the objects below the directory that have no file, once all files are written: all of them, where the
    /// folder is empty.
    ///
    /// What stands for directories stays; so do segments of what stays, what has the name of something that is
    /// [skipped](Changes::skipped) or would be below it, and what a [filter](Self::filter) leaves out.
    ///
    /// Segments below the directory whose large object is elsewhere look like any other object, and **are deleted**. Ours are
    /// in a container of their own; for others, have a filter leave them out. A [plan](Self::plan) shows what would be
    /// deleted.
    pub fn delete_extra(mut self) -> Self {
        self.way.delete_extra = true;
        self
    }

    /// Deletes the segments of large objects that are replaced or deleted, too, as
    /// [`delete_large`](Objects::delete_large) does.
    pub fn delete_replaced(mut self) -> Self {
        self.delete_replaced = true;
        self
    }

    /// With only the files that are taken, by their paths below the folder, with slashes; what is not taken is as good as
    /// not there, on both sides.
    pub fn filter(mut self, takes: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        self.way.filter = Filter::new(takes);
        self
    }

    /// With this for each object: more metadata, an expiry. What is the same already does not get it.
    pub fn with(mut self, properties: UpdateObject) -> Self {
        self.with = properties;
        self
    }

    /// With the segments in this container, which cannot be the objects' own: see
    /// [`LargeUpload::segments_in`](super::LargeUpload::segments_in).
    pub fn segments_in(mut self, container: impl Into<ContainerName>) -> Self {
        self.segments = Some(container.into());
        self
    }

    /// With so many files and segments sent at a time; 8 where this is not said.
    pub fn in_flight(mut self, requests: usize) -> Self {
        self.way.in_flight = requests.max(1);
        self
    }

    /// With files larger than so many bytes in segments of this size: see
    /// [`LargeUpload::segment_size`](super::LargeUpload::segment_size).
    pub fn segment_size(mut self, bytes: u64) -> Self {
        self.way.part_size = Some(bytes);
        self
    }

    /// Tells how far it is, in bytes and files, whenever that changes. What is called should not take long.
    pub fn progress(mut self, tell: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.way.meter = Meter::new(tell);
        self
    }

    /// What it would do. Nothing is written or deleted.
    ///
    /// # Errors
    /// Whatever keeps the folder or the container from being read.
    pub async fn plan(&self) -> Result<Changes> {
        self.look().await
    }
}

impl IntoFuture for DirectoryUpload {
    type Output = Result<Changes>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl fmt::Debug for DirectoryUpload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (folder, container) = (self.folder.display(), self.objects.container());
        write!(
            f,
            "DirectoryUpload({folder} to {container}/{})",
            self.prefix
        )
    }
}
