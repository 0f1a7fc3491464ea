//! Usages.

use ferriscloud_compute::Compute;
use ferriscloud_compute::usages::{ListProjectUsages, ListUsages};

use super::{ID, moment};
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| [ListUsages::default(), all()].map(|filter| nova.usages().list(&filter)));
    nova.add(|nova| {
        let filters = [ListProjectUsages::default(), all_of_project()];
        filters.map(|filter| nova.usages().list_of(ID, &filter))
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

fn all_of_project() -> ListProjectUsages {
    ListProjectUsages {
        start: moment(),
        end: moment(),
        limit: Some(2),
    }
}
