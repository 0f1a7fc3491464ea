//! External events: what Neutron, Cinder and Ironic tell Nova of servers.

use ferriscloud_core::{Call, Client, Microversion, Operation, Path, Request, lenient};
use http::Method;
use serde::{Deserialize, Serialize};

use crate::servers::ServerId;

/// An event that happened to a server, elsewhere.
#[derive(Debug, Clone, Serialize)]
pub struct ExternalEvent {
    /// What happened.
    pub name: EventName,
    /// The server.
    #[serde(rename = "server_uuid")]
    pub server: ServerId,
    /// How it went; well, where this is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<EventStatus>,
    /// To what of the server it happened: a port, a volume; or what its power is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
}

impl ExternalEvent {
    /// This happened to that server, and went well.
    pub fn new(name: EventName, server: impl Into<ServerId>) -> Self {
        Self {
            name,
            server: server.into(),
            status: None,
            tag: None,
        }
    }
}

/// What can happen to a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum EventName {
    /// Its network changed.
    NetworkChanged,
    /// A port was plugged in.
    NetworkVifPlugged,
    /// A port was unplugged.
    NetworkVifUnplugged,
    /// A port was deleted.
    NetworkVifDeleted,
    /// A volume grew. Since 2.51.
    VolumeExtended,
    /// Its power changed. Since 2.76.
    PowerUpdate,
    /// An accelerator was bound. Since 2.82.
    AcceleratorRequestBound,
    /// A volume got another image. Since 2.93.
    VolumeReimaged,
}

impl EventName {
    fn needs(self) -> Option<Microversion> {
        let minor = match self {
            Self::VolumeExtended => 51,
            Self::PowerUpdate => 76,
            Self::AcceleratorRequestBound => 82,
            Self::VolumeReimaged => 93,
            _ => return None,
        };
        Some(Microversion(2, minor))
    }
}

/// How an event went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum EventStatus {
    /// It is done.
    Completed,
    /// It failed.
    Failed,
    /// It is under way.
    InProgress,
}

/// What Nova made of an event.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct HandledEvent {
    /// What happened.
    #[serde(deserialize_with = "lenient::or_default")]
    pub name: String,
    /// The server.
    #[serde(rename = "server_uuid", deserialize_with = "lenient::or_default")]
    pub server: ServerId,
    /// How it went.
    #[serde(deserialize_with = "lenient::or_default")]
    pub status: String,
    /// To what of the server it happened.
    #[serde(deserialize_with = "lenient::or_none")]
    pub tag: Option<String>,
    /// A status of HTTP: 200, or 404 for a server that is not there, 422 for one without a host, 400.
    #[serde(deserialize_with = "lenient::or_default")]
    pub code: u16,
}

/// What other services tell Nova: for them alone.
#[derive(Debug, Clone)]
pub struct ExternalEvents(pub(crate) Client);

impl ExternalEvents {
    /// Tells Nova of events; those that it can do nothing with say so by their code:
    /// [`POST /os-server-external-events`](https://docs.openstack.org/api-ref/compute/#run-events).
    pub fn create(&self, events: &[ExternalEvent]) -> Call<Vec<HandledEvent>> {
        let path = Path::fixed("os-server-external-events");
        let request = Request::new(Method::POST, path, Operation("create", "external events"));
        let create = self.0.call(request.envelope("events", events));
        let needs = events.iter().filter_map(|event| event.name.needs()).max();
        create.since(needs).under("events").extract()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;

    #[test]
    fn what_is_sent() {
        let event = ExternalEvent {
            status: Some(EventStatus::InProgress),
            ..ExternalEvent::new(EventName::NetworkVifPlugged, "s")
        };
        let sent =
            json!({"name": "network-vif-plugged", "server_uuid": "s", "status": "in-progress"});
        assert_eq!(to_value(event).unwrap(), sent);
        assert_eq!(EventName::VolumeReimaged.needs(), Some(Microversion(2, 93)));
    }
}
