//! Directories on their way down.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::future::IntoFuture;
use std::path::{Path, PathBuf};
use std::pin::Pin;

use ferriscloud_core::{Error, ErrorKind, Result};
use futures_util::{StreamExt, TryStreamExt, stream};

use super::compare::Compare;
use super::directories::{Change, Changes, Filter, Way, is_marker, list};
use super::folder::{self, Folder};
use super::names::{self, folder_prefix};
use super::progress::{Meter, Progress};
use crate::objects::{Object, Objects};

/// A download of a directory, ready to be sent: `.await` fetches what differs, and says what that was.
///
/// Files have the names of their objects without the directory and its slash; each has a temporary name until it is
/// whole and on the disk (`fsync`). Large objects are fetched [in ranges](super::LargeDownload). Files get the time that
/// the metadata `mtime` has.
///
/// No object can write outside of the directory: a name with `..`, with nothing between two slashes, or one that
/// leads through a symbolic link is an error ([`ErrorKind::Name`]), and so is an object that is called as the
/// directory of another. Nothing is fetched then.
///
/// The first error ends it. What was fetched stays, and need not be fetched again.
#[must_use = "a download does nothing until it is awaited"]
pub struct DirectoryDownload {
    objects: Objects,
    prefix: String,
    folder: PathBuf,
    way: Way,
}

/// What is below the prefix: by the names of files, and the directories that others made objects for.
type Below = (BTreeMap<String, (PathBuf, Object)>, BTreeSet<PathBuf>);

impl Objects {
    /// Reads the objects below what looks like a directory into files below a folder, by
    /// [`GET /{container}/{object}`](https://docs.openstack.org/api-ref/object-store/#get-object-content-and-metadata).
    /// What is there already and the same is not fetched.
    ///
    /// With `photos` as with `photos/`, that is what begins with `photos/`, and not `photos-old/1.jpg`; with nothing, all that
    /// is in the container.
    pub fn download_directory(
        &self,
        directory: impl AsRef<str>,
        folder: impl AsRef<Path>,
    ) -> DirectoryDownload {
        DirectoryDownload {
            objects: self.clone(),
            prefix: folder_prefix(directory.as_ref()),
            folder: folder.as_ref().to_owned(),
            way: Way::default(),
        }
    }
}

impl DirectoryDownload {
    /// With files and objects compared in this way; by time where this is not said.
    pub fn compare(mut self, how: Compare) -> Self {
        self.way.compare = how;
        self
    }

    /// Deletes the files below the folder that have no object, once all objects are fetched. Symbolic links and empty
    /// folders stay, and so does what a [filter](Self::filter) leaves out.
    ///
    /// Where there are files and nothing at all is below the directory, that is an error ([`ErrorKind::Input`]): it may
    /// have been mistyped.
    pub fn delete_extra(mut self) -> Self {
        self.way.delete_extra = true;
        self
    }

    /// With only the objects that are taken, by the rest of their names below the directory; what is not taken is as good
    /// as not there, on both sides.
    pub fn filter(mut self, takes: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        self.way.filter = Filter::new(takes);
        self
    }

    /// With so many files and ranges fetched at a time; 8 where this is not said.
    pub fn in_flight(mut self, requests: usize) -> Self {
        self.way.in_flight = requests.max(1);
        self
    }

