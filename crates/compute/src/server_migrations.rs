//! Server migrations: the moves of one server that are under way while it runs.

use ferriscloud_core::paging::{Paging, Single};
use ferriscloud_core::time::{self, Timestamp};
use ferriscloud_core::{Call, Collection, Id, Listing, Microversion, Resource, kind, lenient};
use serde::{Deserialize, Serialize};

use crate::migrations::MigrationId;
use crate::servers::ServerId;

/// A move of a server that is under way.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ServerMigration {
    /// The id.
    pub id: MigrationId,
    /// The id that is unique among all cells. Since 2.59.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub uuid: Option<String>,
    /// How far it is, such as `running`.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub status: String,
    /// The server.
    #[serde(rename = "server_uuid", default, deserialize_with = "lenient::or_default")]
    pub server_id: ServerId,
    /// The host that it leaves.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub source_compute: Option<String>,
    /// The hypervisor that it leaves.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub source_node: Option<String>,
    /// The host that it goes to.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub dest_compute: Option<String>,
    /// The address of that host.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub dest_host: Option<String>,
    /// The hypervisor that it goes to.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub dest_node: Option<String>,
    /// How much memory there is to move, in bytes.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub memory_total_bytes: Option<u64>,
    /// How much memory was moved.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub memory_processed_bytes: Option<u64>,
    /// How much memory is left to move.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub memory_remaining_bytes: Option<u64>,
    /// How much of the disks there is to move, in bytes.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub disk_total_bytes: Option<u64>,
    /// How much of the disks was moved.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub disk_processed_bytes: Option<u64>,
    /// How much of the disks is left to move.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub disk_remaining_bytes: Option<u64>,
    /// Who asked for it. Since 2.80.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub user_id: Option<Id<kind::User>>,
    /// The project of who asked for it. Since 2.80.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub project_id: Option<Id<kind::Project>>,
    /// When it began.
    #[serde(default, deserialize_with = "time::lenient")]
    pub created_at: Option<Timestamp>,
    /// When it was last heard of.
    #[serde(default, deserialize_with = "time::lenient")]
    pub updated_at: Option<Timestamp>,
}

impl Resource for ServerMigration {
    type Kind = kind::Migration;
    const PATH: &'static str = "migrations";
    const KEY: &'static str = "migration";
    const KEYS: &'static str = "migrations";
    const PAGING: &'static dyn Paging = &Single;

    fn id(&self) -> &MigrationId {
        &self.id
    }
}

/// The moves of one server that are under way: for administrators alone.
#[derive(Debug, Clone)]
pub struct ServerMigrations(pub(crate) Collection<ServerMigration>);

impl ServerMigrations {
    /// Lists the moves that are under way. Since 2.23:
    /// [`GET /servers/{id}/migrations`](https://docs.openstack.org/api-ref/compute/#list-migrations).
    pub fn list(&self) -> Listing<ServerMigration> {
        self.0.list(&()).since(Microversion(2, 23))
    }

    /// Shows one move that is under way. Since 2.23:
    /// [`GET /servers/{id}/migrations/{migration}`](https://docs.openstack.org/api-ref/compute/#show-migration-details).
    pub fn get(&self, migration: impl Into<MigrationId>) -> Call<ServerMigration> {
        self.0.get(migration.into()).since(Microversion(2, 23))
    }

    /// Ends a move soon, if need be by halting the server for its last part. Since 2.22:
    /// [`force_complete`](https://docs.openstack.org/api-ref/compute/#force-migration-complete-action-force-complete-action).
    pub fn force_complete(&self, migration: impl Into<MigrationId>) -> Call<()> {
        let complete = self.0.action(migration.into(), "force_complete", &());
        complete.since(Microversion(2, 22))
    }

    /// Gives a move up: the server stays. Since 2.24:
    /// [`DELETE /servers/{id}/migrations/{migration}`](https://docs.openstack.org/api-ref/compute/#delete-abort-migration).
    ///
    /// A move that waits for its turn can be given up since 2.65, if the call asks for that: `.microversion(2, 65)`.
    pub fn abort(&self, migration: impl Into<MigrationId>) -> Call<()> {
        self.0.delete(migration.into()).since(Microversion(2, 24))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;

    #[test]
    fn a_migration_under_way() {
        let sent = json!({
            "id": 4, "status": "running", "server_uuid": "s", "dest_compute": "c2", "memory_total_bytes": 123_456,
            "disk_total_bytes": null, "created_at": "2016-01-29T13:42:02.000000"
        });
        let migration: ServerMigration = from_value(sent).unwrap();
        assert_eq!(migration.id.as_str(), "4");
        assert_eq!(migration.memory_total_bytes, Some(123_456));
        assert_eq!(migration.disk_total_bytes, None);
        assert!(migration.created_at.is_some());
    }
}
