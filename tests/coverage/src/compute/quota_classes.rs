//! Quota classes.

use ferriscloud_compute::Compute;
use ferriscloud_compute::quota_sets::UpdateQuotaSet;

use super::quota_sets::all;
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| [nova.quota_classes().get("default")]);
    nova.add(|nova| {
        let limits = [UpdateQuotaSet::default(), all()];
        limits.map(|limits| nova.quota_classes().update("default", &limits))
    });
}
