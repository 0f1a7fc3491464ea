//! Assisted volume snapshots: those of volumes in files, which Cinder cannot make without Nova.

use ferriscloud_core::{Call, Client, Id, Operation, Path, Request, kind, lenient};
use http::Method;
use serde::{Deserialize, Serialize};

use crate::volume_attachments::VolumeId;

/// The id of a snapshot.
pub type SnapshotId = Id<kind::Snapshot>;

/// A snapshot that Nova is making.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AssistedVolumeSnapshot {
    /// The snapshot.
    #[serde(deserialize_with = "lenient::or_none")]
    pub id: Option<SnapshotId>,
    /// The volume.
    #[serde(rename = "volumeId", deserialize_with = "lenient::or_default")]
    pub volume_id: VolumeId,
}

/// What an assisted snapshot is made of.
#[derive(Debug, Clone, Serialize)]
pub struct CreateAssistedVolumeSnapshot {
    /// The volume.
    pub volume_id: VolumeId,
    /// How to make it.
    pub create_info: CreateInfo,
}

/// How to make an assisted snapshot.
#[derive(Debug, Clone, Serialize)]
pub struct CreateInfo {
    /// The snapshot.
    pub snapshot_id: SnapshotId,
    /// The file that the volume goes on in.
    pub new_file: String,
    /// The form of that file, of which there is one.
    #[serde(rename = "type")]
    pub form: FileForm,
    /// The id that the answer is to have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// The form of a volume's file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum FileForm {
    /// QEMU's own.
    #[default]
    Qcow2,
}

impl CreateAssistedVolumeSnapshot {
    /// A snapshot of a volume, which goes on in a new file.
    pub fn new(
        volume: impl Into<VolumeId>,
        snapshot: impl Into<SnapshotId>,
        new_file: impl Into<String>,
    ) -> Self {
        let create_info = CreateInfo {
            snapshot_id: snapshot.into(),
            new_file: new_file.into(),
            form: FileForm::default(),
            id: None,
        };
        Self {
            volume_id: volume.into(),
            create_info,
        }
    }
}

/// How to take an assisted snapshot away. All of it is sent: hypervisors look for what is `None`, too.
#[derive(Debug, Clone, Serialize)]
pub struct DeleteInfo {
    /// The volume.
    pub volume_id: VolumeId,
    /// The form of its files, of which there is one.
    #[serde(rename = "type")]
    pub form: FileForm,
    /// The file that is merged into the other one; without another, the file that is still needed below the one which
    /// the volume goes on in, if any.
    pub file_to_merge: Option<String>,
    /// The file that it is merged into; `None` is the one that the volume goes on in.
    pub merge_target_file: Option<String>,
}

impl DeleteInfo {
    /// Of this volume: all of it is merged into the file that it goes on in.
    pub fn new(volume: impl Into<VolumeId>) -> Self {
        Self {
            volume_id: volume.into(),
            form: FileForm::default(),
            file_to_merge: None,
            merge_target_file: None,
        }
    }
}

/// Assisted volume snapshots: for Cinder alone.
#[derive(Debug, Clone)]
pub struct AssistedVolumeSnapshots(pub(crate) Client);

impl AssistedVolumeSnapshots {
    /// Makes a snapshot:
    /// [`POST /os-assisted-volume-snapshots`](https://docs.openstack.org/api-ref/compute/#create-assisted-volume-snapshots).
    pub fn create(&self, snapshot: &CreateAssistedVolumeSnapshot) -> Call<AssistedVolumeSnapshot> {
        let path = Path::fixed("os-assisted-volume-snapshots");
        let request = Request::new(Method::POST, path, Operation("create", "assisted snapshot"));
        let create = self.0.call(request.envelope("snapshot", snapshot));
        create.under("snapshot").extract()
    }

    /// Takes a snapshot away:
    /// [`DELETE /os-assisted-volume-snapshots/{id}`](https://docs.openstack.org/api-ref/compute/#delete-assisted-volume-snapshot).
    pub fn delete(&self, snapshot: impl Into<SnapshotId>, how: &DeleteInfo) -> Call<()> {
        #[derive(Serialize)]
        struct Query {
            delete_info: String,
        }
        let path = Path::from(["os-assisted-volume-snapshots", snapshot.into().as_str()]);
        let request = Request::new(
            Method::DELETE,
            path,
            Operation("delete", "assisted snapshot"),
        );
        // JSON within the query.
        self.0.call(match serde_json::to_string(how) {
            Ok(delete_info) => request.filter(&Query { delete_info }),
            Err(error) => request.refuse(error.to_string()),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;

    #[test]
    fn what_is_sent() {
        let create = CreateAssistedVolumeSnapshot::new("v", "s", "new.qcow2");
        let info = json!({"snapshot_id": "s", "new_file": "new.qcow2", "type": "qcow2"});
        let sent = json!({"volume_id": "v", "create_info": info});
        assert_eq!(to_value(create).unwrap(), sent);
        let sent = json!({"volume_id": "v", "type": "qcow2", "file_to_merge": null, "merge_target_file": null});
        assert_eq!(to_value(DeleteInfo::new("v")).unwrap(), sent);
    }
}
