//! Migrations: the moves of servers from one host to another, past and present.

use ferriscloud_core::paging::{Linked, Paging};
use ferriscloud_core::time::{self, Timestamp};
use ferriscloud_core::{Collection, Id, Listing, Microversion, Resource, kind, lenient};
use serde::{Deserialize, Serialize};

use crate::servers::ServerId;

/// The id of a migration: a number.
pub type MigrationId = Id<kind::Migration>;

/// A move of a server.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Migration {
    /// The id.
    pub id: MigrationId,
    /// The id that is unique among all cells. Since 2.59.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub uuid: Option<String>,
    /// How far it is, such as `completed`.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub status: String,
    /// What kind of move it is. Since 2.23.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub migration_type: MigrationType,
    /// The server.
    #[serde(rename = "instance_uuid", default, deserialize_with = "lenient::or_default")]
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
    /// Its flavor before, by Nova's own number for it.
    #[serde(rename = "old_instance_type_id", default, deserialize_with = "lenient::or_none")]
    pub old_flavor_number: Option<u64>,
    /// Its flavor after, by Nova's own number for it.
    #[serde(rename = "new_instance_type_id", default, deserialize_with = "lenient::or_none")]
    pub new_flavor_number: Option<u64>,
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

impl Resource for Migration {
    type Kind = kind::Migration;
    const PATH: &'static str = "os-migrations";
    const KEY: &'static str = "migration";
    const KEYS: &'static str = "migrations";
    // Its markers are no ids.
    const PAGING: &'static dyn Paging = &Linked;

    fn id(&self) -> &MigrationId {
        &self.id
    }
}

/// What kind of move a migration is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum MigrationType {
    /// To another host, while the server is stopped.
    Migration,
    /// To another flavor, on another host or the same.
    Resize,
    /// To another host, while the server runs.
    LiveMigration,
    /// Away from a host that is down.
    Evacuation,
    /// Something newer.
    #[serde(untagged)]
    Other(String),
}

impl Default for MigrationType {
    fn default() -> Self {
        Self::Other(String::new())
    }
}

/// Which migrations to list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListMigrations {
    /// Those of this server.
    #[serde(rename = "instance_uuid")]
    pub server: Option<ServerId>,
    /// Those with this status.
    pub status: Option<String>,
    /// Those of this type.
    pub migration_type: Option<MigrationType>,
    /// Those from or to this host.
    pub host: Option<String>,
    /// Those from this host.
    pub source_compute: Option<String>,
    /// Those that are hidden, or not.
    pub hidden: Option<bool>,
    /// Those in which something happened since then. Since 2.59.
    #[serde(rename = "changes-since")]
    pub changed_since: Option<Timestamp>,
    /// Those in which something happened before then. Since 2.66.
    #[serde(rename = "changes-before")]
    pub changed_before: Option<Timestamp>,
    /// Those that this user asked for. Since 2.80.
    pub user_id: Option<Id<kind::User>>,
    /// Those that someone of this project asked for. Since 2.80.
    pub project_id: Option<Id<kind::Project>>,
    /// As many as this on each page; the listing goes on to the end all the same. Since 2.59.
    pub limit: Option<u32>,
}

impl ListMigrations {
    fn needs(&self) -> Microversion {
        let whose = self.user_id.is_some() || self.project_id.is_some();
        let minor = match self {
            _ if whose => 80,
            Self {
                changed_before: Some(_),
                ..
            } => 66,
            Self {
                changed_since: Some(_),
                ..
            }
            | Self { limit: Some(_), .. } => 59,
            _ => 23,
        };
        Microversion(2, minor)
    }
}

/// The moves of servers: for administrators alone.
#[derive(Debug, Clone)]
pub struct Migrations(pub(crate) Collection<Migration>);

impl Migrations {
    /// Lists migrations, the latest first. Since 2.23:
    /// [`GET /os-migrations`](https://docs.openstack.org/api-ref/compute/#list-migrations).
    pub fn list(&self, filter: &ListMigrations) -> Listing<Migration> {
        self.0.list(filter).since(filter.needs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_microversion_that_serves() {
        let mut filter = ListMigrations::default();
        assert_eq!(filter.needs(), Microversion(2, 23));
        filter.limit = Some(2);
        assert_eq!(filter.needs(), Microversion(2, 59));
        filter.user_id = Some("u".into());
        assert_eq!(filter.needs(), Microversion(2, 80));
    }
}
