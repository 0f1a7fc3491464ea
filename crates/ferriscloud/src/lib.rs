//! The Rust SDK for OpenStack clouds.

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
