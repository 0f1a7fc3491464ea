//! Versions.

use ferriscloud_compute::Compute;

use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| [nova.versions().get()]);
}
