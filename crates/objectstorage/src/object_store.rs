//! A container for everything that reads and writes by the [`object_store`](https://docs.rs/object_store) crate:
//! DataFusion, Polars, Delta Lake, Lance.
//!
//! ```no_run
//! use std::sync::Arc;
//!
//! use ferriscloud_objectstorage::{Cloud, ObjectStorage};
//! use object_store::{ObjectStore, ObjectStoreExt};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let storage = ObjectStorage::new(&Cloud::from_env().await?)?;
//! let lake: Arc<dyn ObjectStore> = Arc::new(storage.object_store("lake"));
//! lake.put(&"2026/notes.txt".into(), "remember the milk".into()).await?;
//! # Ok(()) }
//! ```
//!
//! What its methods do on Swift:
//!
//! - `put` with `PutMode::Create` fails where there is an object; `PutMode::Update` is not implemented, for Swift cannot
//!   replace an object on the condition that it is a certain one.
//! - `put_multipart` writes a static large object, its parts into a container of its own, named `{container}_segments`,
//!   which is created where it is missing; `delete` deletes them, too. What is overwritten, by whatever method, leaves its
//!   parts behind.
//! - `copy` and `rename` happen inside the service, for objects of up to 5 GiB. With `CopyMode::Create` the data go through
//!   this program, since Swift copies without conditions only.
//! - Attributes: names of metadata are letters, digits and hyphens, and come back in lower case; others are not implemented,
//!   nor are tags, nor storage classes.
//! - Listings leave out objects whose names end with a slash, which stand for directories: there is no
//!   `Path` to them.

mod copying;
mod errors;
mod listing;
mod multipart;
mod reading;
mod writing;

use std::fmt;

use ::object_store::path::Path;
use ::object_store::{
    CopyMode, CopyOptions, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta,
    ObjectStore, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};
use async_trait::async_trait;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;

use crate::ObjectStorage;
use crate::containers::{ContainerName, Containers};
use crate::objects::Objects;

/// How many objects are deleted at a time.
const IN_FLIGHT: usize = 8;

/// One container, as an [`ObjectStore`].
#[derive(Debug, Clone)]
pub struct SwiftStore {
    objects: Objects,
    /// Where parts go.
    segments: Objects,
    containers: Containers,
}

impl ObjectStorage {
    /// One container, for everything that speaks to the [`object_store`](crate::object_store) crate.
    pub fn object_store(&self, container: impl Into<ContainerName>) -> SwiftStore {
        let container = container.into();
        SwiftStore {
            segments: self.objects(format!("{container}_segments")),
            objects: self.objects(container),
            containers: self.containers(),
        }
    }
}

impl fmt::Display for SwiftStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SwiftStore({})", self.objects.container())
    }
}

#[async_trait]
impl ObjectStore for SwiftStore {
    async fn put_opts(
        &self,
        location: &Path,
        payload: PutPayload,
        options: PutOptions,
    ) -> Result<PutResult> {
        writing::put(&self.objects, location, payload, &options).await
    }

    async fn put_multipart_opts(
        &self,
        location: &Path,
        options: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        multipart::start(self, location, &options).await
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        reading::get(&self.objects, location, &options).await
    }

    fn delete_stream(
        &self,
        locations: BoxStream<'static, Result<Path>>,
    ) -> BoxStream<'static, Result<Path>> {
        let objects = self.objects.clone();
        let deleted = locations.map(move |location| {
            let objects = objects.clone();
            async move { writing::delete(&objects, location?).await }
        });
        deleted.buffered(IN_FLIGHT).boxed()
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        listing::list(&self.objects, prefix, None)
    }

    fn list_with_offset(
        &self,
        prefix: Option<&Path>,
        offset: &Path,
    ) -> BoxStream<'static, Result<ObjectMeta>> {
        listing::list(&self.objects, prefix, Some(offset))
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        listing::directory(&self.objects, prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        match options.mode {
            CopyMode::Overwrite => copying::copy(&self.objects, from, to).await,
            CopyMode::Create => copying::copy_if_not_exists(&self.objects, from, to).await,
        }
    }
}
