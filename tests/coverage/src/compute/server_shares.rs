//! Server shares.

use ferriscloud_compute::Compute;
use ferriscloud_compute::server_shares::AttachShare;

use super::{ID, text};
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| [nova.server_shares(ID).list()]);
    nova.add(|nova| [nova.server_shares(ID).get(ID)]);
    nova.add(|nova| {
        let all = [
            AttachShare::new(ID),
            AttachShare {
                tag: text(),
                ..AttachShare::new(ID)
            },
        ];
        all.map(|share| nova.server_shares(ID).create(&share))
    });
    nova.add(|nova| [nova.server_shares(ID).delete(ID)]);
}
