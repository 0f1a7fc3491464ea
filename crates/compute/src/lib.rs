//! Nova for Rust: the servers of an OpenStack cloud, and what they are made with.
//!
//! ```no_run
//! use ferriscloud_compute::flavors::ListFlavors;
//! use ferriscloud_compute::servers::{CreateServer, Status};
//! use ferriscloud_compute::{Cloud, Compute};
//!
//! # async fn example() -> ferriscloud_compute::Result<()> {
//! let compute = Compute::new(&Cloud::from_env().await?)?;
//! let mut flavors = compute.flavors().list(&ListFlavors::default());
//! let flavor = flavors.try_next().await?.expect("a cloud with flavors");
//!
//! let image = "70a599e0-31e7-49b7-b260-868f441e862b".into();
//! let web = CreateServer { image: Some(image), ..CreateServer::new("web", &flavor) };
//! let web = compute.servers().create(&web).await?;
//! let web = compute.servers().wait_for(&web, Status::Active).await?;
//! println!("{} is at {:?}", web.name, web.addresses);
//! # Ok(()) }
//! ```
//!
//! The main modules are:
//!
//! - [`servers`]: the virtual machines of a project;
//! - [`availability_zones`]: the parts of the cloud that fail apart;
//! - [`flavors`]: the sizes that they come in;
//! - [`keypairs`]: the keys that let you log in to them;
//! - [`limits`]: how much a project may have, and has;
//! - [`server_metadata`] and [`server_tags`]: what a project notes of its servers;
//! - [`server_groups`]: which servers are to share a host, and which are not;
//! - [`instance_actions`]: what was done to a server, and how it went;
//! - [`interfaces`]: the ports that connect them to networks;
//! - [`volume_attachments`]: the volumes that they have as disks.

// docs.rs says beside each item which feature it needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod availability_zones;
pub mod flavors;
pub mod instance_actions;
pub mod interfaces;
pub mod keypairs;
pub mod limits;
pub mod server_groups;
pub mod server_metadata;
pub mod server_tags;
pub mod servers;
pub mod volume_attachments;

mod service;

pub use ferriscloud_core::{Cloud, Error, Result};
pub use service::Compute;

/// The example of the README, which compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
