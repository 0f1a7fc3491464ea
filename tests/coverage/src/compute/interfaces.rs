//! Interfaces.

use ferriscloud_compute::Compute;
use ferriscloud_compute::interfaces::{AttachInterface, FixedIp};

use super::{ID, text};
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| [nova.interfaces(ID).list()]);
    nova.add(|nova| [nova.interfaces(ID).get(ID)]);
    nova.add(|nova| {
        let all = [AttachInterface::default(), of_port(), of_network()];
        all.map(|interface| nova.interfaces(ID).create(&interface))
    });
    nova.add(|nova| [nova.interfaces(ID).delete(ID)]);
}

fn of_port() -> AttachInterface {
    AttachInterface {
        port: Some(ID.into()),
        ..AttachInterface::default()
    }
}

fn of_network() -> AttachInterface {
    AttachInterface {
        network: Some(ID.into()),
        fixed_ips: vec![FixedIp {
            ip: [10, 0, 0, 4].into(),
            subnet_id: None,
        }],
        tag: text(),
        ..AttachInterface::default()
    }
}
