//! Aggregates.

use ferriscloud_compute::Compute;
use ferriscloud_compute::aggregates::{CreateAggregate, UpdateAggregate};

use super::{ID, text};
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| [nova.aggregates().list()]);
    nova.add(|nova| [nova.aggregates().get("1")]);
    nova.add(|nova| {
        let all = [CreateAggregate::new("fast"), in_zone()];
        all.map(|aggregate| nova.aggregates().create(&aggregate))
    });
    nova.add(|nova| {
        let all = [renamed(), in_another_zone()];
        all.map(|changes| nova.aggregates().update("1", &changes))
    });
    nova.add(|nova| [nova.aggregates().delete("1")]);
    nova.add(|nova| [nova.aggregates().add_host("1", "one")]);
    nova.add(|nova| [nova.aggregates().remove_host("1", "one")]);
    nova.add(|nova| {
        let metadata = [("ssd".to_owned(), text()), ("old".to_owned(), None)].into();
        [nova.aggregates().set_metadata("1", &metadata)]
    });
    nova.add(|nova| [nova.aggregates().cache_images("1", &[ID.into()])]);
}

fn in_zone() -> CreateAggregate {
    CreateAggregate {
        availability_zone: text(),
        ..CreateAggregate::new("fast")
    }
}

fn renamed() -> UpdateAggregate {
    UpdateAggregate {
        name: text(),
        ..UpdateAggregate::default()
    }
}

fn in_another_zone() -> UpdateAggregate {
    UpdateAggregate {
        availability_zone: text(),
        ..renamed()
    }
}
