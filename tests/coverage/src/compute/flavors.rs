//! Flavors.

use ferriscloud_compute::Compute;
use ferriscloud_compute::flavors::{CreateFlavor, ListFlavors, UpdateFlavor, Visibility};

use super::{ID, text};
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| [ListFlavors::default(), all()].map(|filter| nova.flavors().list(&filter)));
    nova.add(|nova| {
        [ListFlavors::default(), all()].map(|filter| nova.flavors().list_summaries(&filter))
    });
    nova.add(|nova| [nova.flavors().get(ID)]);
    nova.add(|nova| [small(), large()].map(|flavor| nova.flavors().create(&flavor)));
    nova.add(|nova| {
        [None, text()].map(|description| nova.flavors().update(ID, &UpdateFlavor { description }))
    });
    nova.add(|nova| [nova.flavors().delete(ID)]);
}

fn all() -> ListFlavors {
    ListFlavors {
        min_ram_mib: Some(512),
        min_disk_gib: Some(1),
        visibility: Some(Visibility::Any),
        name: text(),
        sort_key: Some("flavorid".to_owned()),
        sort_dir: Some("desc".to_owned()),
        limit: Some(2),
    }
}

fn small() -> CreateFlavor {
    CreateFlavor::new("small", 1, 64, 0)
}

fn large() -> CreateFlavor {
    CreateFlavor {
        id: Some(ID.into()),
        ephemeral_gib: Some(1),
        swap_mib: Some(1),
        rxtx_factor: Some(1.5),
        is_public: Some(false),
        description: text(),
        ..small()
    }
}
