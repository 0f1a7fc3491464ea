//! Cinder for Rust: volumes and snapshots of an OpenStack cloud.
//!
//! ```no_run
//! use ferriscloud_blockstorage::snapshots::{self, CreateSnapshot};
//! use ferriscloud_blockstorage::volumes::{CreateVolume, Status};
//! use ferriscloud_blockstorage::{BlockStorage, Cloud};
//!
//! # async fn example() -> ferriscloud_blockstorage::Result<()> {
//! let storage = BlockStorage::new(&Cloud::from_env().await?)?;
//! let (volumes, snapshots) = (storage.volumes(), storage.snapshots());
//!
//! let data = volumes.create(&CreateVolume::new("data", 20)).await?;
//! let data = volumes.wait_for(&data, Status::Available).await?;
//!
//! let before = snapshots.create(&CreateSnapshot::new(&data)).await?;
//! let before = snapshots.wait_for(&before, snapshots::Status::Available).await?;
//! println!("{} GiB as of {:?}", before.size_gib, before.created_at);
//! # Ok(()) }
//! ```
//!
//! The main modules are:
//!
//! - [`volumes`]: block devices that outlive servers;
//! - [`snapshots`]: volumes at one moment;
//! - [`volume_types`]: the kinds of volumes that the operator offers.

// docs.rs says beside each item which feature it needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod snapshots;
pub mod volume_types;
pub mod volumes;

mod service;

pub use ferriscloud_core::{Cloud, Error, Result};
pub use service::BlockStorage;

/// The example of the README, which compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
