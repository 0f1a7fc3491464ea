//! What containers are made of, and what changes of them.

use std::collections::BTreeMap;

use ferriscloud_core::{Patch, Request};
use http::Method;

use super::{ContainerName, ContainerSettings};
use crate::headers::{self, Setting};

/// What a new container is made of.
#[derive(Debug, Clone, Default)]
pub struct CreateContainer {
    /// The name: up to 256 bytes, without a slash.
    pub name: ContainerName,
    /// The metadata.
    pub metadata: BTreeMap<String, String>,
    /// Who may read and list: `.r:*,.rlistings` is everyone.
    pub read_acl: Option<String>,
    /// Who may write.
    pub write_acl: Option<String>,
    /// The storage policy, if not the default one.
    pub storage_policy: Option<String>,
    /// Browsers, limits, old versions.
    pub settings: ContainerSettings,
}

impl CreateContainer {
    /// A container with this name.
    pub fn new(name: impl Into<ContainerName>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    pub(super) fn request(&self) -> Request {
        let Self {
            name,
            metadata,
            read_acl,
            write_acl,
            storage_policy,
            settings,
        } = self;
        let request = settings.write(super::request(Method::PUT, name, "create"));
        let request = headers::optional(request, "x-container-read", read_acl.as_ref());
        let request = headers::optional(request, "x-container-write", write_acl.as_ref());
        let request = headers::optional(request, "x-storage-policy", storage_policy.as_ref());
        headers::set(request, super::METADATA, metadata)
    }
}

impl<N: Into<ContainerName>> From<N> for CreateContainer {
    fn from(name: N) -> Self {
        Self::new(name)
    }
}

impl From<&CreateContainer> for CreateContainer {
    fn from(container: &CreateContainer) -> Self {
        container.clone()
    }
}

/// Changes of a container's metadata and settings.
#[derive(Debug, Clone, Default)]
pub struct UpdateContainer {
    /// Metadata to set; what is not named here stays. An empty value removes the entry.
    pub metadata: BTreeMap<String, String>,
    /// The names of metadata to remove.
    pub remove_metadata: Vec<String>,
    /// Who may read and list.
    pub read_acl: Patch<String>,
    /// Who may write.
    pub write_acl: Patch<String>,
    /// Browsers, limits, old versions.
    pub settings: ContainerSettings,
}

impl UpdateContainer {
    pub(super) fn write(&self, request: Request) -> Request {
        let Self {
            metadata,
            remove_metadata,
            read_acl,
            write_acl,
            settings,
        } = self;
        let request = settings.write(request);
        let request = headers::set(request, super::METADATA, metadata);
        let request = headers::remove(request, "x-remove-container-meta-", remove_metadata);
        let acls: [(&str, &dyn Setting); 2] = [
            ("x-container-read", read_acl),
            ("x-container-write", write_acl),
        ];
        headers::write(request, &acls)
    }
}

#[cfg(test)]
mod tests {
    use ferriscloud_core::Secret;

    use super::*;

    #[test]
    fn slashes_are_refused() {
        assert!(CreateContainer::new("a/b").request().defect().is_some());
        let request = CreateContainer::new("a%2Fb").request();
        assert!(request.defect().is_none());
        assert_eq!(request.path(), "a%252Fb");
    }

    #[test]
    fn changes_are_headers() {
        let changes = UpdateContainer {
            metadata: BTreeMap::from([("a".to_owned(), "1".to_owned())]),
            remove_metadata: vec!["b".to_owned()],
            read_acl: ".r:*".into(),
            write_acl: Patch::Clear,
            settings: ContainerSettings {
                quota_bytes: 7.into(),
                web_listings: true.into(),
                sync_to: Patch::Clear,
                history_location: Patch::Clear,
                versions_enabled: Some(false),
                temp_url_key: Secret::from("k").into(),
                ..ContainerSettings::default()
            },
        };
        let request = changes.write(super::super::request(Method::POST, &"box".into(), "update"));
        let sent = |name: &str| headers::text(request.headers(), name).unwrap();
        assert_eq!(
            (sent("x-container-meta-a"), sent("x-container-read")),
            ("1".into(), ".r:*".into())
        );
        assert_eq!(
            (
                sent("x-remove-container-meta-b"),
                sent("x-remove-container-write")
            ),
            ("x".into(), "x".into())
        );
        for (name, value) in [
            ("x-container-meta-quota-bytes", "7"),
            ("x-container-meta-web-listings", "true"),
            ("x-remove-container-sync-to", "x"),
            ("x-remove-history-location", "x"),
            ("x-versions-enabled", "false"),
            ("x-container-meta-temp-url-key", "k"),
        ] {
            assert_eq!(sent(name), value, "{name}");
        }
        assert_eq!(request.headers().len(), 10);
        assert!(!format!("{changes:?}").contains("\"k\""));
    }
}
