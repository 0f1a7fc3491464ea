//! Snapshots: volumes at one moment.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Not;

use ferriscloud_core::time::{self, Timestamp};
use ferriscloud_core::{
    Call, Collection, Id, Listing, Microversion, Patch, Resource, Verdict, Wait, kind, lenient,
};
use serde::{Deserialize, Serialize};

use crate::volumes::VolumeId;

/// The id of a snapshot.
pub type SnapshotId = Id<kind::Snapshot>;

/// A snapshot.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Snapshot {
    /// The id.
    pub id: SnapshotId,
    /// The name; it may be empty, and need not be unique.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: String,
    /// The description, where there is one.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub description: Option<String>,
    /// What it is doing, or can do.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub status: Status,
    /// The volume that it is of.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub volume_id: VolumeId,
    /// The size of the volume then, in GiB.
    #[serde(rename = "size", default, deserialize_with = "lenient::or_default")]
    pub size_gib: u64,
    /// The metadata of the project's own.
    #[serde(default, deserialize_with = "lenient::map")]
    pub metadata: BTreeMap<String, String>,
    /// How far its making is: `100%`.
    #[serde(
        rename = "os-extended-snapshot-attributes:progress",
        default,
        deserialize_with = "lenient::or_none"
    )]
    pub progress: Option<String>,
    /// The project that it belongs to.
    #[serde(
        rename = "os-extended-snapshot-attributes:project_id",
        default,
        deserialize_with = "lenient::or_none"
    )]
    pub project_id: Option<Id<kind::Project>>,
    /// Who made it. Since 3.41.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub user_id: Option<Id<kind::User>>,
    /// When it was created.
    #[serde(default, deserialize_with = "time::lenient")]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default, deserialize_with = "time::lenient")]
    pub updated_at: Option<Timestamp>,
}

impl Resource for Snapshot {
    type Kind = kind::Snapshot;
    const PATH: &'static str = "snapshots";
    const LIST_PATH: &'static str = "snapshots/detail";
    const KEY: &'static str = "snapshot";
    const KEYS: &'static str = "snapshots";

    fn id(&self) -> &SnapshotId {
        &self.id
    }
}

/// What a snapshot is doing, or can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Status {
    /// Being created.
    Creating,
    /// Ready.
    Available,
    /// Being backed up.
    #[serde(rename = "backing-up")]
    BackingUp,
    /// Being gone back to.
    Restoring,
    /// Being changed.
    Updating,
    /// Being given up by Cinder, not deleted.
    Unmanaging,
    /// Being deleted.
    Deleting,
    /// Deleted; mostly it is not shown any more.
    Deleted,
    /// Something failed.
    Error,
    /// Could not be deleted.
    ErrorDeleting,
    /// Something newer.
    #[serde(untagged)]
    Other(String),
}

impl Status {
    /// Whether it is one of those that begin with `error`.
    pub fn is_error(&self) -> bool {
        self.to_string().starts_with("error")
    }

    fn verdict(&self, awaited: &Self) -> Verdict {
        match self {
            status if status == awaited => Verdict::Done,
            status if status.is_error() => Verdict::Failed {
                state: status.to_string(),
                reason: None,
            },
            _ => Verdict::Pending,
        }
    }
}

impl Default for Status {
    fn default() -> Self {
        Self::Other(String::new())
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// Which snapshots to list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListSnapshots {
    /// Those of this name.
    pub name: Option<String>,
    /// Those with this status.
    pub status: Option<Status>,
    /// Those of this volume.
    pub volume_id: Option<VolumeId>,
    /// Those with all of this metadata. Since 3.22.
    #[serde(
        skip_serializing_if = "BTreeMap::is_empty",
        serialize_with = "crate::volumes::as_json"
    )]
    pub metadata: BTreeMap<String, String>,
    /// Those of all projects: for administrators alone.
    #[serde(rename = "all_tenants", skip_serializing_if = "Not::not")]
    pub all_projects: bool,
    /// Of all projects, those of this one.
    pub project_id: Option<Id<kind::Project>>,
    /// In which order: `name:asc,created_at:desc`; newest first where this is not said.
    pub sort: Option<String>,
    /// As many as this on each page; the listing goes on to the end all the same.
    pub limit: Option<u32>,
}

impl ListSnapshots {
    fn needs(&self) -> Option<Microversion> {
        (!self.metadata.is_empty()).then_some(Microversion(3, 22))
    }
}

/// What a new snapshot is made of.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CreateSnapshot {
    /// The volume that it is of.
    pub volume_id: VolumeId,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Even if a server has the volume. Since 3.66, that is always so.
    #[serde(skip_serializing_if = "Not::not")]
    pub force: bool,
    /// Metadata of one's own.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
}

impl CreateSnapshot {
    /// A snapshot of this volume.
    pub fn new(volume: impl Into<VolumeId>) -> Self {
        Self {
            volume_id: volume.into(),
            ..Self::default()
        }
    }
}

/// Changes of a snapshot.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UpdateSnapshot {
    /// Another name, or none.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub name: Patch<String>,
    /// Another description, or none.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub description: Patch<String>,
}

/// The snapshots of a project.
#[derive(Debug, Clone)]
pub struct Snapshots(pub(crate) Collection<Snapshot>);

