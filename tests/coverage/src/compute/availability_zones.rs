//! Availability zones.

use ferriscloud_compute::Compute;

use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| [nova.availability_zones().list()]);
    nova.add(|nova| [nova.availability_zones().list_with_hosts()]);
}
