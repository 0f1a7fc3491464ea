//! Flavors: the sizes that servers come in.

use std::collections::BTreeMap;

use ferriscloud_core::{
    Call, Collection, Find, Id, Listing, Microversion, Operation, Request, Resource, kind, lenient,
};
use http::Method;
use serde::{Deserialize, Serialize};

/// The id of a flavor.
pub type FlavorId = Id<kind::Flavor>;

/// A flavor.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Flavor {
    /// The id: often a small number or a word, as its administrator chose it.
    pub id: FlavorId,
    /// The name, unique in the cloud.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: String,
    /// The description, where there is one. Since 2.55.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub description: Option<String>,
    /// How many virtual processors a server has.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub vcpus: u32,
    /// The memory in MiB.
    #[serde(rename = "ram", default, deserialize_with = "lenient::or_default")]
    pub ram_mib: u64,
    /// The root disk in GiB; 0 is as large as the image.
    #[serde(rename = "disk", default, deserialize_with = "lenient::or_default")]
    pub disk_gib: u64,
    /// The second, ephemeral disk in GiB; 0 is none.
    #[serde(
        rename = "OS-FLV-EXT-DATA:ephemeral",
        default,
        deserialize_with = "lenient::or_default"
    )]
    pub ephemeral_gib: u64,
    /// The swap disk in MiB; 0 is none.
    #[serde(rename = "swap", default, deserialize_with = "lenient::or_default")]
    pub swap_mib: u64,
    /// How much network bandwidth it gets relative to others; few clouds heed it. Until 2.101.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub rxtx_factor: Option<f64>,
    /// Whether all projects can use it.
    #[serde(
        rename = "os-flavor-access:is_public",
        default,
        deserialize_with = "lenient::or_default"
    )]
    pub is_public: bool,
    /// Whether it is closed for new servers. Until 2.101.
    #[serde(
        rename = "OS-FLV-DISABLED:disabled",
        default,
        deserialize_with = "lenient::or_default"
    )]
    pub disabled: bool,
    /// What it asks of hosts, such as `hw:cpu_policy`; not every user sees these. Since 2.61.
    #[serde(default, deserialize_with = "lenient::map")]
    pub extra_specs: BTreeMap<String, String>,
}

impl Resource for Flavor {
    type Kind = kind::Flavor;
    const PATH: &'static str = "flavors";
    const LIST_PATH: &'static str = "flavors/detail";
    const KEY: &'static str = "flavor";
    const KEYS: &'static str = "flavors";

    fn id(&self) -> &FlavorId {
        &self.id
    }
}

/// A flavor, by name alone.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FlavorSummary {
    /// The id.
    pub id: FlavorId,
    /// The name, unique in the cloud.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: String,
    /// The description, where there is one. Since 2.55.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub description: Option<String>,
}

/// Who can use a flavor.
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

/// Which flavors to list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListFlavors {
    /// Those with at least this memory in MiB.
    #[serde(rename = "minRam")]
    pub min_ram_mib: Option<u64>,
    /// Those with at least this root disk in GiB.
    #[serde(rename = "minDisk")]
    pub min_disk_gib: Option<u64>,
    /// Those that these can use: for administrators alone. Without it, all that the project can use.
    #[serde(rename = "is_public")]
    pub visibility: Option<Visibility>,
    /// The one of this name. Since 2.102.
    pub name: Option<String>,
    /// By which of their fields to sort: `flavorid`, `name`, `memory_mb`, `vcpus`, `root_gb`, …
    pub sort_key: Option<String>,
    /// In which order: `asc` or `desc`.
    pub sort_dir: Option<String>,
    /// As many as this on each page; the listing goes on to the end all the same.
    pub limit: Option<u32>,
}

impl ListFlavors {
    fn needs(&self) -> Option<Microversion> {
        self.name.as_ref().map(|_| Microversion(2, 102))
    }
}

/// What a new flavor is made of.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CreateFlavor {
    /// The name, unique in the cloud.
    pub name: String,
    /// How many virtual processors a server has.
    pub vcpus: u32,
    /// The memory in MiB.
    #[serde(rename = "ram")]
    pub ram_mib: u64,
    /// The root disk in GiB; 0 is as large as the image.
    #[serde(rename = "disk")]
    pub disk_gib: u64,
    /// The id; a random one where this is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<FlavorId>,
    /// The second, ephemeral disk in GiB.
    #[serde(rename = "OS-FLV-EXT-DATA:ephemeral", skip_serializing_if = "Option::is_none")]
    pub ephemeral_gib: Option<u64>,
    /// The swap disk in MiB.
    #[serde(rename = "swap", skip_serializing_if = "Option::is_none")]
    pub swap_mib: Option<u64>,
    /// How much network bandwidth it gets relative to others. Until 2.101.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rxtx_factor: Option<f64>,
    /// Whether all projects can use it; yes where this is not said.
    #[serde(rename = "os-flavor-access:is_public", skip_serializing_if = "Option::is_none")]
    pub is_public: Option<bool>,
    /// The description. Since 2.55.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl CreateFlavor {
    /// A flavor with these virtual processors, this memory in MiB and this root disk in GiB.
    pub fn new(name: impl Into<String>, vcpus: u32, ram_mib: u64, disk_gib: u64) -> Self {
        Self {
            name: name.into(),
            vcpus,
            ram_mib,
            disk_gib,
            ..Self::default()
        }
    }

    fn needs(&self) -> Option<Microversion> {
        self.description.as_ref().map(|_| Microversion(2, 55))
    }
}

