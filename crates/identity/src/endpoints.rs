//! Endpoints: the addresses of the services in the catalog.

use ferriscloud_core::{Call, Collection, Id, Interface, Listing, Patch, Resource, kind, lenient};
use http::Method;
use serde::{Deserialize, Serialize};

use crate::services::ServiceId;

/// The id of an endpoint.
pub type EndpointId = Id<kind::Endpoint>;

/// The id of a region, which is its name too.
pub type RegionId = Id<kind::Region>;

/// An endpoint.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Endpoint {
    /// The id.
    pub id: EndpointId,
    /// The service that is there.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub service_id: ServiceId,
    /// For whom it is.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub interface: Interface,
    /// The address; it may have placeholders such as `$(project_id)s`.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub url: String,
    /// The region that it is in.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub region_id: Option<RegionId>,
    /// Whether it is in the catalogs of tokens.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub enabled: bool,
    /// The name; often empty.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: String,
    /// The description; often empty.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub description: String,
}

impl Resource for Endpoint {
    type Kind = kind::Endpoint;
    const PATH: &'static str = "endpoints";
    const KEY: &'static str = "endpoint";
    const KEYS: &'static str = "endpoints";
    const UPDATE: Method = Method::PATCH;

    fn id(&self) -> &EndpointId {
        &self.id
    }
}

/// Which endpoints to list.
// Without a limit: Keystone cuts these lists, and then gives the first page again for each next one.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListEndpoints {
    /// Those of this service.
    pub service_id: Option<ServiceId>,
    /// Those for these.
    pub interface: Option<Interface>,
    /// Those in this region.
    pub region_id: Option<RegionId>,
}

/// What a new endpoint is made of.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CreateEndpoint {
    /// The service that is there.
    pub service_id: ServiceId,
    /// For whom it is.
    pub interface: Interface,
    /// The address; `$(project_id)s` in it stands for the project of the token.
    pub url: String,
    /// The region to be in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region_id: Option<RegionId>,
    /// Whether it is in the catalogs of tokens; yes where this is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl CreateEndpoint {
    /// An endpoint of a service, for these, at this address.
    pub fn new(
        service: impl Into<ServiceId>,
        interface: Interface,
        url: impl Into<String>,
    ) -> Self {
        Self {
            service_id: service.into(),
            interface,
            url: url.into(),
            ..Self::default()
        }
    }
}

/// Changes of an endpoint.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UpdateEndpoint {
    /// Another service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_id: Option<ServiceId>,
    /// For others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interface: Option<Interface>,
    /// Another address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Another region, or none.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub region_id: Patch<RegionId>,
    /// Whether it is in the catalogs of tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Another name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Another description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// The endpoints of the catalog.
#[derive(Debug, Clone)]
pub struct Endpoints(pub(crate) Collection<Endpoint>);

impl Endpoints {
    /// Lists endpoints:
    /// [`GET /endpoints`](https://docs.openstack.org/api-ref/identity/v3/#list-endpoints).
    pub fn list(&self, filter: &ListEndpoints) -> Listing<Endpoint> {
        self.0.list(filter)
    }

    /// Shows one endpoint:
    /// [`GET /endpoints/{id}`](https://docs.openstack.org/api-ref/identity/v3/#show-endpoint-details).
    pub fn get(&self, endpoint: impl Into<EndpointId>) -> Call<Endpoint> {
        self.0.get(endpoint.into())
    }

    /// Creates an endpoint:
    /// [`POST /endpoints`](https://docs.openstack.org/api-ref/identity/v3/#create-endpoint).
    pub fn create(&self, endpoint: &CreateEndpoint) -> Call<Endpoint> {
        self.0.create(endpoint)
    }

    /// Changes an endpoint:
    /// [`PATCH /endpoints/{id}`](https://docs.openstack.org/api-ref/identity/v3/#update-endpoint).
    pub fn update(
        &self,
        endpoint: impl Into<EndpointId>,
        changes: &UpdateEndpoint,
    ) -> Call<Endpoint> {
        self.0.update(endpoint.into(), changes)
    }

    /// Deletes an endpoint:
    /// [`DELETE /endpoints/{id}`](https://docs.openstack.org/api-ref/identity/v3/#delete-endpoint).
    pub fn delete(&self, endpoint: impl Into<EndpointId>) -> Call<()> {
        self.0.delete(endpoint.into())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;

    #[test]
    fn endpoints_without_a_region_decode() {
        let endpoint = json!({
            "id": "e", "service_id": "s", "interface": "internal", "region_id": null,
            "url": "http://h/$(project_id)s", "enabled": true, "name": null
        });
        let endpoint: Endpoint = serde_json::from_value(endpoint).unwrap();
        assert_eq!(
            (endpoint.interface, endpoint.region_id),
            (Interface::Internal, None)
        );
    }

    #[test]
    fn interfaces_are_sent_by_name() {
        let endpoint = CreateEndpoint::new("s", Interface::Admin, "http://h");
        let sent = json!({"service_id": "s", "interface": "admin", "url": "http://h"});
        assert_eq!(to_value(endpoint).unwrap(), sent);
        let changes = UpdateEndpoint {
            region_id: Patch::Clear,
            ..UpdateEndpoint::default()
        };
        assert_eq!(to_value(changes).unwrap(), json!({"region_id": null}));
    }
}
