//! Options that domains, projects and roles have in common.

use ferriscloud_core::lenient;
use serde::{Deserialize, Serialize};

/// Options of a domain, project or role.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceOptions {
    /// Whether it is protected from changes and deletion, until this is set to `false`.
    #[serde(
        default,
        deserialize_with = "lenient::or_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub immutable: Option<bool>,
}
