//! Server groups.

use ferriscloud_compute::Compute;
use ferriscloud_compute::server_groups::{CreateServerGroup, ListServerGroups, Policy, Rules};

use super::ID;
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| {
        let all = [ListServerGroups::default(), all()];
        all.map(|filter| nova.server_groups().list(&filter))
    });
    nova.add(|nova| [nova.server_groups().get(ID)]);
    nova.add(|nova| [apart(None), apart(Some(2))].map(|group| nova.server_groups().create(&group)));
    nova.add(|nova| [nova.server_groups().delete(ID)]);
}

fn all() -> ListServerGroups {
    ListServerGroups {
        all_projects: true,
        limit: Some(2),
    }
}

fn apart(servers_per_host: Option<u32>) -> CreateServerGroup {
    CreateServerGroup {
        rules: servers_per_host.map(|_| Rules { servers_per_host }),
        ..CreateServerGroup::new("apart", Policy::AntiAffinity)
    }
}
