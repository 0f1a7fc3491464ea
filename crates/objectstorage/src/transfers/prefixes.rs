//! Everything whose name begins with a prefix.

use std::collections::HashSet;
use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;

use ferriscloud_core::{Error, ErrorKind, Result};
use futures_util::{StreamExt, TryStreamExt, stream};

use super::directories::list;
use super::progress::{Meter, Progress};
use super::removal::remove;
use crate::containers::ContainerName;
use crate::objects::{CopyObject, ListObjects, Object, Objects, ReadObject};

impl Objects {
    /// Deletes all objects whose names begin with a prefix; with an empty one, all that are in the container:
    /// [`POST /?bulk-delete`](https://docs.openstack.org/swift/latest/middleware.html#bulk-delete), or one by one where
    /// the cloud does not know that.
    ///
    /// The prefix is no directory: `photos` takes `photos-old/1.jpg` along, and `photos/` does not.
    pub fn delete_prefix(&self, prefix: impl Into<String>) -> PrefixDeletion {
        PrefixDeletion {
            objects: self.clone(),
            prefix: prefix.into(),
            in_flight: 8,
            with_segments: false,
            meter: Meter::default(),
        }
    }

    /// Copies all objects whose names begin with a prefix inside the service, to names that begin with another one:
    /// [`PUT /{container}/{object}`](https://docs.openstack.org/api-ref/object-store/#copy-object) with `X-Copy-From`.
    ///
    /// The prefix is no directory: `photos` takes `photos-old/1.jpg` along, and `photos/` does not.
    pub fn copy_prefix(
        &self,
        prefix: impl Into<String>,
        container: impl Into<ContainerName>,
        to_prefix: impl Into<String>,
    ) -> PrefixCopy {
        PrefixCopy {
            objects: self.clone(),
            prefix: prefix.into(),
            to: (container.into(), to_prefix.into()),
            in_flight: 8,
            share_segments: false,
            meter: Meter::default(),
        }
    }
}

/// A deletion of many objects, ready to be sent: `.await` sends it, and says how many objects were deleted.
///
/// The first error ends it; what is deleted by then is deleted.
#[must_use = "a deletion does nothing until it is awaited"]
pub struct PrefixDeletion {
    objects: Objects,
    prefix: String,
    in_flight: usize,
    with_segments: bool,
    meter: Meter,
}

impl PrefixDeletion {
    /// Deletes the segments of large objects, too, as [`delete_large`](Objects::delete_large) does. Each object has to be
    /// looked at for that.
    pub fn with_segments(mut self) -> Self {
        self.with_segments = true;
        self
    }

    /// With so many requests at a time, where they are for one object each; 8 where this is not said.
    pub fn in_flight(mut self, requests: usize) -> Self {
        self.in_flight = requests.max(1);
        self
    }

    /// Tells how many objects are done. What is called should not take long.
    pub fn progress(mut self, tell: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.meter = Meter::new(tell);
        self
    }

    async fn send(self) -> Result<u64> {
        let filter = ListObjects {
            prefix: Some(self.prefix).filter(|prefix| !prefix.is_empty()),
            ..ListObjects::default()
        };
        let mut pages = self.objects.list(&filter).extract::<Object>().pages();
        let (objects, meter, mut deleted) = (&self.objects, &self.meter, 0);
        while let Some(page) = pages.try_next().await? {
            let names = page.value.into_iter().map(|object| object.name);
            let names: Vec<_> = names.collect();
            if !self.with_segments {
                deleted += remove(objects, &names).await?;
                names.iter().for_each(|_| meter.item());
                continue;
            }
            let gone = stream::iter(names).map(|name| async move {
                let deleted = match objects.delete_large(name).await {
                    Ok(_) => 1,
                    Err(error) if error.is_not_found() => 0,
                    Err(error) => return Err(error),
                };
                meter.item();
                Ok::<_, Error>(deleted)
            });
            let gone = gone.buffer_unordered(self.in_flight);
            let add = |sum, one| std::future::ready(Ok(sum + one));
            deleted += gone.try_fold(0, add).await?;
        }
        Ok(deleted)
    }
}

impl IntoFuture for PrefixDeletion {
    type Output = Result<u64>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl fmt::Debug for PrefixDeletion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "PrefixDeletion({}/{}…)",
            self.objects.container(),
            self.prefix
        )
    }
}

/// A copy of many objects, ready to be sent: `.await` sends it, and says how many objects were copied.
///
/// The first error ends it; what is copied by then is copied. Nothing is copied where a copy would have the name of
/// another original, which it might replace too early ([`ErrorKind::Input`]).
///
/// A large object becomes one without segments, and so cannot be larger than the cloud's largest plain one, mostly
/// 5 GiB; or it [shares its segments](Self::share_segments).
#[must_use = "a copy does nothing until it is awaited"]
pub struct PrefixCopy {
    objects: Objects,
    prefix: String,
    to: (ContainerName, String),
    in_flight: usize,
    share_segments: bool,
    meter: Meter,
}

impl PrefixCopy {
    /// Copies the manifests of static large objects, and not their data: original and copy have the same segments,
    /// and who deletes those of one deletes those of the other.
    pub fn share_segments(mut self) -> Self {
        self.share_segments = true;
        self
    }

    /// With so many objects at a time; 8 where this is not said.
    pub fn in_flight(mut self, objects: usize) -> Self {
        self.in_flight = objects.max(1);
        self
    }

    /// Tells how far it is, in bytes and objects. What is called should not take long.
    pub fn progress(mut self, tell: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.meter = Meter::new(tell);
        self
    }

    async fn send(self) -> Result<u64> {
        let (container, to_prefix) = &self.to;
        if container == self.objects.container() && *to_prefix == self.prefix {
            let what = "the copies would have the names of the originals";
            return Err(ErrorKind::Input(what.into()).into());
        }
        // All of them first: copies may have names that the listing has still to come to.
        let found = list(&self.objects, &self.prefix).await?;
        if container == self.objects.container() {
            let originals: HashSet<_> = found.iter().map(|object| object.name.as_str()).collect();
            let mut names = found.iter().map(|object| self.name_of(object));
            if let Some(name) = names.find(|name| originals.contains(&**name)) {
                let what = format!("the copy {name:?} would take the place of an original");
                return Err(ErrorKind::Input(what).into());
            }
        }
        let count = found.len() as u64;
        let bytes = found.iter().map(|object| object.bytes);
        let bytes = bytes.fold(0, u64::saturating_add);
        self.meter.expect(Some(bytes), Some(count));
        let (this, found) = (&self, stream::iter(found).map(Ok::<_, Error>));
        let copied = found.try_for_each_concurrent(self.in_flight, |object| this.copy(object));
        copied.await?;
        Ok(count)
    }

    fn name_of(&self, object: &Object) -> String {
        let below = object.name.as_str().strip_prefix(&self.prefix);
        format!("{}{}", self.to.1, below.unwrap_or_default())
    }

    async fn copy(&self, object: Object) -> Result<()> {
        let copy = CopyObject::new(&self.to.0, self.name_of(&object));
        let original = ReadObject {
            manifest: self.share_segments,
            ..ReadObject::new(&object)
        };
        self.objects.copy(original, &copy).await?;
        self.meter.count().add(object.bytes);
        self.meter.item();
        Ok(())
    }
}

impl IntoFuture for PrefixCopy {
    type Output = Result<u64>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl fmt::Debug for PrefixCopy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (container, prefix) = &self.to;
        write!(
            f,
            "PrefixCopy({}/{}… to {container}/{prefix}…)",
            self.objects.container(),
            self.prefix
        )
    }
}
