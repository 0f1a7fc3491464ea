//! What Nova tells of a server beside it.

use ferriscloud_compute::Compute;

use super::ID;
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| [nova.servers().diagnostics(ID)]);
    nova.add(|nova| [nova.servers().topology(ID)]);
    nova.add(|nova| [nova.servers().addresses(ID)]);
    nova.add(|nova| [nova.servers().addresses_on(ID, "private")]);
    nova.add(|nova| [nova.servers().security_groups(ID)]);
    nova.add(|nova| [nova.servers().password(ID)]);
    nova.add(|nova| [nova.servers().clear_password(ID)]);
}
