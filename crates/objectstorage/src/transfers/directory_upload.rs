//! Directories on their way up.

use std::collections::BTreeMap;
use std::fmt;
use std::future::IntoFuture;
use std::path::{Path, PathBuf};
use std::pin::Pin;

use ferriscloud_core::{Error, ErrorKind, Result};
use futures_util::{StreamExt, TryStreamExt, stream};

use super::assembly::is_gone;
use super::compare::Compare;
use super::directories::{Change, Changes, Filter, Way, is_marker, list};
use super::extra::{is_at, without_segments};
use super::folder::{Folder, Found};
use super::mtime;
use super::names::{self, folder_prefix};
use super::progress::{Meter, Progress};
use super::removal::remove;
use super::upload::LargeUpload;
use crate::containers::ContainerName;
use crate::objects::{Object, ObjectName, Objects, UpdateObject};
use crate::source::Source;
use crate::uploads::UploadObject;

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
        if self.segments.as_ref() == Some(self.objects.container()) {
            let what = "segments among the objects of a directory would be taken for some of them";
            return Err(ErrorKind::Input(what.into()).into());
        }
        let Folder { mut files, others } = Folder::walk(&self.folder, false).await?;
        files.retain(|name, _| self.way.filter.takes(name));
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
            let same = match self.is_same(&file, object.as_ref()).await {
                Err(error) if is_gone(&error) => false,
                same => same?,
            };
            Ok::<_, Error>((name, file, object.filter(|_| same)))
        });
        let compared = compared.buffered(self.way.in_flight);
        let mut changes = Changes {
            skipped: others,
            ..Changes::default()
        };
        let mut compared = std::pin::pin!(compared);
        let mut same = Vec::new();
        while let Some((name, Found { path, bytes, .. }, object)) = compared.try_next().await? {
            if let Some(object) = object {
                changes.unchanged += 1;
                same.push(object);
            } else {
                changes.transferred.push(Change { name, path, bytes });
            }
        }
        if self.way.delete_extra {
            let skipped = changes.skipped.iter().filter_map(|path| self.name_of(path));
            let skipped: Vec<_> = skipped.collect();
            let is_extra = |object: &Object| {
                let is_free = !skipped.iter().any(|it| is_at(object, it));
                !is_marker(object) && self.way.filter.takes(self.below(object)) && is_free
            };
            let (extra, kept): (Vec<_>, Vec<_>) = there.into_values().partition(is_extra);
            same.extend(kept);
            let extra = without_segments(&self.objects, extra, same, self.way.in_flight).await?;
            changes.deleted = extra.into_iter().map(|it| self.extra(it)).collect();
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

    /// What an object would be called, if there can be one.
    fn name_of(&self, path: &Path) -> Option<String> {
        let below = names::name(path.strip_prefix(&self.folder).ok()?).ok()?;
        Some(format!("{}{below}", self.prefix))
    }

    fn below<'a>(&self, object: &'a Object) -> &'a str {
        let below = object.name.as_str().strip_prefix(&self.prefix);
        below.unwrap_or_default()
    }

    fn extra(&self, object: Object) -> Change {
        Change {
            path: self.folder.join(self.below(&object)),
            name: object.name,
            bytes: object.bytes,
        }
    }

    async fn send(self) -> Result<Changes> {
        let mut changes = self.plan().await?;
        let (meter, gate) = (&self.way.meter, self.way.gate());
        meter.expect(
            Some(changes.bytes()),
            Some(changes.transferred.len() as u64),
        );
        let (this, gate) = (&self, &gate);
        let sent = stream::iter(std::mem::take(&mut changes.transferred));
        let sent = sent.map(|change| async move {
            match this
                .upload(&change)
                .await
                .within(meter, gate, this.way.in_flight)
                .await
            {
                Err(error) if is_gone(&error) => Ok((change, false)),
                uploaded => uploaded.map(|_| {
                    meter.item();
                    (change, true)
                }),
            }
        });
        let mut sent = std::pin::pin!(sent.buffer_unordered(self.way.in_flight));
        while let Some((change, written)) = sent.try_next().await? {
            let changes = match written {
                true => &mut changes.transferred,
                false => &mut changes.failed,
            };
            changes.push(change);
        }
        for changes in [&mut changes.transferred, &mut changes.failed] {
            changes.sort_by(|one, other| one.name.cmp(&other.name));
        }
        self.delete(&changes.deleted).await?;
        Ok(changes)
    }

    async fn upload(&self, change: &Change) -> LargeUpload {
        let mut with = self.with.clone();
        with.metadata.extend(mtime::of_file(&change.path).await);
        let expires = with.delete_at.is_some() || with.delete_after.is_some();
        let object = UploadObject {
            with,
            ..UploadObject::new(&change.name)
        };
        let source = Source::file(&change.path);
        let mut upload = self.objects.upload_large(object, source);
        if !expires {
            // What this one does not finish, the next one does.
            upload = upload.resume();
        }
        if let Some(container) = &self.segments {
            upload = upload.segments_in(container);
        }
        if let Some(size) = self.way.part_size {
            upload = upload.segment_size(size);
        }
        if self.delete_replaced {
            upload = upload.delete_replaced();
        }
        upload
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
