//! Copies inside the service.

use ferriscloud_core::{Call, Client, Path};
use http::{Method, header};

use super::{ObjectName, Objects, ReadObject, UpdateObject};
use crate::containers::ContainerName;
use crate::service::SLOW;
use crate::uploads::Uploaded;
use crate::{address, headers};

/// Where a copy goes, and how it differs.
#[derive(Debug, Clone, Default)]
pub struct CopyObject {
    /// The container of the copy.
    pub container: ContainerName,
    /// The name of the copy.
    pub name: ObjectName,
    /// The account of the copy, such as `AUTH_0f3c`, if it is another one.
    pub account: Option<String>,
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
    ///
    /// What is copied is what [`download`](Self::download) would read, if its conditions hold: a version, say, one segment
    /// of a large object, or a manifest: original and copy then share their segments. With
    /// [`if_none_match`](ReadObject::if_none_match) nothing is ever copied: Swift refuses it (400) where it holds.
    pub fn copy(&self, object: impl Into<ReadObject>, to: &CopyObject) -> Call<Uploaded> {
        let CopyObject {
            container,
            name,
            account,
            fresh_metadata,
            changes,
        } = to;
        let object = object.into();
        let from = self.request(Method::PUT, &object.name, "copy");
        let (client, own) = match self.client_of(account.as_deref()) {
            Ok(found) => found,
            Err(why) => return self.client.call(from.refuse(why)).reading(Uploaded::read),
        };
        let target = Self::new(client, container.clone());
        let mut request = target.request(Method::PUT, name, "copy");
        if let Some(defect) = from.defect() {
            request = request.refuse(defect.to_string());
        }
        let request = object.write(request);
        let request = headers::optional(request, "x-copy-from", Some(from.path()));
        let request = headers::optional(request, "x-copy-from-account", own);
        let fresh = fresh_metadata.then_some("true");
        let request = headers::optional(changes.write(request), "x-fresh-metadata", fresh);
        let request = request.header(header::CONTENT_LENGTH, 0);
        let copy = target.client.call(request).reading(Uploaded::read);
        copy.head_timeout(SLOW)
    }

    /// The client of an account, and the name of our own, encoded, if it is another one.
    fn client_of(&self, account: Option<&str>) -> Result<(Client, Option<String>), String> {
        let Some(account) = account else {
            return Ok((self.client.clone(), None));
        };
        let own = address::account_of(&self.client);
        let own = own.ok_or("there is no account in the address of the object storage")?;
        let client = self.client.relative(1, Path::default().segment(account));
        let client = client.map_err(|error| error.to_string())?;
        Ok((client, Some(Path::default().segment(&own).to_string())))
    }
}