/// Changes of a flavor: its sizes never change.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UpdateFlavor {
    /// The description from now on; `None` takes it away.
    pub description: Option<String>,
}

/// The flavors of a cloud.
#[derive(Debug, Clone)]
pub struct Flavors(pub(crate) Collection<Flavor>);

impl Flavors {
    /// Lists flavors in detail:
    /// [`GET /flavors/detail`](https://docs.openstack.org/api-ref/compute/#list-flavors-with-details).
    pub fn list(&self, filter: &ListFlavors) -> Listing<Flavor> {
        self.0.list(filter).since(filter.needs())
    }

    /// Lists flavors by name alone:
    /// [`GET /flavors`](https://docs.openstack.org/api-ref/compute/#list-flavors).
    pub fn list_summaries(&self, filter: &ListFlavors) -> Listing<FlavorSummary> {
        let request = Request::new(Method::GET, self.0.path(), Operation("list", Flavor::KEYS));
        let list = self.0.listing(request.filter(filter)).extract();
        list.since(filter.needs())
    }

    /// Finds one flavor by its name or id:
    /// [`GET /flavors/{id}`](https://docs.openstack.org/api-ref/compute/#show-flavor-details), and else
    /// [`GET /flavors/detail`](https://docs.openstack.org/api-ref/compute/#list-flavors-with-details).
    pub fn find(&self, name_or_id: &str) -> Find<Flavor> {
        let all = ListFlavors {
            visibility: Some(Visibility::Any),
            ..ListFlavors::default()
        };
        self.0.find(name_or_id, &all, |flavor| &flavor.name)
    }

    /// Shows one flavor:
    /// [`GET /flavors/{id}`](https://docs.openstack.org/api-ref/compute/#show-flavor-details).
    pub fn get(&self, flavor: impl Into<FlavorId>) -> Call<Flavor> {
        self.0.get(flavor.into())
    }

    /// Creates a flavor, which takes an administrator:
    /// [`POST /flavors`](https://docs.openstack.org/api-ref/compute/#create-flavor).
    pub fn create(&self, flavor: &CreateFlavor) -> Call<Flavor> {
        self.0.create(flavor).since(flavor.needs())
    }

    /// Changes the description of a flavor, which takes an administrator. Since 2.55:
    /// [`PUT /flavors/{id}`](https://docs.openstack.org/api-ref/compute/#update-flavor-description).
    pub fn update(&self, flavor: impl Into<FlavorId>, changes: &UpdateFlavor) -> Call<Flavor> {
        self.0
            .update(flavor.into(), changes)
            .since(Microversion(2, 55))
    }

    /// Deletes a flavor, which takes an administrator; servers keep what they have of it:
    /// [`DELETE /flavors/{id}`](https://docs.openstack.org/api-ref/compute/#delete-flavor).
    pub fn delete(&self, flavor: impl Into<FlavorId>) -> Call<()> {
        self.0.delete(flavor.into())
    }
}

#[cfg(test)]
mod tests {
    use ferriscloud_core::Path;
    use serde_json::{json, to_value};

    use super::*;

    fn query(filter: &impl Serialize) -> String {
        let request = Request::new(Method::GET, Path::default(), Operation("list", "flavors"));
        request.filter(filter).query().to_owned()
    }

    #[test]
    fn odd_flavors_decode() {
        let flavor = json!({
            "id": "1", "name": "m1.nano", "ram": 64, "disk": 1, "vcpus": 1, "swap": "", "rxtx_factor": 1.0,
            "OS-FLV-EXT-DATA:ephemeral": "5", "OS-FLV-DISABLED:disabled": false,
            "os-flavor-access:is_public": true, "description": null, "extra_specs": {"hw:cpu_policy": "shared"}
        });
        let flavor: Flavor = serde_json::from_value(flavor).unwrap();
        let sizes = (flavor.vcpus, flavor.ram_mib, flavor.disk_gib);
        assert_eq!(sizes, (1, 64, 1));
        assert_eq!((flavor.swap_mib, flavor.ephemeral_gib), (0, 5));
        assert!(flavor.is_public && !flavor.disabled);
        assert_eq!(flavor.extra_specs["hw:cpu_policy"], "shared");
        assert_eq!(flavor.description, None);
    }

    #[test]
    fn what_is_sent() {
        let create = CreateFlavor {
            swap_mib: Some(128),
            is_public: Some(false),
            ..CreateFlavor::new("small", 2, 512, 10)
        };
        let sent = json!({
            "name": "small", "vcpus": 2, "ram": 512, "disk": 10, "swap": 128,
            "os-flavor-access:is_public": false
        });
        assert_eq!(to_value(&create).unwrap(), sent);
        assert_eq!(create.needs(), None);
        let filter = ListFlavors {
            min_ram_mib: Some(512),
            visibility: Some(Visibility::Any),
            ..ListFlavors::default()
        };
        assert_eq!(query(&filter), "is_public=none&minRam=512");
        let cleared = to_value(UpdateFlavor::default()).unwrap();
        assert_eq!(cleared, json!({"description": null}));
    }
}
