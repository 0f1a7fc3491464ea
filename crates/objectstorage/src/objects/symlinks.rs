//! Symbolic links: objects that stand for others.

use ferriscloud_core::{Call, Path};
use http::{Method, header};

use super::{ObjectName, Objects, UpdateObject};
use crate::containers::{self, ContainerName};
use crate::headers;
use crate::uploads::Uploaded;

/// A symbolic link, and where it leads.
#[derive(Debug, Clone, Default)]
pub struct CreateSymlink {
    /// The name of the link.
    pub name: ObjectName,
    /// The container of the object that it stands for.
    pub container: ContainerName,
    /// The name of that object.
    pub object: ObjectName,
    /// The account of that object, such as `AUTH_0f3c`, if it is another one.
    pub account: Option<String>,
    /// The `ETag` that the object has to have, now and when it is read (409). For a large object, that of its manifest.
    pub etag: Option<String>,
    /// Metadata and media type of the link itself, and its expiry.
    pub with: UpdateObject,
}

impl CreateSymlink {
    /// A link by this name to an object, which need not be there yet.
    pub fn new(
        name: impl Into<ObjectName>,
        container: impl Into<ContainerName>,
        object: impl Into<ObjectName>,
    ) -> Self {
        Self {
            name: name.into(),
            container: container.into(),
            object: object.into(),
            ..Self::default()
        }
    }
}

impl Objects {
    /// Creates a symbolic link. Whoever reads it, reads the object; whoever deletes it, deletes the link. It is read
    /// itself by [`ReadObject::link`](super::ReadObject::link):
    /// [`PUT /{container}/{object}` with `X-Symlink-Target`](https://docs.openstack.org/swift/latest/middleware.html#symlink).
    pub fn create_symlink(&self, symlink: &CreateSymlink) -> Call<Uploaded> {
        let CreateSymlink {
            name,
            container,
            object,
            account,
            etag,
            with,
        } = symlink;
        let mut request = self.request(Method::PUT, name, "create symbolic link");
        if let Err(why) = containers::check(container) {
            request = request.refuse(why);
        }
        let target = Path::default()
            .segment(container.as_str())
            .name(object.as_str());
        let account = account.as_ref().map(|name| Path::default().segment(name));
        let request = headers::optional(request, "x-symlink-target", Some(target.as_str()));
        let account = account.as_ref().map(Path::as_str);
        let request = headers::optional(request, "x-symlink-target-account", account);
        let request = headers::optional(request, "x-symlink-target-etag", etag.as_ref());
        let request = with.write(request).header(header::CONTENT_LENGTH, 0);
        self.client.call(request).reading(Uploaded::read)
    }
}
