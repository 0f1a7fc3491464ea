//! The core of ferriscloud, the Rust SDK for OpenStack clouds: logging in, finding services, sending calls.
//!
//! Everything awaited is a [`Call`], everything listed is a [`Listing`], everything awaited-for is a
//! [`Wait`], and everything that goes wrong is an [`Error`]. No OpenStack service is known here; typed ones
//! are in `ferriscloud-compute` and its sisters. Any service of the catalog is one call away:
//!
//! ```no_run
//! # async fn example() -> ferriscloud_core::Result<()> {
//! use ferriscloud_core::Cloud;
//!
//! let cloud = Cloud::from_env().await?;
//! let mut networks = cloud.service("network")?.list(["v2.0", "networks"], "networks");
//! while let Some(network) = networks.try_next().await? {
//!     println!("{} {}", network["id"], network["name"]);
//! }
//! # Ok(()) }
//! ```
//!
//! The main modules are:
//!
//! - [`auth`]: how tokens are got, and a trait for ways of your own;
//! - [`config`]: `clouds.yaml` and the `OS_*` variables;
//! - [`catalog`]: the services of a cloud and where they are;
//! - [`discovery`]: the versions of their APIs;
//! - [`transport`] and [`retry`]: timeouts, TLS, and what is sent again;
//! - [`paging`], [`lenient`], [`time`], [`kind`]: what service crates are made with.

// docs.rs says beside each item which feature it needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod auth;
pub mod catalog;
pub mod config;
pub mod discovery;
pub mod kind;
pub mod lenient;
pub mod paging;
pub mod retry;
pub mod time;
pub mod transport;

mod body;
mod call;
mod client;
mod cloud;
mod collection;
mod error;
mod find;
mod id;
mod layers;
mod limits;
mod listing;
mod microversion;
mod page;
mod patch;
mod path;
mod request;
mod request_id;
mod resource;
mod response;
mod secret;
mod sender;
mod service;
mod version;
mod wait;

/// Crates whose types stand in signatures here, in the versions that fit.
pub use {bytes, futures_core, http, jiff, rustls, tower};

pub use body::Body;
pub use call::{Call, Streaming, WithResponse};
pub use catalog::Interface;
pub use client::Client;
pub use cloud::{Cloud, CloudSetup};
pub use collection::Collection;
pub use error::{BoxError, Error, ErrorKind, Fault, Phase, Receipt, Result, Trace};
pub use find::Find;
pub use id::Id;
pub use listing::{Listing, Pages};
pub use microversion::Microversion;
pub use patch::Patch;
pub use path::Path;
pub use request::{Operation, Request, Settings};
pub use resource::Resource;
pub use response::{Answer, Reader, Response};
pub use secret::Secret;
pub use sender::Stack;
pub use service::{Service, ServiceSetup};
pub use wait::{Verdict, Wait};
