//! Volumes: block devices that outlive servers.

mod inputs;
mod status;

use std::collections::BTreeMap;

use ferriscloud_core::time::{self, Timestamp};
use ferriscloud_core::{Call, Collection, Find, Id, Listing, Resource, Wait, kind, lenient};
use serde::{Deserialize, Serialize};

use crate::snapshots::SnapshotId;

pub(crate) use inputs::as_json;
pub use inputs::{CreateVolume, ListVolumes, UpdateVolume};
pub use status::Status;

/// The id of a volume.
pub type VolumeId = Id<kind::Volume>;

/// A volume.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Volume {
    /// The id.
    pub id: VolumeId,
    /// The name; it may be empty, and need not be unique.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: String,
    /// The description, where there is one.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub description: Option<String>,
    /// What it is doing, or can do.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub status: Status,
    /// The size in GiB.
    #[serde(rename = "size", default, deserialize_with = "lenient::or_default")]
    pub size_gib: u64,
    /// The name of its type.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub volume_type: Option<String>,
    /// The availability zone.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub availability_zone: Option<String>,
    /// Whether a server can boot from it.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub bootable: bool,
    /// Whether it is encrypted.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub encrypted: bool,
    /// Whether several servers can have it at a time.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub multiattach: bool,
    /// The servers that have it.
    #[serde(default, deserialize_with = "lenient::list")]
    pub attachments: Vec<Attachment>,
    /// The metadata of the project's own.
    #[serde(default, deserialize_with = "lenient::map")]
    pub metadata: BTreeMap<String, String>,
    /// What is known of the image that it was made from.
    #[serde(default, deserialize_with = "lenient::map")]
    pub volume_image_metadata: BTreeMap<String, String>,
    /// The snapshot that it was made from.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub snapshot_id: Option<SnapshotId>,
    /// The volume that it was made from.
    #[serde(rename = "source_volid", default, deserialize_with = "lenient::or_none")]
    pub source_volume_id: Option<VolumeId>,
    /// The group that it is in. Since 3.13.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub group_id: Option<String>,
    /// Who made it.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub user_id: Option<Id<kind::User>>,
    /// The project that it belongs to.
    #[serde(
        rename = "os-vol-tenant-attr:tenant_id",
        default,
        deserialize_with = "lenient::or_none"
    )]
    pub project_id: Option<Id<kind::Project>>,
    /// Where it is, as `host@backend#pool`: for administrators alone.
    #[serde(rename = "os-vol-host-attr:host", default, deserialize_with = "lenient::or_none")]
    pub host: Option<String>,
    /// How far a migration of it is: for administrators alone.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub migration_status: Option<String>,
    /// Whether, and how, it is replicated.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub replication_status: Option<String>,
    /// When it was created.
    #[serde(default, deserialize_with = "time::lenient")]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default, deserialize_with = "time::lenient")]
    pub updated_at: Option<Timestamp>,
}

impl Resource for Volume {
    type Kind = kind::Volume;
    const PATH: &'static str = "volumes";
    const LIST_PATH: &'static str = "volumes/detail";
    const KEY: &'static str = "volume";
    const KEYS: &'static str = "volumes";

    fn id(&self) -> &VolumeId {
        &self.id
    }
}

/// A server's use of a volume.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Attachment {
    /// The id of the attachment.
    #[serde(rename = "attachment_id", deserialize_with = "lenient::or_default")]
    pub id: String,
    /// The volume.
    #[serde(deserialize_with = "lenient::or_default")]
    pub volume_id: VolumeId,
    /// The server that has it; none if it is the host itself.
    #[serde(deserialize_with = "lenient::or_none")]
    pub server_id: Option<Id<kind::Server>>,
    /// What the server may call it, such as `/dev/vdb`.
    #[serde(deserialize_with = "lenient::or_none")]
    pub device: Option<String>,
    /// The host that it is attached on: for administrators alone.
    #[serde(deserialize_with = "lenient::or_none")]
    pub host_name: Option<String>,
    /// Since when the server has it.
    #[serde(deserialize_with = "time::lenient")]
    pub attached_at: Option<Timestamp>,
}

/// The volumes of a project.
#[derive(Debug, Clone)]
pub struct Volumes(pub(crate) Collection<Volume>);

impl Volumes {
    /// Lists volumes in detail:
    /// [`GET /volumes/detail`](https://docs.openstack.org/api-ref/block-storage/v3/#list-accessible-volumes-with-details).
    pub fn list(&self, filter: &ListVolumes) -> Listing<Volume> {
        self.0.list(filter).since(filter.needs())
    }

    /// Finds one volume by its name or id:
    /// [`GET /volumes/{id}`](https://docs.openstack.org/api-ref/block-storage/v3/#show-a-volume-s-details), and else
    /// [`GET /volumes/detail`](https://docs.openstack.org/api-ref/block-storage/v3/#list-accessible-volumes-with-details).
    pub fn find(&self, name_or_id: &str) -> Find<Volume> {
        let named = ListVolumes {
            name: Some(name_or_id.to_owned()),
            ..ListVolumes::default()
        };
        self.0.find(name_or_id, &named, |volume| &volume.name)
    }

