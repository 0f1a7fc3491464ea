//! Secrets on their way into a request: the one place of this crate that exposes them.

use ferriscloud_core::Secret;
use serde::{Serialize, Serializer};

/// For `serialize_with`: the secret itself.
pub(crate) fn expose<S: Serializer>(secret: &Secret, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose())
}

/// For `serialize_with`: the secret itself, or null.
pub(crate) fn expose_some<S: Serializer>(
    secret: &Option<Secret>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    secret.as_ref().map(Secret::expose).serialize(serializer)
}
