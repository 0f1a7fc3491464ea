//! Limits.

use ferriscloud_compute::Compute;
use ferriscloud_compute::limits::ShowLimits;

use super::ID;
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| {
        let all = [None, Some(ID.into())];
        all.map(|project_id| nova.limits().get(&ShowLimits { project_id }))
    });
}
