//! Usages.

use ferriscloud_compute::Compute;
use ferriscloud_compute::usages::{ListUsages, ShowUsage};

use super::{ID, moment};
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| [ListUsages::default(), all()].map(|filter| nova.usages().list(&filter)));
    nova.add(|nova| [ShowUsage::default(), then()].map(|time| nova.usages().get(ID, &time)));
}

fn all() -> ListUsages {
    ListUsages {
        start: moment(),
        end: moment(),
        detailed: true,
        limit: Some(2),
    }
}

fn then() -> ShowUsage {
    ShowUsage {
        start: moment(),
        end: moment(),
    }
}
