//! Server migrations.

use ferriscloud_compute::Compute;

use super::ID;
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| [nova.server_migrations(ID).list()]);
    nova.add(|nova| [nova.server_migrations(ID).get("1")]);
    nova.add(|nova| [nova.server_migrations(ID).force_complete("1")]);
    nova.add(|nova| [nova.server_migrations(ID).abort("1")]);
}
