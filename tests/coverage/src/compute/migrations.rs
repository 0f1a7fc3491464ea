//! Migrations.

use ferriscloud_compute::Compute;
use ferriscloud_compute::migrations::{ListMigrations, MigrationType};

use super::{ID, moment, text};
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| {
        [ListMigrations::default(), all()].map(|filter| nova.migrations().list(&filter))
    });
}

fn all() -> ListMigrations {
    ListMigrations {
        server: Some(ID.into()),
        status: text(),
        migration_type: Some(MigrationType::Resize),
        host: text(),
        source_compute: text(),
        hidden: Some(false),
        changed_since: moment(),
        changed_before: moment(),
        user_id: Some(ID.into()),
        project_id: Some(ID.into()),
        limit: Some(2),
    }
}
