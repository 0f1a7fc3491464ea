//! The Rust SDK for OpenStack clouds: all its crates under one roof, by feature.
//!
//! ```no_run
//! # #[cfg(feature = "compute")]
//! # async fn example() -> ferriscloud::Result<()> {
//! use ferriscloud::compute::servers::{ListServers, Status};
//! use ferriscloud::{Cloud, Compute};
//!
//! let cloud = Cloud::from_env().await?; // OS_CLOUD with clouds.yaml, or OS_* variables
//! let active = ListServers { status: Some(Status::Active), ..Default::default() };
//! let mut servers = Compute::new(&cloud)?.servers().list(&active);
//! while let Some(server) = servers.try_next().await? {
//!     println!("{} {}", server.id, server.name);
//! }
//! # Ok(()) }
//! ```
//!
//! # Which crate do I want?
//!
//! One service alone is its own crate: `ferriscloud-compute`, `ferriscloud-blockstorage`,
//! `ferriscloud-objectstorage`, `ferriscloud-identity`. Several are this crate, with their features. For a service
//! without a crate, `ferriscloud-core` does, with [`Cloud::service`].
//!
//! | feature | default | gives |
//! |---|---|---|
//! | `compute` | no | `Compute`, and `compute`: servers, flavors, keypairs |
//! | `block-storage` | no | `BlockStorage`, and `block_storage`: volumes, snapshots, types |
//! | `object-storage` | no | `ObjectStorage`, and `object_storage`: accounts, containers, objects |
//! | `identity` | no | `Identity`, and `identity`: projects, users, roles, credentials |
//! | `full` | no | all four |
//! | `clouds-yaml` | yes | reading `clouds.yaml` and `secure.yaml` |
//! | `ring` | yes | TLS by ring |
//! | `aws-lc` | no | TLS by aws-lc-rs |
//! | `gzip` | no | compressed answers of JSON |
//! | `http2` | no | HTTP/2 where a server offers it by TLS |
//! | `oauth1` | no | logging in by OAuth 1.0a |
//! | `temp-urls` | no | temporary URLs of objects, and forms |
//!
//! Everything of [`ferriscloud_core`] is here too: [`Cloud`], [`Call`], [`Listing`], [`Wait`], [`Error`], and
//! [`Cloud::service`] for any service without a crate.

// docs.rs says beside each item which feature it needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

pub use ferriscloud_core::*;

#[cfg(feature = "block-storage")]
pub use ferriscloud_blockstorage as block_storage;
#[cfg(feature = "compute")]
pub use ferriscloud_compute as compute;
#[cfg(feature = "identity")]
pub use ferriscloud_identity as identity;
#[cfg(feature = "object-storage")]
pub use ferriscloud_objectstorage as object_storage;

#[cfg(feature = "block-storage")]
pub use ferriscloud_blockstorage::BlockStorage;
#[cfg(feature = "compute")]
pub use ferriscloud_compute::Compute;
#[cfg(feature = "identity")]
pub use ferriscloud_identity::Identity;
#[cfg(feature = "object-storage")]
pub use ferriscloud_objectstorage::ObjectStorage;

/// The example of the README, which compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
