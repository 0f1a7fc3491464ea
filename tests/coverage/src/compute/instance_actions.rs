//! Instance actions.

use ferriscloud_compute::Compute;
use ferriscloud_compute::instance_actions::ListInstanceActions;

use super::{ID, moment};
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| {
        let lists = [ListInstanceActions::default(), all()];
        lists.map(|filter| nova.instance_actions(ID).list(&filter))
    });
    nova.add(|nova| {
        [nova
            .instance_actions(ID)
            .get("req-0f3c2a5e-7d3f-4c53-9a51-6f1e2d7c8b90")]
    });
}

fn all() -> ListInstanceActions {
    ListInstanceActions {
        changed_since: moment(),
        changed_before: moment(),
        limit: Some(2),
    }
}
