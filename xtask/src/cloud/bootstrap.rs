//! What the cloud holds when it comes up for the first time. Every step may be repeated.

pub(super) mod identity;
pub(super) mod resources;
