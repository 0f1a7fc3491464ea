//! Services.

use ferriscloud_compute::Compute;
use ferriscloud_compute::services::{ListServices, ServiceStatus, UpdateService};

use super::{ID, text};
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| [ListServices::default(), all()].map(|filter| nova.services().list(&filter)));
    nova.add(|nova| {
        let all = [UpdateService::default(), disabled(), down()];
        all.map(|changes| nova.services().update(ID, &changes))
    });
    nova.add(|nova| [nova.services().delete(ID)]);
}

fn all() -> ListServices {
    ListServices {
        host: text(),
        binary: Some("nova-compute".to_owned()),
    }
}

fn disabled() -> UpdateService {
    UpdateService {
        status: Some(ServiceStatus::Disabled),
        disabled_reason: text(),
        ..UpdateService::default()
    }
}

fn down() -> UpdateService {
    UpdateService {
        forced_down: Some(true),
        ..UpdateService::default()
    }
}
