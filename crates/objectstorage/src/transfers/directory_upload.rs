//! Directories on their way up.

use std::collections::BTreeMap;
use std::fmt;
use std::future::IntoFuture;
use std::path::{Path, PathBuf};
use std::pin::Pin;

use ferriscloud_core::{Error, Result};
use futures_util::{StreamExt, TryStreamExt, stream};

use super::compare::Compare;
use super::directories::{Change, Changes, Way, is_marker, list};
use super::folder::{Folder, Found};
use super::mtime;
use super::names::folder_prefix;
use super::progress::{Meter, Progress};
use super::removal::remove;
use crate::objects::{Object, ObjectName, Objects, UpdateObject};
use crate::source::Source;
use crate::uploads::UploadObject;

/// An upload of a directory, ready to be sent: `.await` sends what differs, and says what that was.
///
/// Objects are named by the prefix, a slash, and the path below the directory. Large files are written
/// [in segments](super::LargeUpload). The time of each file goes along as the metadata `mtime`. Symbolic links are
/// left out, since they may lead anywhere; directories without files are not to be seen in an object storage.
///
/// The first error ends it. What was written stays, and need not be sent again.
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
}

impl Objects {
    /// Writes the files of a directory, and those below it, as objects whose names begin with a prefix, by
    /// [`PUT /{container}/{object}`](https://docs.openstack.org/api-ref/object-store/#create-or-replace-object).
    /// What is there already and the same is not sent.
    pub fn upload_directory(
        &self,
        folder: impl AsRef<Path>,
        prefix: impl AsRef<str>,
    ) -> DirectoryUpload {
        DirectoryUpload {
            objects: self.clone(),
            folder: folder.as_ref().to_owned(),
            prefix: folder_prefix(prefix.as_ref()),
            way: Way::default(),
            delete_replaced: false,
        }
    }
}

impl DirectoryUpload {
    /// With files and objects compared in this way; by time where this is not said.
    pub fn compare(mut self, how: Compare) -> Self {
        self.way.compare = how;
        self
    }

    /// Deletes the objects below the prefix that have no file, once all files are written: all of them, where the
    /// directory is empty. Those that stand for directories stay.
    pub fn delete_extra(mut self) -> Self {
        self.way.delete_extra = true;
        self
    }

    /// Deletes the segments of large objects that are replaced or deleted, too.
    pub fn delete_replaced(mut self) -> Self {
        self.delete_replaced = true;
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
    /// Whatever keeps the directory or the container from being read.
    pub async fn plan(&self) -> Result<Changes> {
        let Folder { files, others } = Folder::walk(&self.folder, false).await?;
        let there = list(&self.objects, &self.prefix).await?;
        let mut there: BTreeMap<_, _> = there
            .into_iter()
            .map(|object| (object.name.clone(), object))
            .collect();
        let pairs: Vec<_> = files
            .into_iter()
            .map(|(name, file)| {
                let name = ObjectName::from(format!("{}{name}", self.prefix));
                let object = there.remove(&name);
                (name, file, object)
            })
            .collect();
        let compared = stream::iter(pairs).map(|(name, file, object)| async move {
            let same = self.is_same(&file, object.as_ref()).await?;
            Ok::<_, Error>((name, file, same))
        });
        let compared = compared.buffered(self.way.in_flight);
        let mut changes = Changes {
            skipped: others,
            ..Changes::default()
        };
        let mut compared = std::pin::pin!(compared);
        while let Some((name, Found { path, bytes, .. }, same)) = compared.try_next().await? {
            if same {
                changes.unchanged += 1;
            } else {
                changes.transferred.push(Change { name, path, bytes });
            }
        }
        if self.way.delete_extra {
            let extra = there.into_values().filter(|object| !is_marker(object));
            changes.deleted = extra.map(|object| self.extra(object)).collect();
        }
        Ok(changes)
    }

    async fn is_same(&self, file: &Found, object: Option<&Object>) -> Result<bool> {
        let Some(object) = object else {
            return Ok(false);
        };
        let Found {
            path,
            bytes,
            modified,
        } = file;
        let compare = self.way.compare;
        compare
            .same(&self.objects, object, *bytes, *modified, path)
            .await
    }

    fn extra(&self, object: Object) -> Change {
        let below = object.name.as_str().strip_prefix(&self.prefix);
        Change {
            path: self.folder.join(below.unwrap_or_default()),
            name: object.name,
            bytes: object.bytes,
        }
    }

    async fn send(self) -> Result<Changes> {
        let changes = self.plan().await?;
        let (meter, gate) = (&self.way.meter, self.way.gate());
        meter.expect(
            Some(changes.bytes()),
            Some(changes.transferred.len() as u64),
        );
        let sent = stream::iter(changes.transferred.clone()).map(Ok::<_, Error>);
        let (this, gate) = (&self, &gate);
        let sent = sent.try_for_each_concurrent(self.way.in_flight, |change| async move {
            let metadata = time_of(&change.path).await;
            let object = UploadObject {
                with: UpdateObject {
                    metadata: metadata.into_iter().collect(),
                    ..UpdateObject::default()
                },
                ..UploadObject::new(change.name)
            };
            let upload = this
                .objects
                .upload_large(object, Source::file(&change.path));
            let mut upload = upload.within(meter, gate, this.way.in_flight);
            if let Some(size) = this.way.part_size {
                upload = upload.segment_size(size);
            }
            if this.delete_replaced {
                upload = upload.delete_replaced();
            }
            upload.await?;
            meter.item();
            Ok(())
        });
        sent.await?;
        self.delete(&changes.deleted).await?;
        Ok(changes)
    }

    async fn delete(&self, extra: &[Change]) -> Result<()> {
        let names: Vec<_> = extra.iter().map(|change| change.name.clone()).collect();
        if !self.delete_replaced {
            remove(&self.objects, &names).await?;
            return Ok(());
        }
        let gone = stream::iter(names).map(Ok::<_, Error>);
        let gone = gone.try_for_each_concurrent(self.way.in_flight, |name| async move {
            match self.objects.delete_large(name).await {
                Err(error) if !error.is_not_found() => Err(error),
                _ => Ok(()),
            }
        });
        gone.await
    }
}

/// The time of a file, as metadata.
async fn time_of(path: &Path) -> Option<(String, String)> {
    let found = tokio::fs::metadata(path).await.ok()?;
    let time = mtime::text(found.modified().ok()?)?;
    Some((mtime::MTIME.to_owned(), time))
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
