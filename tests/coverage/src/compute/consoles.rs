//! Consoles.

use ferriscloud_compute::Compute;
use ferriscloud_compute::consoles::ConsoleType;

use super::ID;
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| {
        let all = [
            ConsoleType::NoVnc,
            ConsoleType::SpiceHtml5,
            ConsoleType::SpiceDirect,
            ConsoleType::RdpHtml5,
            ConsoleType::Serial,
            ConsoleType::WebMks,
        ];
        all.map(|console| nova.consoles().create(ID, console))
    });
    nova.add(|nova| [nova.consoles().connection(ID)]);
}
