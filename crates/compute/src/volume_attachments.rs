//! Volume attachments: the volumes that a server has as disks.

use ferriscloud_core::paging::{Paging, Single};
use ferriscloud_core::{
    Answer, Call, Collection, Id, Listing, Microversion, Resource, Result, Verdict, Wait, kind,
    lenient,
};
use serde::{Deserialize, Serialize};

use crate::servers::ServerId;

/// The id of a volume, by which its attachment to a server is known.
pub type VolumeId = Id<kind::Volume>;

/// A volume attachment.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct VolumeAttachment {
    /// The volume.
    #[serde(rename = "volumeId")]
    pub volume_id: VolumeId,
    /// The server.
    #[serde(rename = "serverId", default, deserialize_with = "lenient::or_default")]
    pub server_id: ServerId,
    /// What the server was told to call it, such as `/dev/vdb`; it may not obey.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub device: Option<String>,
    /// The tag that the server sees it under. Since 2.70.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub tag: Option<String>,
    /// Whether the volume is deleted with the server. Since 2.79.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub delete_on_termination: Option<bool>,
    /// The id of the attachment in the block storage service. Since 2.89.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub attachment_id: Option<String>,
    /// The id of the block device mapping in Nova. Since 2.89.
    #[serde(rename = "bdm_uuid", default, deserialize_with = "lenient::or_none")]
    pub block_device_id: Option<String>,
}

impl Resource for VolumeAttachment {
    type Kind = kind::Volume;
    const PATH: &'static str = "os-volume_attachments";
    const KEY: &'static str = "volumeAttachment";
    const KEYS: &'static str = "volumeAttachments";
    const PAGING: &'static dyn Paging = &Single;

    fn id(&self) -> &VolumeId {
        &self.volume_id
    }
}

impl VolumeAttachment {
    pub(crate) fn read(answer: &Answer) -> Result<Option<Self>> {
        if answer.bytes().is_empty() {
            return Ok(None);
        }
        answer.extract().map(Some)
    }
}

/// What a new volume attachment is made of.
#[derive(Debug, Clone, Serialize)]
pub struct AttachVolume {
    /// The volume, which has to be available (or to be of a type that several servers can have).
    #[serde(rename = "volumeId")]
    pub volume: VolumeId,
    /// What the server shall call it, such as `/dev/vdb`; most hypervisors choose themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// The tag that the server shall see it under. Since 2.49.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// Whether the volume is deleted with the server; no where this is not said. Since 2.79.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete_on_termination: Option<bool>,
}

impl AttachVolume {
    /// An attachment of this volume.
    pub fn new(volume: impl Into<VolumeId>) -> Self {
        Self {
            volume: volume.into(),
            device: None,
            tag: None,
            delete_on_termination: None,
        }
    }

    pub(crate) fn needs(&self) -> Option<Microversion> {
        let tag = self.tag.as_ref().map(|_| Microversion(2, 49));
        tag.max(self.delete_on_termination.map(|_| Microversion(2, 79)))
    }
}

/// Changes of a volume attachment.
#[derive(Debug, Clone, Serialize)]
pub struct UpdateVolumeAttachment {
    /// The volume from now on: the same, or another one whose place it takes, which takes an
    /// administrator and is mostly left to the block storage service.
    #[serde(rename = "volumeId")]
    pub volume: VolumeId,
    /// Whether the volume is deleted with the server. Since 2.85.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete_on_termination: Option<bool>,
}

impl UpdateVolumeAttachment {
    /// The attachment of this volume from now on.
    pub fn new(volume: impl Into<VolumeId>) -> Self {
        Self {
            volume: volume.into(),
            delete_on_termination: None,
        }
    }

    fn needs(&self) -> Option<Microversion> {
        self.delete_on_termination.map(|_| Microversion(2, 85))
    }
}

/// The volume attachments of one server.
#[derive(Debug, Clone)]
pub struct VolumeAttachments(pub(crate) Collection<VolumeAttachment>);

