//! External events.

use ferriscloud_compute::Compute;
use ferriscloud_compute::external_events::{EventName, EventStatus, ExternalEvent};

use super::{ID, text};
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| {
        let all = [
            EventName::NetworkChanged,
            EventName::NetworkVifPlugged,
            EventName::NetworkVifUnplugged,
            EventName::NetworkVifDeleted,
            EventName::VolumeExtended,
            EventName::PowerUpdate,
            EventName::AcceleratorRequestBound,
            EventName::VolumeReimaged,
        ];
        all.map(|name| {
            nova.external_events()
                .create(&[ExternalEvent::new(name, ID), failed(name)])
        })
    });
}

fn failed(name: EventName) -> ExternalEvent {
    ExternalEvent {
        status: Some(EventStatus::Failed),
        tag: text(),
        ..ExternalEvent::new(name, ID)
    }
}
