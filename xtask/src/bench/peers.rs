//! The other SDKs that the same workloads are done with.

use std::path::Path;

use anyhow::Result;

use super::measure::Client;

/// Builds them, one after the other.
pub(super) fn build(_: &Path) -> Result<Vec<Client>> {
    Ok(Vec::new())
}
