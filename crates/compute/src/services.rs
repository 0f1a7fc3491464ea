//! Services: the parts of Nova, and the hosts that they run on.

use ferriscloud_core::paging::{Paging, Single};
use ferriscloud_core::time::{self, Timestamp};
use ferriscloud_core::{
    Call, Collection, Id, Listing, Microversion, Operation, Request, Resource, kind, lenient,
};
use http::Method;
use serde::{Deserialize, Serialize};

/// The id of a service.
pub type ServiceId = Id<kind::ComputeService>;

/// Services have ids that are unique among all cells since this microversion.
const UNIQUE_IDS: Microversion = Microversion(2, 53);

/// A part of Nova on a host.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Service {
    /// The id; empty where its cell is down.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub id: ServiceId,
    /// What it is, such as `nova-compute`.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub binary: String,
    /// The host that it is on.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub host: String,
    /// The availability zone that it is in.
    #[serde(rename = "zone", default, deserialize_with = "lenient::or_none")]
    pub availability_zone: Option<String>,
    /// Whether it may be used.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub status: ServiceStatus,
    /// Why it may not be used, if someone said so.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub disabled_reason: Option<String>,
    /// Whether it is alive.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub state: ServiceState,
    /// Whether someone said that it is down. Since 2.11.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub forced_down: bool,
    /// When it last said that it is alive.
    #[serde(default, deserialize_with = "time::lenient")]
    pub updated_at: Option<Timestamp>,
}

impl Resource for Service {
    type Kind = kind::ComputeService;
    const PATH: &'static str = "os-services";
    const KEY: &'static str = "service";
    const KEYS: &'static str = "services";
    const PAGING: &'static dyn Paging = &Single;

    fn id(&self) -> &ServiceId {
        &self.id
    }
}

/// Whether a service may be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ServiceStatus {
    /// It may.
    Enabled,
    /// It gets no new servers.
    Disabled,
    /// Its cell is down, so that nobody knows. Since 2.69.
    #[serde(rename = "UNKNOWN")]
    Unknown,
    /// Something newer.
    #[serde(untagged)]
    Other(String),
}

impl Default for ServiceStatus {
    fn default() -> Self {
        Self::Other(String::new())
    }
}

/// Whether a service is alive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ServiceState {
    /// It said so lately.
    Up,
    /// It did not, or someone said that it is down.
    Down,
    /// Something newer.
    #[serde(untagged)]
    Other(String),
}

impl Default for ServiceState {
    fn default() -> Self {
        Self::Other(String::new())
    }
}

/// Which services to list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListServices {
    /// Those on this host.
    pub host: Option<String>,
    /// Those of this part of Nova.
    pub binary: Option<String>,
}

/// Changes of a service.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UpdateService {
    /// Whether it may be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<ServiceStatus>,
    /// Why it may not be used: with [`Disabled`](ServiceStatus::Disabled) alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disabled_reason: Option<String>,
    /// Whether it is down, whatever it says: then its servers can be evacuated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forced_down: Option<bool>,
}

/// The parts of Nova: for administrators alone.
#[derive(Debug, Clone)]
pub struct Services(pub(crate) Collection<Service>);

impl Services {
    /// Lists services. Since 2.53:
    /// [`GET /os-services`](https://docs.openstack.org/api-ref/compute/#list-compute-services).
    pub fn list(&self, filter: &ListServices) -> Listing<Service> {
        self.0.list(filter).since(UNIQUE_IDS)
    }

    /// Changes whether a service may be used, or is taken for down. Since 2.53:
    /// [`PUT /os-services/{id}`](https://docs.openstack.org/api-ref/compute/#update-compute-service).
    pub fn update(&self, service: impl Into<ServiceId>, changes: &UpdateService) -> Call<Service> {
        let path = self.0.path_of(&service.into());
        let request = Request::new(Method::PUT, path, Operation("update", Service::KEY));
        self.0.one(request.json(changes)).since(UNIQUE_IDS)
    }

    /// Deletes a service whose host is no more, with all that Placement has of it. Since 2.53:
    /// [`DELETE /os-services/{id}`](https://docs.openstack.org/api-ref/compute/#delete-compute-service).
    pub fn delete(&self, service: impl Into<ServiceId>) -> Call<()> {
        self.0.delete(service.into()).since(UNIQUE_IDS)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;

    #[test]
    fn a_service_of_a_cell_that_is_down_decodes() {
        let service = json!({"binary": "nova-compute", "host": "h", "status": "UNKNOWN"});
        let service: Service = from_value(service).unwrap();
        let known = (service.id.as_str(), service.status);
        assert_eq!(known, ("", ServiceStatus::Unknown));
    }

    #[test]
    fn what_is_sent() {
        let changes = UpdateService {
            status: Some(ServiceStatus::Disabled),
            disabled_reason: Some("new disks".into()),
            forced_down: None,
        };
        let sent = json!({"status": "disabled", "disabled_reason": "new disks"});
        assert_eq!(to_value(changes).unwrap(), sent);
    }
}
