//! What operators do to a server.

use ferriscloud_compute::Compute;
use ferriscloud_compute::servers::{EvacuateServer, LiveMigrateServer, ResetState};

use super::{ID, text};
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| [None, Some("one")].map(|host| nova.servers().migrate(ID, host)));
    nova.add(|nova| {
        let all = [LiveMigrateServer::default(), moved()];
        all.map(|to| nova.servers().live_migrate(ID, &to))
    });
    nova.add(|nova| {
        let all = [EvacuateServer::default(), evacuated()];
        all.map(|to| nova.servers().evacuate(ID, &to))
    });
    nova.add(|nova| {
        [ResetState::Active, ResetState::Error].map(|state| nova.servers().reset_state(ID, state))
    });
    nova.add(|nova| [nova.servers().inject_network_info(ID)]);
}

fn moved() -> LiveMigrateServer {
    LiveMigrateServer {
        host: text(),
        block_migration: Some(true),
    }
}

fn evacuated() -> EvacuateServer {
    EvacuateServer {
        host: text(),
        admin_password: Some("open-sesame".into()),
    }
}