    /// Shows one volume:
    /// [`GET /volumes/{id}`](https://docs.openstack.org/api-ref/block-storage/v3/#show-a-volume-s-details).
    pub fn get(&self, volume: impl Into<VolumeId>) -> Call<Volume> {
        self.0.get(volume.into())
    }

    /// Creates a volume, which takes its time; then [wait for it](Self::wait_for):
    /// [`POST /volumes`](https://docs.openstack.org/api-ref/block-storage/v3/#create-a-volume).
    pub fn create(&self, volume: &CreateVolume) -> Call<Volume> {
        self.0.create(volume).since(volume.needs())
    }

    /// Changes name, description or metadata of a volume:
    /// [`PUT /volumes/{id}`](https://docs.openstack.org/api-ref/block-storage/v3/#update-a-volume).
    pub fn update(&self, volume: impl Into<VolumeId>, changes: &UpdateVolume) -> Call<Volume> {
        self.0.update(volume.into(), changes)
    }

    /// Deletes a volume, which must have no snapshots and no server:
    /// [`DELETE /volumes/{id}`](https://docs.openstack.org/api-ref/block-storage/v3/#delete-a-volume).
    pub fn delete(&self, volume: impl Into<VolumeId>) -> Call<()> {
        self.0.delete(volume.into())
    }

    /// Deletes a volume together with its snapshots:
    /// [`DELETE /volumes/{id}?cascade=true`](https://docs.openstack.org/api-ref/block-storage/v3/#delete-a-volume).
    pub fn delete_cascade(&self, volume: impl Into<VolumeId>) -> Call<()> {
        self.0
            .delete(volume.into())
            .query(&BTreeMap::from([("cascade", true)]))
    }

    /// Makes a volume larger, to this size in GiB:
    /// [`os-extend`](https://docs.openstack.org/api-ref/block-storage/v3/#extend-a-volume-size).
    ///
    /// One that a server has can be extended since 3.42: say so with
    /// `.since(Microversion(3, 42))`.
    pub fn extend(&self, volume: impl Into<VolumeId>, size_gib: u64) -> Call<()> {
        let body = BTreeMap::from([("new_size", size_gib)]);
        self.0.action(volume.into(), "os-extend", &body)
    }

    /// Waits until a volume has a status; one that begins with `error` ends the hope:
    /// [`GET /volumes/{id}`](https://docs.openstack.org/api-ref/block-storage/v3/#show-a-volume-s-details).
    pub fn wait_for(&self, volume: impl Into<VolumeId>, status: Status) -> Wait<Volume> {
        let (volumes, volume) = (self.0.clone(), volume.into());
        let poll = move || volumes.get(volume.clone());
        Wait::until(status.to_string(), poll, move |volume: &Volume| {
            volume.status.verdict(&status)
        })
    }

    /// Waits until a volume that was deleted is gone:
    /// [`GET /volumes/{id}`](https://docs.openstack.org/api-ref/block-storage/v3/#show-a-volume-s-details).
    pub fn wait_gone(&self, volume: impl Into<VolumeId>) -> Wait<Volume, ()> {
        let (volumes, volume) = (self.0.clone(), volume.into());
        let poll = move || volumes.get(volume.clone());
        Wait::until_gone(poll, |volume: &Volume| {
            volume.status.verdict(&Status::Deleted)
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn odd_volumes_decode() {
        let volume = json!({
            "id": "v", "name": null, "status": "error_backing-up", "size": "20", "bootable": "true",
            "multiattach": false, "metadata": {"a": "1", "b": null}, "volume_type": null,
            "created_at": "2026-11-24T02:54:11.968236", "updated_at": null, "source_volid": "w",
            "os-vol-host-attr:host": "host@one#one", "os-vol-tenant-attr:tenant_id": "p",
            "volume_image_metadata": {"min_disk": 0, "container_format": "bare"},
            "attachments": [
                {"id": "v", "attachment_id": "a", "volume_id": "v", "server_id": "s", "host_name": null},
                "odd"
            ]
        });
        let volume: Volume = serde_json::from_value(volume).unwrap();
        assert_eq!(
            (volume.name.as_str(), volume.size_gib, volume.bootable),
            ("", 20, true)
        );
        assert_eq!(volume.status, Status::ErrorBackingUp);
        assert_eq!(
            volume.metadata,
            BTreeMap::from([("a".to_owned(), "1".to_owned())])
        );
        assert_eq!(volume.volume_image_metadata["min_disk"], "0");
        assert_eq!(
            volume.created_at,
            time::parse("2026-11-24T02:54:11.968236Z")
        );
        assert_eq!(volume.host.unwrap(), "host@one#one");
        assert_eq!(
            (volume.project_id.unwrap(), volume.source_volume_id.unwrap()),
            ("p".into(), "w".into())
        );
        assert_eq!(volume.attachments.len(), 1);
        assert_eq!(volume.attachments[0].id, "a");
        assert_eq!(volume.attachments[0].server_id.as_ref().unwrap(), &"s");
    }

    #[test]
    fn one_id_is_a_volume() {
        let volume: Volume = serde_json::from_value(json!({"id": "v"})).unwrap();
        assert_eq!(volume.status, Status::Other(String::new()));
        let again: Value = serde_json::to_value(&volume).unwrap();
        assert_eq!(serde_json::from_value::<Volume>(again).unwrap().id, "v");
    }
}
