//! Many requests for one purpose: large objects in parallel segments and ranges, directories, and everything
//! whose name begins with a prefix.
//!
//! ```no_run
//! use ferriscloud_objectstorage::uploads::Source;
//!
//! # async fn example(objects: ferriscloud_objectstorage::objects::Objects) -> ferriscloud_core::Result<()> {
//! objects.upload_large("backup.tar", Source::file("backup.tar")).await?;
//! objects.download_large("backup.tar", "restored.tar").in_flight(4).await?;
//! objects.upload_directory("photos", "2026/photos").await?;
//! objects.delete_prefix("2025/photos/").await?;
//! # Ok(()) }
//! ```
//!
//! Each of them is a value that does nothing until it is awaited. Dropping it stops all its requests, and leaves
//! no file and no object that is only half there.
//!
//! Data pass through in little memory, whatever their size; of a directory, the names of all files and objects are
//! in memory.

mod assembly;
mod compare;
mod containers;
mod directories;
mod directory_download;
mod directory_upload;
mod download;
mod extra;
mod fetch;
mod folder;
mod limits;
mod manifest;
mod mtime;
mod names;
mod pieces;
mod prefixes;
mod progress;
mod progress_stream;
mod removal;
mod replaced;
mod segments;
mod small;
mod streams;
mod upload;

use std::sync::Arc;

use tokio::sync::Semaphore;

pub use compare::Compare;
pub use directories::{Change, Changes};
pub use directory_download::DirectoryDownload;
pub use directory_upload::DirectoryUpload;
pub use download::LargeDownload;
pub use prefixes::{PrefixCopy, PrefixDeletion};
pub use progress::Progress;
pub use progress_stream::ProgressStream;
pub use upload::{LargeUpload, LargeUploaded};

#[cfg(feature = "object-store")]
pub(crate) use containers::ensure as ensure_container;
#[cfg(feature = "object-store")]
pub(crate) use limits::most_segments;
#[cfg(feature = "object-store")]
pub(crate) use manifest::joined as join_segments;
pub(crate) use progress::Count;
#[cfg(feature = "object-store")]
pub(crate) use segments::unique;

/// Lets so many requests through at a time.
fn gate(in_flight: usize) -> Arc<Semaphore> {
    Arc::new(Semaphore::new(in_flight.min(Semaphore::MAX_PERMITS)))
}
