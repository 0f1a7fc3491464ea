//! Keystone for Rust: projects, users, roles and the catalog of an OpenStack cloud.
//!
//! Logging in is not here but in [`Cloud`]; this crate manages what there is to log in to, and with.
//!
//! ```no_run
//! use ferriscloud_identity::projects::CreateProject;
//! use ferriscloud_identity::role_assignments::{Actor, Target};
//! use ferriscloud_identity::roles::ListRoles;
//! use ferriscloud_identity::users::CreateUser;
//! use ferriscloud_identity::{Cloud, Identity};
//!
//! # async fn example() -> ferriscloud_identity::Result<()> {
//! let identity = Identity::new(&Cloud::from_env().await?)?;
//! let project = identity.projects().create(&CreateProject::new("night-shift")).await?;
//! let lena = CreateUser { password: Some("open sesame".into()), ..CreateUser::new("lena") };
//! let lena = identity.users().create(&lena).await?;
//!
//! let member = ListRoles { name: Some("member".into()), ..Default::default() };
//! let mut member = identity.roles().list(&member);
//! while let Some(role) = member.try_next().await? {
//!     let (actor, target) = (Actor::user(&lena), Target::project(&project));
//!     identity.role_assignments().grant(&role, &actor, &target).await?;
//! }
//! # Ok(()) }
//! ```
//!
//! The main modules are:
//!
//! - [`projects`] and [`domains`]: what owns things, and the namespaces around;
//! - [`users`] and [`groups`]: who may log in;
//! - [`roles`] and [`role_assignments`]: who may do what, and where;
//! - [`application_credentials`]: logins for programs;
//! - [`services`] and [`endpoints`]: the catalog.

// docs.rs says beside each item which feature it needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod application_credentials;
pub mod domains;
pub mod endpoints;
pub mod groups;
pub mod options;
pub mod projects;
pub mod role_assignments;
pub mod roles;
pub mod services;
pub mod users;

mod service;

pub use ferriscloud_core::{Cloud, Error, Result};
pub use service::Identity;

/// The example of the README, which compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
