//! Flavor access.

use ferriscloud_compute::Compute;

use super::ID;
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| [nova.flavor_access("1").list()]);
    nova.add(|nova| [nova.flavor_access("1").add(ID)]);
    nova.add(|nova| [nova.flavor_access("1").remove(ID)]);
}