impl VolumeAttachments {
    /// Lists the volume attachments of the server:
    /// [`GET /servers/{id}/os-volume_attachments`](https://docs.openstack.org/api-ref/compute/#list-volume-attachments-for-an-instance).
    pub fn list(&self) -> Listing<VolumeAttachment> {
        self.0.list(&())
    }

    /// Shows one volume attachment:
    /// [`GET /servers/{id}/os-volume_attachments/{volume}`](https://docs.openstack.org/api-ref/compute/#show-a-detail-of-a-volume-attachment).
    pub fn get(&self, volume: impl Into<VolumeId>) -> Call<VolumeAttachment> {
        self.0.get(volume.into())
    }

    /// Attaches a volume, which takes its time: the volume is then in use:
    /// [`POST /servers/{id}/os-volume_attachments`](https://docs.openstack.org/api-ref/compute/#attach-a-volume-to-an-instance).
    ///
    /// Since 2.101 Nova answers before it knows of an attachment, and so with none.
    pub fn create(&self, attachment: &AttachVolume) -> Call<Option<VolumeAttachment>> {
        let create = self.0.create(attachment).since(attachment.needs());
        create.reading(VolumeAttachment::read)
    }

    /// Changes an attachment:
    /// [`PUT /servers/{id}/os-volume_attachments/{volume}`](https://docs.openstack.org/api-ref/compute/#update-a-volume-attachment).
    pub fn update(
        &self,
        volume: impl Into<VolumeId>,
        changes: &UpdateVolumeAttachment,
    ) -> Call<()> {
        let request = self.0.update(volume.into(), changes);
        request.under("").reading(|_| Ok(())).since(changes.needs())
    }

    /// Detaches a volume, which takes its time; then [wait for it](Self::wait_gone):
    /// [`DELETE /servers/{id}/os-volume_attachments/{volume}`](https://docs.openstack.org/api-ref/compute/#detach-a-volume-from-an-instance).
    pub fn delete(&self, volume: impl Into<VolumeId>) -> Call<()> {
        self.0.delete(volume.into())
    }

    /// Waits until a volume that was detached is gone from the server:
    /// [`GET /servers/{id}/os-volume_attachments/{volume}`](https://docs.openstack.org/api-ref/compute/#show-a-detail-of-a-volume-attachment).
    pub fn wait_gone(&self, volume: impl Into<VolumeId>) -> Wait<VolumeAttachment, ()> {
        let (attachments, volume) = (self.0.clone(), volume.into());
        let poll = move || attachments.get(volume.clone());
        Wait::until_gone(poll, |_| Verdict::Pending)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;

    #[test]
    fn attachments_decode_old_and_new() {
        let old = json!({"id": "v", "volumeId": "v", "serverId": "s", "device": "/dev/vdb"});
        let old: VolumeAttachment = from_value(old).unwrap();
        assert_eq!((old.volume_id, old.server_id), ("v".into(), "s".into()));
        assert_eq!(old.delete_on_termination, None);
        let new = json!({
            "volumeId": "v", "serverId": "s", "device": null, "tag": "data", "delete_on_termination": true,
            "attachment_id": "a", "bdm_uuid": "b"
        });
        let new: VolumeAttachment = from_value(new).unwrap();
        assert_eq!((new.device, new.delete_on_termination), (None, Some(true)));
        assert_eq!(new.block_device_id.as_deref(), Some("b"));
    }

    #[test]
    fn what_is_sent() {
        let mut attach = AttachVolume::new("v");
        assert_eq!(to_value(&attach).unwrap(), json!({"volumeId": "v"}));
        assert_eq!(attach.needs(), None);
        attach.tag = Some("data".to_owned());
        assert_eq!(attach.needs(), Some(Microversion(2, 49)));
        attach.delete_on_termination = Some(true);
        assert_eq!(attach.needs(), Some(Microversion(2, 79)));
        let changes = UpdateVolumeAttachment {
            delete_on_termination: Some(false),
            ..UpdateVolumeAttachment::new("v")
        };
        let sent = json!({"volumeId": "v", "delete_on_termination": false});
        assert_eq!(to_value(&changes).unwrap(), sent);
        assert_eq!(changes.needs(), Some(Microversion(2, 85)));
    }
}
