//! Hypervisors.

use ferriscloud_compute::Compute;
use ferriscloud_compute::hypervisors::ListHypervisors;

use super::{ID, text};
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| {
        let all = [ListHypervisors::default(), named(), in_pages()];
        all.map(|filter| nova.hypervisors().list(&filter))
    });
    nova.add(|nova| {
        let all = [ListHypervisors::default(), named(), in_pages()];
        all.map(|filter| nova.hypervisors().list_summaries(&filter))
    });
    nova.add(|nova| [nova.hypervisors().get(ID)]);
    nova.add(|nova| [nova.hypervisors().get_with_servers(ID)]);
}

fn named() -> ListHypervisors {
    ListHypervisors {
        name: text(),
        with_servers: true,
        ..ListHypervisors::default()
    }
}

fn in_pages() -> ListHypervisors {
    ListHypervisors {
        limit: Some(2),
        ..ListHypervisors::default()
    }
}
