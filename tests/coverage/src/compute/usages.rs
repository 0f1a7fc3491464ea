//! Usages.

use ferriscloud_compute::Compute;
use ferriscloud_compute::usages::{ListProjectUsages, ListUsages};

use super::{ID, moment};
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| [ListUsages::default(), all()].map(|filter| nova.usages().list(&filter)));
    nova.add(|nova| {
        [ListProjectUsages::default(), then()].map(|filter| nova.usages().list_of(ID, &filter))
    });
}

fn all() -> ListUsages {
    ListUsages {
        start: moment(),
        end: moment(),
        detailed: true,
        limit: Some(2),
    }
}

fn then() -> ListProjectUsages {
    ListProjectUsages {
        start: moment(),
        end: moment(),
        limit: Some(2),
    }
}
