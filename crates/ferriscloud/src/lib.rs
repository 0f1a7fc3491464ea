//! The Rust SDK for OpenStack clouds.

pub use ferriscloud_core::*;

#[cfg(feature = "block-storage")]
pub use ferriscloud_blockstorage as block_storage;
#[cfg(feature = "identity")]
pub use ferriscloud_identity as identity;
#[cfg(feature = "object-storage")]
pub use ferriscloud_objectstorage as object_storage;

#[cfg(feature = "block-storage")]
pub use ferriscloud_blockstorage::BlockStorage;
#[cfg(feature = "identity")]
pub use ferriscloud_identity::Identity;
#[cfg(feature = "object-storage")]
pub use ferriscloud_objectstorage::ObjectStorage;
