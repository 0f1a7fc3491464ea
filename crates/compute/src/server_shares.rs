//! Server shares: file systems that a server has in common with others.

use ferriscloud_core::paging::{Paging, Single};
use ferriscloud_core::{Call, Collection, Id, Listing, Microversion, Resource, kind, lenient};
use serde::{Deserialize, Serialize};

/// The id of a share: that of the shared file system.
pub type ShareId = Id<kind::Share>;

/// Shares are known since this microversion.
const SHARES: Microversion = Microversion(2, 97);

/// A share of a server.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ServerShare {
    /// The shared file system.
    pub share_id: ShareId,
    /// How it is: `attaching`, `inactive`, `active`, `detaching` or `error`.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub status: String,
    /// What the server mounts it by.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub tag: String,
    /// The id of the attachment: for administrators alone.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub uuid: Option<String>,
    /// Where the host has it from: for administrators alone.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub export_location: Option<String>,
}

impl Resource for ServerShare {
    type Kind = kind::Share;
    const PATH: &'static str = "shares";
    const KEY: &'static str = "share";
    const KEYS: &'static str = "shares";
    const PAGING: &'static dyn Paging = &Single;

    fn id(&self) -> &ShareId {
        &self.share_id
    }
}

/// What a new share of a server is made of.
#[derive(Debug, Clone, Serialize)]
pub struct AttachShare {
    /// The shared file system.
    pub share_id: ShareId,
    /// What the server mounts it by; the share's id where this is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
}

impl AttachShare {
    /// This file system, mounted by its id.
    pub fn new(share: impl Into<ShareId>) -> Self {
        Self {
            share_id: share.into(),
            tag: None,
        }
    }
}

/// The shares of one server, which has to be stopped to get one or lose one.
#[derive(Debug, Clone)]
pub struct ServerShares(pub(crate) Collection<ServerShare>);

impl ServerShares {
    /// Lists the shares of the server. Since 2.97:
    /// [`GET /servers/{id}/shares`](https://docs.openstack.org/api-ref/compute/#list-share-attachments-for-an-instance).
    pub fn list(&self) -> Listing<ServerShare> {
        self.0.list(&()).since(SHARES)
    }

    /// Shows one share of the server. Since 2.97:
    /// [`GET /servers/{id}/shares/{share}`](https://docs.openstack.org/api-ref/compute/#show-a-detail-of-a-share-attachment).
    pub fn get(&self, share: impl Into<ShareId>) -> Call<ServerShare> {
        self.0.get(share.into()).since(SHARES)
    }

    /// Gives the server one more share. Since 2.97:
    /// [`POST /servers/{id}/shares`](https://docs.openstack.org/api-ref/compute/#attach-a-share-to-an-instance).
    pub fn create(&self, share: &AttachShare) -> Call<ServerShare> {
        self.0.create(share).since(SHARES)
    }

    /// Takes a share away. Since 2.97:
    /// [`DELETE /servers/{id}/shares/{share}`](https://docs.openstack.org/api-ref/compute/#detach-a-share-from-an-instance).
    pub fn delete(&self, share: impl Into<ShareId>) -> Call<()> {
        self.0.delete(share.into()).since(SHARES)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;

    #[test]
    fn what_is_sent() {
        let mut share = AttachShare::new("e8debdc0");
        assert_eq!(to_value(&share).unwrap(), json!({"share_id": "e8debdc0"}));
        share.tag = Some("data".into());
        let tagged = json!({"share_id": "e8debdc0", "tag": "data"});
        assert_eq!(to_value(&share).unwrap(), tagged);
    }
}
