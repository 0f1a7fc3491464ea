//! Quota sets.

use ferriscloud_compute::Compute;
use ferriscloud_compute::quota_sets::UpdateQuotaSet;

use super::ID;
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| [nova.quota_sets().get(ID)]);
    nova.add(|nova| [nova.quota_sets().usages(ID)]);
    nova.add(|nova| [nova.quota_sets().defaults(ID)]);
    nova.add(|nova| {
        let forced = UpdateQuotaSet {
            force: Some(true),
            ..all()
        };
        [UpdateQuotaSet::default(), forced].map(|limits| nova.quota_sets().update(ID, &limits))
    });
    nova.add(|nova| [nova.quota_sets().delete(ID)]);
}

pub(super) fn all() -> UpdateQuotaSet {
    UpdateQuotaSet {
        servers: Some(-1),
        vcpus: Some(20),
        ram_mib: Some(51_200),
        keypairs: Some(100),
        metadata_items: Some(128),
        server_groups: Some(10),
        server_group_members: Some(10),
        force: None,
    }
}
