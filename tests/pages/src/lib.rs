//! The examples of the repository's pages, which compile.

#![cfg(doctest)]

#[doc = include_str!("../../../README.md")]
mod readme {}
#[doc = include_str!("../../../docs/guide.md")]
mod guide {}
#[doc = include_str!("../../../docs/from-gophercloud.md")]
mod from_gophercloud {}
#[doc = include_str!("../../../docs/from-openstacksdk.md")]
mod from_openstacksdk {}
#[doc = include_str!("../../../docs/from-rust-crates.md")]
mod from_rust_crates {}
