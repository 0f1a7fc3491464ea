//! Nova for Rust: the servers of an OpenStack cloud, and what they are made with.
//!
//! ```no_run
//! use ferriscloud_compute::servers::CreateServer;
//! use ferriscloud_compute::{Cloud, Compute};
//!
//! # async fn example() -> ferriscloud_compute::Result<()> {
//! let compute = Compute::new(&Cloud::from_env().await?)?;
//! let flavor = compute.flavors().find("m1.small").await?;
//!
//! let image = "70a599e0-31e7-49b7-b260-868f441e862b".into();
//! let web = CreateServer { image: Some(image), ..CreateServer::new("web", &flavor) };
//! let web = compute.servers().create_and_wait(&web).await?;
//! println!("{} is at {:?}", web.name, web.addresses);
//! # Ok(()) }
//! ```
//!
//! The main modules are:
//!
//! - [`servers`]: the virtual machines of a project;
//! - [`availability_zones`]: the parts of the cloud that fail apart;
//! - [`consoles`]: the ways to their screens;
//! - [`flavors`]: the sizes that they come in;
//! - [`keypairs`]: the keys that let you log in to them;
//! - [`limits`]: how much a project may have, and has;
//! - [`server_metadata`] and [`server_tags`]: what a project notes of its servers;
//! - [`server_migrations`]: their moves from one host to another;
//! - [`server_shares`]: the file systems that they have in common;
//! - [`server_groups`]: which servers are to share a host, and which are not;
//! - [`instance_actions`]: what was done to a server, and how it went;
//! - [`interfaces`]: the ports that connect them to networks;
//! - [`volume_attachments`]: the volumes that they have as disks;
//! - [`versions`]: what the API has learnt so far.
//!
//! For operators:
//!
//! - [`hypervisors`], [`services`] and [`aggregates`]: the machines, what of Nova runs on them, and sets of them;
//! - [`flavor_extra_specs`] and [`flavor_access`]: what flavors ask of hosts, and who can use them;
//! - [`quota_sets`] and [`quota_classes`]: how much projects may have;
//! - [`usages`] and [`usage_audits`]: what servers had over a time;
//! - [`migrations`]: their moves, past and present;
//! - [`external_events`] and [`assisted_volume_snapshots`]: for the other services.

// docs.rs says beside each item which feature it needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod aggregates;
pub mod assisted_volume_snapshots;
pub mod availability_zones;
pub mod consoles;
pub mod external_events;
pub mod flavor_access;
pub mod flavor_extra_specs;
pub mod flavors;
pub mod hypervisors;
pub mod instance_actions;
pub mod interfaces;
pub mod keypairs;
pub mod limits;
pub mod migrations;
pub mod quota_classes;
pub mod quota_sets;
pub mod server_groups;
pub mod server_metadata;
pub mod server_migrations;
pub mod server_shares;
pub mod server_tags;
pub mod servers;
pub mod services;
pub mod usage_audits;
pub mod usages;
pub mod versions;
pub mod volume_attachments;

mod service;
mod texts;

pub use ferriscloud_core::{Cloud, Error, Result};
pub use service::Compute;

/// The example of the README, which compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
