//! What is asked of volumes.

use std::collections::BTreeMap;
use std::ops::Not;

use ferriscloud_core::{Id, Microversion, Patch, kind};
use serde::ser::Error as _;
use serde::{Serialize, Serializer};

use super::{Status, VolumeId};
use crate::snapshots::SnapshotId;

/// Which volumes to list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListVolumes {
    /// Those of this name.
    pub name: Option<String>,
    /// Those with this status.
    pub status: Option<Status>,
    /// Those that a server can boot from, or cannot.
    pub bootable: Option<bool>,
    /// Those in this availability zone.
    pub availability_zone: Option<String>,
    /// Those with all of this metadata.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", serialize_with = "as_json")]
    pub metadata: BTreeMap<String, String>,
    /// Those in this group. Since 3.10.
    pub group_id: Option<String>,
    /// Those created then: `gt:2026-11-23T10:20:30Z`, with `gt`, `gte`, `eq`, `neq`, `lt` or `lte`;
    /// two with a comma between. Since 3.60.
    pub created_at: Option<String>,
    /// Those last changed then. Since 3.60.
    pub updated_at: Option<String>,
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

impl ListVolumes {
    pub(super) fn needs(&self) -> Option<Microversion> {
        let by_time = self.created_at.is_some() || self.updated_at.is_some();
        by_time
            .then_some(Microversion(3, 60))
            .or_else(|| self.group_id.as_ref().map(|_| Microversion(3, 10)))
    }
}

/// Cinder reads a filter by metadata as one value.
pub(crate) fn as_json<S: Serializer>(
    map: &BTreeMap<String, String>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&serde_json::to_string(map).map_err(S::Error::custom)?)
}

/// What a new volume is made of: of nothing, or of one of a snapshot, a volume, an image, a backup.
///
/// That several servers can have it at a time, if at all, comes with its type.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CreateVolume {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The size in GiB; that of the snapshot, volume or backup it is made of where this is not said.
    #[serde(rename = "size", skip_serializing_if = "Option::is_none")]
    pub size_gib: Option<u64>,
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The name or id of its type, if not the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume_type: Option<String>,
    /// The availability zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability_zone: Option<String>,
    /// Metadata of one's own.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
    /// The snapshot to make it from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snapshot_id: Option<SnapshotId>,
    /// The volume to make it from.
    #[serde(rename = "source_volid", skip_serializing_if = "Option::is_none")]
    pub source_volume_id: Option<VolumeId>,
    /// The image to make it from: a server can then boot from it.
    #[serde(rename = "imageRef", skip_serializing_if = "Option::is_none")]
    pub image_id: Option<Id<kind::Image>>,
    /// The backup to make it from. Since 3.47.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backup_id: Option<String>,
    /// The group to be in. Since 3.13.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id: Option<String>,
}

impl CreateVolume {
    /// A volume with this name, and this size in GiB.
    pub fn new(name: impl Into<String>, size_gib: u64) -> Self {
        Self {
            name: Some(name.into()),
            size_gib: Some(size_gib),
            ..Self::default()
        }
    }

    pub(super) fn needs(&self) -> Option<Microversion> {
        let backup = self.backup_id.as_ref().map(|_| Microversion(3, 47));
        backup.or_else(|| self.group_id.as_ref().map(|_| Microversion(3, 13)))
    }
}

/// Changes of a volume.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UpdateVolume {
    /// Another name, or none.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub name: Patch<String>,
    /// Another description, or none.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub description: Patch<String>,
    /// All its metadata from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<BTreeMap<String, String>>,
}

#[cfg(test)]
mod tests {
    use ferriscloud_core::http::Method;
    use ferriscloud_core::{Operation, Path, Request};
    use serde_json::{json, to_value};

    use super::*;

    fn query(filter: &impl Serialize) -> String {
        let request = Request::new(Method::GET, Path::default(), Operation("list", "volumes"));
        request.filter(filter).query().to_owned()
    }

    #[test]
    fn filters_are_spelt_as_cinder_does() {
        let filter = ListVolumes {
            status: Some(Status::InUse),
            bootable: Some(true),
            metadata: BTreeMap::from([("tier".to_owned(), "a \"b\"".to_owned())]),
            all_projects: true,
            ..ListVolumes::default()
        };
        let metadata = "%7B%22tier%22%3A%22a+%5C%22b%5C%22%22%7D";
        let sent = format!("all_tenants=true&bootable=true&metadata={metadata}&status=in-use");
        assert_eq!(query(&filter), sent);
        assert_eq!(query(&ListVolumes::default()), "");
    }

    #[test]
    fn the_lowest_microversion_that_serves() {
        let group = || Some("g".to_owned());
        let mut list = ListVolumes::default();
        assert_eq!(list.needs(), None);
        list.group_id = group();
        assert_eq!(list.needs(), Some(Microversion(3, 10)));
        list.updated_at = Some("gt:2026-11-23T10:20:30Z".to_owned());
        assert_eq!(list.needs(), Some(Microversion(3, 60)));

        let mut create = CreateVolume::new("a", 1);
        assert_eq!(create.needs(), None);
        create.group_id = group();
        assert_eq!(create.needs(), Some(Microversion(3, 13)));
        create.backup_id = Some("b".to_owned());
        assert_eq!(create.needs(), Some(Microversion(3, 47)));
    }

    #[test]
    fn what_is_sent() {
        let create = CreateVolume {
            source_volume_id: Some("v".into()),
            image_id: Some("i".into()),
            ..CreateVolume::new("data", 2)
        };
        let sent = json!({"name": "data", "size": 2, "source_volid": "v", "imageRef": "i"});
        assert_eq!(to_value(create).unwrap(), sent);
        let changes = UpdateVolume {
            description: Patch::Clear,
            ..UpdateVolume::default()
        };
        assert_eq!(to_value(changes).unwrap(), json!({"description": null}));
    }
}
