//! From an auth URL to where tokens are got.

use super::link::version_in;
use super::{Allow, Document, Wanted};
use crate::error::{Error, ErrorKind, Result};
use crate::version::VersionNumber;

/// The address of Keystone's API, where the auth URL names its version: no request is needed then.
///
/// ```
/// use ferriscloud_core::discovery::keystone_named;
///
/// let named = keystone_named("https://id.example.com/v3/");
/// assert_eq!(named.as_deref(), Some("https://id.example.com/v3"));
/// assert_eq!(keystone_named("https://id.example.com"), None);
/// ```
pub fn keystone_named(auth_url: &str) -> Option<String> {
    let url = auth_url.trim_end_matches('/');
    let (_, last) = url.rsplit_once('/')?;
    version_in(&format!("//host/{last}")).map(|_| url.to_owned())
}

/// The address of one version of Keystone's API, 3 or 2, by the document at its auth URL.
///
/// # Errors
/// [`ErrorKind::Endpoint`] if it is not there.
pub fn keystone_of(document: &Document, major: u32) -> Result<String> {
    let wanted = Wanted::version(VersionNumber::new(major, 0));
    let version = document.choose(&wanted, None);
    version
        .map(|version| version.url.trim_end_matches('/').to_owned())
        .ok_or_else(|| {
            let versions = document.versions(Allow::default());
            let ids: Vec<_> = versions.iter().map(|version| version.id.as_str()).collect();
            let what = format!(
                "{} has no version {major} of Keystone's API: it has {}",
                document.url(),
                if ids.is_empty() {
                    "none".to_owned()
                } else {
                    ids.join(", ")
                }
            );
            Error::from(ErrorKind::Endpoint(what))
        })
}
