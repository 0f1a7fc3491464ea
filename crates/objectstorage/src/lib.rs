//! Swift for Rust: containers and objects of an OpenStack cloud, in constant memory and with checksums.
//!
//! ```no_run
//! use ferriscloud_objectstorage::objects::{Entry, ListObjects};
//! use ferriscloud_objectstorage::{Cloud, ObjectStorage, uploads::Source};
//!
//! # async fn example() -> ferriscloud_objectstorage::Result<()> {
//! let storage = ObjectStorage::new(&Cloud::from_env().await?)?;
//! storage.containers().create("backups").await?;
//!
//! let backups = storage.objects("backups");
//! backups.upload("notes.txt", "remember the milk").await?;
//! backups.upload("2026/home.tar", Source::file("home.tar")).await?;
//! backups.download("2026/home.tar").to_file("restored.tar").await?;
//!
//! let by_year = ListObjects { delimiter: Some("/".into()), ..Default::default() };
//! let mut entries = backups.list(&by_year);
//! while let Some(entry) = entries.try_next().await? {
//!     match entry {
//!         Entry::Object(object) => println!("{} {} bytes", object.name, object.bytes),
//!         Entry::Subdir { prefix } => println!("{prefix}"),
//!     }
//! }
//! # Ok(()) }
//! ```
//!
//! The modules are:
//!
//! - [`objects`]: listing, describing, copying, deleting, with [`uploads`] and [`downloads`];
//! - [`transfers`]: large objects in parallel, directories, whatever begins with a prefix;
//! - [`containers`]: what objects are in;
//! - [`archives`]: many objects in one upload;
//! - [`account`]: what a project stores in all, and its settings;
//! - [`info`]: what the cloud is capable of; [`locations`]: on which servers things are.
//!
//! Metadata of each of them is a map. Names in it are letters, digits and hyphens and come back in lower
//! case; values are any text of one line, sent as UTF-8.

// docs.rs says beside each item which feature it needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod account;
pub mod archives;
pub mod containers;
pub mod downloads;
#[cfg(feature = "temp-urls")]
pub mod form_posts;
pub mod info;
pub mod locations;
#[cfg(feature = "object-store")]
pub mod object_store;
pub mod objects;
#[cfg(feature = "temp-urls")]
pub mod temp_urls;
pub mod transfers;
pub mod uploads;

mod address;
mod checks;
mod headers;
mod lanes;
mod md5;
mod partial;
mod parts;
mod ranges;
mod service;
mod source;
mod tally;

pub use ferriscloud_core::{Cloud, Error, Result};
pub use service::ObjectStorage;

/// The example of the README, which compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
