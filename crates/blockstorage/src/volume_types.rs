//! Volume types: the kinds of volumes that the operator offers.

use std::collections::BTreeMap;

use ferriscloud_core::{Call, Collection, Id, Listing, Resource, kind, lenient};
use serde::{Deserialize, Serialize};

/// The id of a volume type.
pub type VolumeTypeId = Id<kind::VolumeType>;

/// A volume type.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct VolumeType {
    /// The id.
    pub id: VolumeTypeId,
    /// The name, unique in the cloud.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: String,
    /// The description, where there is one.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub description: Option<String>,
    /// Whether all projects can use it.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub is_public: bool,
    /// What it asks of storage backends; users see a few of these.
    #[serde(default, deserialize_with = "lenient::map")]
    pub extra_specs: BTreeMap<String, String>,
    /// Its quality of service: for administrators alone.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub qos_specs_id: Option<String>,
}

impl Resource for VolumeType {
    type Kind = kind::VolumeType;
    const PATH: &'static str = "types";
    const KEY: &'static str = "volume_type";
    const KEYS: &'static str = "volume_types";

    fn id(&self) -> &VolumeTypeId {
        &self.id
    }
}

/// Who can use a volume type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub enum Visibility {
    /// All projects.
    #[serde(rename = "true")]
    Public,
    /// Some projects.
    #[serde(rename = "false")]
    Private,
    /// All or some projects.
    #[serde(rename = "none")]
    Any,
}

/// Which volume types to list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListVolumeTypes {
    /// Those that these can use: for administrators alone. Public ones where this is not said.
    #[serde(rename = "is_public")]
    pub visibility: Option<Visibility>,
    /// In which order: `name:asc`; newest first where this is not said.
    pub sort: Option<String>,
    /// As many as this on each page; the listing goes on to the end all the same.
    pub limit: Option<u32>,
}

/// What a new volume type is made of.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CreateVolumeType {
    /// The name, unique in the cloud.
    pub name: String,
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether all projects can use it; yes where this is not said.
    #[serde(rename = "os-volume-type-access:is_public", skip_serializing_if = "Option::is_none")]
    pub is_public: Option<bool>,
    /// What it asks of storage backends: `volume_backend_name`, or `multiattach` with `<is> True`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra_specs: BTreeMap<String, String>,
}

impl CreateVolumeType {
    /// A volume type with this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }
}

/// Changes of a volume type.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UpdateVolumeType {
    /// Another name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Another description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether all projects can use it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_public: Option<bool>,
}

/// The volume types of a cloud.
#[derive(Debug, Clone)]
pub struct VolumeTypes(pub(crate) Collection<VolumeType>);

impl VolumeTypes {
    /// Lists volume types:
    /// [`GET /types`](https://docs.openstack.org/api-ref/block-storage/v3/#list-all-volume-types).
    pub fn list(&self, filter: &ListVolumeTypes) -> Listing<VolumeType> {
        self.0.list(filter)
    }

    /// Shows one volume type; `default` is the id of the default one:
    /// [`GET /types/{id}`](https://docs.openstack.org/api-ref/block-storage/v3/#show-volume-type-detail).
    pub fn get(&self, volume_type: impl Into<VolumeTypeId>) -> Call<VolumeType> {
        self.0.get(volume_type.into())
    }

    /// Creates a volume type, which takes an administrator:
    /// [`POST /types`](https://docs.openstack.org/api-ref/block-storage/v3/#create-a-volume-type).
    pub fn create(&self, volume_type: &CreateVolumeType) -> Call<VolumeType> {
        self.0.create(volume_type)
    }

    /// Changes a volume type, which takes an administrator:
    /// [`PUT /types/{id}`](https://docs.openstack.org/api-ref/block-storage/v3/#update-a-volume-type).
    pub fn update(
        &self,
        volume_type: impl Into<VolumeTypeId>,
        changes: &UpdateVolumeType,
    ) -> Call<VolumeType> {
        self.0.update(volume_type.into(), changes)
    }

    /// Deletes a volume type that no volume has, which takes an administrator:
    /// [`DELETE /types/{id}`](https://docs.openstack.org/api-ref/block-storage/v3/#delete-a-volume-type).
    pub fn delete(&self, volume_type: impl Into<VolumeTypeId>) -> Call<()> {
        self.0.delete(volume_type.into())
    }
}

#[cfg(test)]
mod tests {
    use ferriscloud_core::http::Method;
    use ferriscloud_core::{Operation, Path, Request};
    use serde_json::{json, to_value};

    use super::*;

    fn query(filter: &impl Serialize) -> String {
        let request = Request::new(
            Method::GET,
            Path::default(),
            Operation("list", "volume types"),
        );
        request.filter(filter).query().to_owned()
    }

    #[test]
    fn types_as_users_see_them_decode() {
        let volume_type = json!({
            "id": "t", "name": "fast", "is_public": true, "description": null,
            "os-volume-type-access:is_public": true
        });
        let volume_type: VolumeType = serde_json::from_value(volume_type).unwrap();
        assert!(volume_type.is_public && volume_type.extra_specs.is_empty());
        assert_eq!(
            (volume_type.description, volume_type.qos_specs_id),
            (None, None)
        );
    }

    #[test]
    fn what_is_sent() {
        let any = ListVolumeTypes {
            visibility: Some(Visibility::Any),
            ..ListVolumeTypes::default()
        };
        assert_eq!(query(&any), "is_public=none");
        let create = CreateVolumeType {
            is_public: Some(false),
            ..CreateVolumeType::new("fast")
        };
        let sent = json!({"name": "fast", "os-volume-type-access:is_public": false});
        assert_eq!(to_value(create).unwrap(), sent);
        let changes = UpdateVolumeType {
            is_public: Some(true),
            ..UpdateVolumeType::default()
        };
        assert_eq!(to_value(changes).unwrap(), json!({"is_public": true}));
    }
}