    /// With objects larger than so many bytes in ranges of this size: see
    /// [`LargeDownload::range_size`](super::LargeDownload::range_size).
    pub fn range_size(mut self, bytes: u64) -> Self {
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
    /// Whatever keeps the directory or the container from being read; [`ErrorKind::Name`] for a name that no file
    /// below the directory can have.
    pub async fn plan(&self) -> Result<Changes> {
        Ok(self.look().await?.0)
    }

    async fn look(&self) -> Result<(Changes, BTreeSet<PathBuf>)> {
        let (objects, directories) = self.below().await?;
        let Folder { mut files, others } = Folder::walk(&self.folder, true).await?;
        files.retain(|name, _| self.way.filter.takes(name));
        let nothing = objects.is_empty() && directories.is_empty();
        if self.way.delete_extra && nothing && !files.is_empty() {
            let container = self.objects.container();
            let what = format!(
                "there is nothing below {container}/{}: all files would be deleted",
                self.prefix
            );
            return Err(ErrorKind::Input(what).into());
        }
        let pairs: Vec<_> = objects
            .into_iter()
            .map(|(name, (path, object))| (path, object, files.remove(&name)))
            .collect();
        let compared = stream::iter(pairs).map(|(path, object, file)| async move {
            let same = match &file {
                Some(file) => {
                    let compare = self.way.compare;
                    compare
                        .same(&self.objects, &object, file, &self.way.lanes)
                        .await?
                }
                None => false,
            };
            Ok::<_, Error>((path, object, same))
        });
        let mut compared = std::pin::pin!(compared.buffered(self.way.in_flight));
        let mut changes = Changes {
            skipped: others,
            ..Changes::default()
        };
        while let Some((path, object, same)) = compared.try_next().await? {
            if same {
                changes.unchanged += 1;
                continue;
            }
            changes.transferred.push(Change {
                name: object.name,
                path: self.folder.join(path),
                bytes: object.bytes,
            });
        }
        if self.way.delete_extra {
            let extra = files.into_iter().map(|(name, file)| Change {
                name: format!("{}{name}", self.prefix).into(),
                path: file.path,
                bytes: file.bytes,
            });
            changes.deleted = extra.collect();
        }
        Ok((changes, directories))
    }

    async fn below(&self) -> Result<Below> {
        let (mut files, mut directories) = (BTreeMap::new(), BTreeSet::new());
        for object in list(&self.objects, &self.prefix).await? {
            let below = object.name.as_str().strip_prefix(&self.prefix);
            let name = below.unwrap_or_default().to_owned();
            if !self.way.filter.takes(&name) {
                continue;
            }
            if is_marker(&object) {
                let name = name.strip_suffix('/').unwrap_or(&name);
                if !name.is_empty() {
                    directories.insert(names::path(name)?);
                }
                continue;
            }
            let path = names::path(&name)?;
            files.insert(name, (path, object));
        }
        let parents = files
            .values()
            .flat_map(|(path, _)| path.ancestors().skip(1));
        let mut parents = parents.chain(directories.iter().flat_map(|path| path.ancestors()));
        let is_file = |path: &&Path| names::name(path).is_ok_and(|name| files.contains_key(&name));
        if let Some(both) = parents.find(is_file) {
            return Err(ErrorKind::Name(both.to_string_lossy().into_owned()).into());
        }
        Ok((files, directories))
    }

    async fn send(self) -> Result<Changes> {
        let (changes, directories) = self.look().await?;
        let (meter, gate) = (&self.way.meter, self.way.gate());
        changes.announce(meter);
        folder::make(&self.folder, Path::new("")).await?;
        for directory in &directories {
            folder::make(&self.folder, directory).await?;
        }
        let fetched = stream::iter(changes.transferred.clone()).map(Ok::<_, Error>);
        let (this, gate) = (&self, &gate);
        let fetched = fetched.try_for_each_concurrent(self.way.in_flight, |change| async move {
            let below = change
                .path
                .strip_prefix(&this.folder)
                .unwrap_or(&change.path);
            let parent = below.parent().unwrap_or(Path::new(""));
            folder::make(&this.folder, parent).await?;
            let download = this.objects.download_large(change.name, &change.path);
            let mut download = download.within(meter, gate, this.way.in_flight, change.bytes);
            if let Some(size) = this.way.part_size {
                download = download.range_size(size);
            }
            download.await?;
            meter.item();
            Ok(())
        });
        fetched.await?;
        let extra = changes.deleted.iter().map(|change| change.path.clone());
        folder::remove(extra.collect()).await?;
        Ok(changes)
    }
}

impl IntoFuture for DirectoryDownload {
    type Output = Result<Changes>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl fmt::Debug for DirectoryDownload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (folder, container) = (self.folder.display(), self.objects.container());
        write!(
            f,
            "DirectoryDownload({container}/{} to {folder})",
            self.prefix
        )
    }
}
