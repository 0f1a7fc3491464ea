//! Usage audits.

use ferriscloud_compute::Compute;
use ferriscloud_core::time::Timestamp;

use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| [nova.usage_audits().last()]);
    nova.add(|nova| [nova.usage_audits().before(Timestamp::UNIX_EPOCH)]);
}
