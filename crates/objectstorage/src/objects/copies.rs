//! Copies inside the service.

use std::collections::BTreeMap;

use ferriscloud_core::{Call, Path};
use http::{Method, header};

use super::{ObjectName, Objects, UpdateObject, VersionId};
use crate::containers::ContainerName;
use crate::headers;
use crate::uploads::Uploaded;

/// Where a copy goes, what is copied, and how it differs.
#[derive(Debug, Clone, Default)]
pub struct CopyObject {
    /// The container of the copy.
    pub container: ContainerName,
    /// The name of the copy.
    pub name: ObjectName,
    /// The account of the copy, such as `AUTH_0f3c`, if it is another one.
    pub account: Option<String>,
    /// Copies this version, not the latest.
    pub version: Option<VersionId>,
    /// Copies the manifest of a large object, not what it stands for: both then share their segments.
    pub manifest: bool,
    /// Copies the symbolic link, not what it leads to.
    pub link: bool,
    /// Leaves the metadata of the original behind.
    pub fresh_metadata: bool,
    /// What the copy is to have besides that of the original, or instead.
    pub changes: UpdateObject,
}

impl CopyObject {
    /// A copy in this container, by this name.
    pub fn new(container: impl Into<ContainerName>, name: impl Into<ObjectName>) -> Self {
        Self {
            container: container.into(),
            name: name.into(),
            ..Self::default()
        }
    }
}

impl Objects {
    /// Copies an object inside the service:
    /// [`PUT /{container}/{object}`](https://docs.openstack.org/api-ref/object-store/#copy-object) with
    /// `X-Copy-From`.
    pub fn copy(&self, object: impl Into<ObjectName>, to: &CopyObject) -> Call<Uploaded> {
        let CopyObject {
            container,
            name,
            account,
            version,
            manifest,
            link,
            fresh_metadata,
            changes,
        } = to;
        let from = self.request(Method::PUT, &object.into(), "copy");
        let (client, elsewhere) = match account {
            None => (Ok(self.client.clone()), None),
            Some(account) => {
                let other = self.client.relative(1, Path::default().segment(account));
                let endpoint = self.client.endpoint();
                let own = endpoint.rsplit_once('/').map(|(_, own)| own.to_owned());
                (other, own)
            }
        };
        let (client, wrong) = match client {
            Ok(client) => (client, None),
            Err(error) => (self.client.clone(), Some(error.to_string())),
        };
        let target = Self::new(client, container.clone());
        let mut request = target.request(Method::PUT, name, "copy");
        for defect in wrong
            .into_iter()
            .chain(from.defect().map(ToString::to_string))
        {
            request = request.refuse(defect);
        }
        let query = [
            ("version-id", version.as_ref().map(VersionId::as_str)),
            ("multipart-manifest", manifest.then_some("get")),
            ("symlink", link.then_some("get")),
        ];
        let query = query
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)));
        let request = request.filter(&query.collect::<BTreeMap<_, _>>());
        let request = headers::optional(request, "x-copy-from", Some(from.path()));
        let request = headers::optional(request, "x-copy-from-account", elsewhere);
        let fresh = fresh_metadata.then_some("true");
        let request = headers::optional(changes.write(request), "x-fresh-metadata", fresh);
        let request = request.header(header::CONTENT_LENGTH, 0);
        target.client.call(request).reading(Uploaded::read)
    }
}
