//! Services: the entries of the catalog.

use ferriscloud_core::{Call, Collection, Id, Listing, Resource, kind, lenient};
use http::Method;
use serde::{Deserialize, Serialize};

/// The id of a service.
pub type ServiceId = Id<kind::Service>;

/// A service of the catalog.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Service {
    /// The id.
    pub id: ServiceId,
    /// The type, such as `compute`.
    #[serde(rename = "type", default, deserialize_with = "lenient::or_default")]
    pub service_type: String,
    /// The name, such as `nova`; often empty.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: String,
    /// The description; often empty.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub description: String,
    /// Whether it is in the catalogs of tokens.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub enabled: bool,
}

impl Resource for Service {
    type Kind = kind::Service;
    const PATH: &'static str = "services";
    const KEY: &'static str = "service";
    const KEYS: &'static str = "services";
    const UPDATE: Method = Method::PATCH;

    fn id(&self) -> &ServiceId {
        &self.id
    }
}

/// Which services to list.
// Without a limit: Keystone cuts these lists, and then gives the first page again for each next one.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListServices {
    /// Those of this type.
    #[serde(rename = "type")]
    pub service_type: Option<String>,
    /// Those of this name.
    pub name: Option<String>,
}

/// What a new service is made of.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CreateService {
    /// The type, such as `compute`.
    #[serde(rename = "type")]
    pub service_type: String,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether it is in the catalogs of tokens; yes where this is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
}

impl CreateService {
    /// A service of this type.
    pub fn new(service_type: impl Into<String>) -> Self {
        Self {
            service_type: service_type.into(),
            ..Self::default()
        }
    }
}

/// Changes of a service.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UpdateService {
    /// Another type.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub service_type: Option<String>,
    /// Another name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Another description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether it is in the catalogs of tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
}

/// The services of the catalog.
#[derive(Debug, Clone)]
pub struct Services(pub(crate) Collection<Service>);

impl Services {
    /// Lists services:
    /// [`GET /services`](https://docs.openstack.org/api-ref/identity/v3/#list-services).
    pub fn list(&self, filter: &ListServices) -> Listing<Service> {
        self.0.list(filter)
    }

    /// Shows one service:
    /// [`GET /services/{id}`](https://docs.openstack.org/api-ref/identity/v3/#show-service-details).
    pub fn get(&self, service: impl Into<ServiceId>) -> Call<Service> {
        self.0.get(service.into())
    }

    /// Creates a service:
    /// [`POST /services`](https://docs.openstack.org/api-ref/identity/v3/#create-service).
    pub fn create(&self, service: &CreateService) -> Call<Service> {
        self.0.create(service)
    }

    /// Changes a service:
    /// [`PATCH /services/{id}`](https://docs.openstack.org/api-ref/identity/v3/#update-service).
    pub fn update(&self, service: impl Into<ServiceId>, changes: &UpdateService) -> Call<Service> {
        self.0.update(service.into(), changes)
    }

    /// Deletes a service with its endpoints:
    /// [`DELETE /services/{id}`](https://docs.openstack.org/api-ref/identity/v3/#delete-service).
    pub fn delete(&self, service: impl Into<ServiceId>) -> Call<()> {
        self.0.delete(service.into())
    }
}

#[cfg(test)]
mod tests {
    use ferriscloud_core::{Operation, Path, Request};
    use http::Method;
    use serde_json::{json, to_value};

    use super::*;

    fn query(filter: &impl Serialize) -> String {
        let request = Request::new(Method::GET, Path::default(), Operation("list", "services"));
        request.filter(filter).query().to_owned()
    }

    #[test]
    fn nameless_services_decode() {
        let service = json!({"id": "s", "type": "dns", "enabled": true, "name": null});
        let service: Service = serde_json::from_value(service).unwrap();
        assert_eq!(
            (service.service_type.as_str(), service.name.as_str()),
            ("dns", "")
        );
        assert!(service.enabled);
    }

    #[test]
    fn types_are_sent_as_type() {
        assert_eq!(
            to_value(CreateService::new("dns")).unwrap(),
            json!({"type": "dns"})
        );
        let filter = ListServices {
            service_type: Some("dns".into()),
            ..ListServices::default()
        };
        assert_eq!(query(&filter), "type=dns");
    }
}
