//! Many requests for one purpose: large objects in parallel segments and ranges, directories, and everything
//! whose name begins with a prefix.
//!
//! ```no_run
//! use ferriscloud_objectstorage::uploads::Source;
//!
//! # async fn example(objects: ferriscloud_objectstorage::objects::Objects) -> ferriscloud_core::Result<()> {
//! objects.upload_large("backup.tar", Source::file("backup.tar")).await?;
//! objects.download_large("backup.tar", "restored.tar").in_flight(4).await?;
//! # Ok(()) }
//! ```
//!
//! Each of them is a value that does nothing until it is awaited. Dropping it stops all its requests, and leaves
//! no file and no object that is only half there.

mod assembly;
mod containers;
mod download;
mod fetch;
mod limits;
mod manifest;
mod mtime;
mod pieces;
mod progress;
mod removal;
mod replaced;
mod segments;
mod streams;
mod upload;

pub use download::LargeDownload;
pub use progress::Progress;
pub use upload::{LargeUpload, LargeUploaded};

pub(crate) use progress::Count;