impl Snapshots {
    /// Lists snapshots in detail:
    /// [`GET /snapshots/detail`](https://docs.openstack.org/api-ref/block-storage/v3/#list-snapshots-and-details).
    pub fn list(&self, filter: &ListSnapshots) -> Listing<Snapshot> {
        self.0.list(filter).since(filter.needs())
    }

    /// Shows one snapshot:
    /// [`GET /snapshots/{id}`](https://docs.openstack.org/api-ref/block-storage/v3/#show-a-snapshot-s-details).
    pub fn get(&self, snapshot: impl Into<SnapshotId>) -> Call<Snapshot> {
        self.0.get(snapshot.into())
    }

    /// Creates a snapshot, which takes its time; then [wait for it](Self::wait_for):
    /// [`POST /snapshots`](https://docs.openstack.org/api-ref/block-storage/v3/#create-a-snapshot).
    pub fn create(&self, snapshot: &CreateSnapshot) -> Call<Snapshot> {
        self.0.create(snapshot)
    }

    /// Changes name or description of a snapshot:
    /// [`PUT /snapshots/{id}`](https://docs.openstack.org/api-ref/block-storage/v3/#update-a-snapshot).
    pub fn update(
        &self,
        snapshot: impl Into<SnapshotId>,
        changes: &UpdateSnapshot,
    ) -> Call<Snapshot> {
        self.0.update(snapshot.into(), changes)
    }

    /// Deletes a snapshot:
    /// [`DELETE /snapshots/{id}`](https://docs.openstack.org/api-ref/block-storage/v3/#delete-a-snapshot).
    pub fn delete(&self, snapshot: impl Into<SnapshotId>) -> Call<()> {
        self.0.delete(snapshot.into())
    }

    /// Waits until a snapshot has a status; one that begins with `error` ends the hope:
    /// [`GET /snapshots/{id}`](https://docs.openstack.org/api-ref/block-storage/v3/#show-a-snapshot-s-details).
    pub fn wait_for(&self, snapshot: impl Into<SnapshotId>, status: Status) -> Wait<Snapshot> {
        let (snapshots, snapshot) = (self.0.clone(), snapshot.into());
        let poll = move || snapshots.get(snapshot.clone());
        Wait::until(status.to_string(), poll, move |snapshot: &Snapshot| {
            snapshot.status.verdict(&status)
        })
    }

    /// Waits until a snapshot that was deleted is gone:
    /// [`GET /snapshots/{id}`](https://docs.openstack.org/api-ref/block-storage/v3/#show-a-snapshot-s-details).
    pub fn wait_gone(&self, snapshot: impl Into<SnapshotId>) -> Wait<Snapshot, ()> {
        let (snapshots, snapshot) = (self.0.clone(), snapshot.into());
        let poll = move || snapshots.get(snapshot.clone());
        Wait::until_gone(poll, |snapshot: &Snapshot| {
            snapshot.status.verdict(&Status::Deleted)
        })
    }
}

#[cfg(test)]
mod tests {
    use ferriscloud_core::http::Method;
    use ferriscloud_core::{Operation, Path, Request};
    use serde_json::{json, to_value};

    use super::*;

    fn query(filter: &impl Serialize) -> String {
        let request = Request::new(Method::GET, Path::default(), Operation("list", "snapshots"));
        request.filter(filter).query().to_owned()
    }

    #[test]
    fn odd_snapshots_decode() {
        let snapshot = json!({
            "id": "s", "name": null, "status": "error_deleting", "size": 3, "volume_id": "v",
            "metadata": null, "os-extended-snapshot-attributes:progress": "100%",
            "os-extended-snapshot-attributes:project_id": "p", "created_at": "2026-11-24T02:54:11.0"
        });
        let snapshot: Snapshot = serde_json::from_value(snapshot).unwrap();
        assert_eq!((snapshot.name.as_str(), snapshot.size_gib), ("", 3));
        assert_eq!(snapshot.status, Status::ErrorDeleting);
        assert_eq!(snapshot.progress.unwrap(), "100%");
        assert_eq!(snapshot.project_id.unwrap(), "p");
        assert_eq!(snapshot.created_at, time::parse("2026-11-24T02:54:11Z"));
    }

    #[test]
    fn errors_end_the_hope_unless_awaited() {
        let failed = Verdict::Failed {
            state: "error_deleting".to_owned(),
            reason: None,
        };
        assert_eq!(Status::ErrorDeleting.verdict(&Status::Deleted), failed);
        assert_eq!(Status::Deleting.verdict(&Status::Deleted), Verdict::Pending);
        assert_eq!(Status::Error.verdict(&Status::Error), Verdict::Done);
    }

    #[test]
    fn what_is_sent() {
        let create = CreateSnapshot {
            force: true,
            ..CreateSnapshot::new("v")
        };
        assert_eq!(
            to_value(create).unwrap(),
            json!({"volume_id": "v", "force": true})
        );
        // Since 3.66, Cinder refuses the word `false`.
        assert_eq!(
            to_value(CreateSnapshot::new("v")).unwrap(),
            json!({"volume_id": "v"})
        );

        let mut filter = ListSnapshots {
            volume_id: Some("v".into()),
            ..ListSnapshots::default()
        };
        assert_eq!((&*query(&filter), filter.needs()), ("volume_id=v", None));
        filter.metadata.insert("a".to_owned(), "1".to_owned());
        assert_eq!(filter.needs(), Some(Microversion(3, 22)));
    }
}
