//! What the address of an account says, and what is beside it.

use ferriscloud_core::{Client, Path};
use percent_encoding::percent_decode_str;

/// The name of the account; `None` where the address has none, as that of Ceph's gateway may.
pub(crate) fn account_of(client: &Client) -> Option<String> {
    let endpoint = client.endpoint();
    let (above, name) = endpoint.rsplit_once('/')?;
    let (_, version) = above.rsplit_once('/')?;
    let decoded = percent_decode_str(name).decode_utf8_lossy();
    is_version(version).then(|| decoded.into_owned())
}

/// The client of what is above all accounts: of what stands before the version in the address.
pub(crate) fn root_of(client: &Client) -> Client {
    let endpoint = client.endpoint();
    let segments: Vec<_> = endpoint.split('/').skip(3).collect();
    let version = segments.iter().rposition(|segment| is_version(segment));
    let up = segments.len() - version.unwrap_or_default();
    // There are so many: they were counted.
    let root = client.relative(up, Path::default());
    root.unwrap_or_else(|_| client.clone())
}

fn is_version(segment: &str) -> bool {
    let number = segment.strip_prefix('v');
    number.is_some_and(|number| number.starts_with(|first: char| first.is_ascii_digit()))
}
