//! Instance actions: what was done to a server, by whom, and how it went.

use ferriscloud_core::time::{self, Timestamp};
use ferriscloud_core::{Call, Collection, Id, Listing, Microversion, Resource, kind, lenient};
use serde::{Deserialize, Serialize};

use crate::servers::ServerId;

/// The id of an instance action: that of the request which asked for it.
pub type InstanceActionId = Id<kind::InstanceAction>;

/// An instance action.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InstanceAction {
    /// The id of the request which asked for it.
    pub request_id: InstanceActionId,
    /// What was done, such as `create` or `reboot`.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub action: String,
    /// What went wrong, if something did.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub message: Option<String>,
    /// The server.
    #[serde(rename = "instance_uuid", default, deserialize_with = "lenient::or_default")]
    pub server_id: ServerId,
    /// Who asked for it.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub user_id: Option<Id<kind::User>>,
    /// The project of who asked for it.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub project_id: Option<Id<kind::Project>>,
    /// When it began.
    #[serde(rename = "start_time", default, deserialize_with = "time::lenient")]
    pub started_at: Option<Timestamp>,
    /// When something of it last happened. Since 2.58.
    #[serde(default, deserialize_with = "time::lenient")]
    pub updated_at: Option<Timestamp>,
    /// What happened of it: not in listings; for administrators, and since 2.51 for all.
    #[serde(default, deserialize_with = "lenient::list")]
    pub events: Vec<Event>,
}

impl Resource for InstanceAction {
    type Kind = kind::InstanceAction;
    const PATH: &'static str = "os-instance-actions";
    const KEY: &'static str = "instanceAction";
    const KEYS: &'static str = "instanceActions";

    fn id(&self) -> &InstanceActionId {
        &self.request_id
    }
}

/// One thing that happened of an instance action.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Event {
    /// What it is, such as `compute__do_build_and_run_instance`.
    #[serde(rename = "event", deserialize_with = "lenient::or_default")]
    pub name: String,
    /// How it went, such as `Success` or `Error`; none while it is under way.
    #[serde(deserialize_with = "lenient::or_none")]
    pub result: Option<String>,
    /// Where in Nova an error came from: for administrators alone.
    #[serde(deserialize_with = "lenient::or_none")]
    pub traceback: Option<String>,
    /// What went wrong, if something did. Since 2.84.
    #[serde(deserialize_with = "lenient::or_none")]
    pub details: Option<String>,
    /// Where it happened: for administrators alone. Since 2.62.
    #[serde(deserialize_with = "lenient::or_none")]
    pub host: Option<String>,
    /// Where it happened, veiled. Since 2.62.
    #[serde(rename = "hostId", deserialize_with = "lenient::or_none")]
    pub host_id: Option<String>,
    /// When it began.
    #[serde(rename = "start_time", deserialize_with = "time::lenient")]
    pub started_at: Option<Timestamp>,
    /// When it ended.
    #[serde(rename = "finish_time", deserialize_with = "time::lenient")]
    pub finished_at: Option<Timestamp>,
}

/// Which instance actions to list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListInstanceActions {
    /// Those in which something happened since then. Since 2.58.
    #[serde(rename = "changes-since")]
    pub changed_since: Option<Timestamp>,
    /// Those in which something happened before then. Since 2.66.
    #[serde(rename = "changes-before")]
    pub changed_before: Option<Timestamp>,
    /// As many as this on each page; the listing goes on to the end all the same. Since 2.58.
    pub limit: Option<u32>,
}

impl ListInstanceActions {
    fn needs(&self) -> Option<Microversion> {
        let paged = self.changed_since.is_some() || self.limit.is_some();
        let before = self.changed_before.map(|_| Microversion(2, 66));
        before.max(paged.then_some(Microversion(2, 58)))
    }
}

/// The instance actions of one server.
#[derive(Debug, Clone)]
pub struct InstanceActions(pub(crate) Collection<InstanceAction>);

impl InstanceActions {
    /// Lists what was done to the server, the latest first; since 2.21 of deleted servers too:
    /// [`GET /servers/{id}/os-instance-actions`](https://docs.openstack.org/api-ref/compute/#list-actions-for-server).
    pub fn list(&self, filter: &ListInstanceActions) -> Listing<InstanceAction> {
        let since = filter.needs().max(Some(Microversion(2, 21)));
        self.0.list(filter).since(since)
    }

    /// Shows one action with its events. Since 2.51:
    /// [`GET /servers/{id}/os-instance-actions/{request}`](https://docs.openstack.org/api-ref/compute/#show-server-action-details).
    pub fn get(&self, action: impl Into<InstanceActionId>) -> Call<InstanceAction> {
        self.0.get(action.into()).since(Microversion(2, 51))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;

    #[test]
    fn actions_decode_with_and_without_events() {
        let listed = json!({"request_id": "req-1", "action": "create", "instance_uuid": "s", "message": null});
        let listed: InstanceAction = from_value(listed).unwrap();
        assert_eq!((listed.server_id, listed.events.len()), ("s".into(), 0));
        let shown = json!({"request_id": "req-1", "events": [
            {"event": "compute_reboot", "result": "Error", "finish_time": null, "hostId": "h"}
        ]});
        let shown: InstanceAction = from_value(shown).unwrap();
        assert_eq!(shown.events[0].name, "compute_reboot");
        assert_eq!(shown.events[0].result.as_deref(), Some("Error"));
    }

    #[test]
    fn the_lowest_microversion_that_serves() {
        let mut filter = ListInstanceActions::default();
        assert_eq!(filter.needs(), None);
        filter.limit = Some(2);
        assert_eq!(filter.needs(), Some(Microversion(2, 58)));
        filter.changed_before = time::parse("2026-11-24T05:52:10Z");
        assert_eq!(filter.needs(), Some(Microversion(2, 66)));
    }
}
