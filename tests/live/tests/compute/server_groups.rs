//! Server groups.

use ferriscloud::compute::server_groups::{CreateServerGroup, ListServerGroups, Policy, Rules};
use ferriscloud::compute::servers::{CreateServer, Networks, SchedulerHints};
use ferriscloud_live::{admin, demo, unique};

use crate::{boot, compute, remove, small};

/// One test at a time: Nova counts through this list, so that a group which goes in the meantime moves the others to
/// pages that were read already.
static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn server_groups() {
    let _alone = ALONE.lock().await;
    let cloud = demo().await;
    let compute = compute(&cloud);
    let groups = compute.server_groups();
    let create = CreateServerGroup {
        rules: Some(Rules {
            servers_per_host: Some(2),
        }),
        ..CreateServerGroup::new(unique("group"), Policy::AntiAffinity)
    };
    let group = groups.create(&create).await.unwrap();
    assert_eq!((&group.name, &group.policy), (&create.name, &create.policy));
    assert_eq!(group.rules.servers_per_host, Some(2));
    assert_eq!(groups.find(&group.name).await.unwrap().id, group.id);
    let project = cloud.access().await.unwrap().project.clone().unwrap().id;
    assert_eq!(group.project_id.as_ref().unwrap(), &project);

    let server = CreateServer {
        networks: Networks::None,
        scheduler_hints: SchedulerHints::group(&group),
        ..small(&cloud, &unique("member")).await
    };
    let server = boot(&compute.servers(), &server).await;
    let shown = groups.get(&group).await.unwrap();
    assert_eq!(shown.members, std::slice::from_ref(&server.id));
    remove(&compute.servers(), &server).await;

    groups.delete(&group).await.unwrap();
    assert!(groups.get(&group).await.unwrap_err().is_not_found());
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn server_groups_in_pages() {
    let _alone = ALONE.lock().await;
    let groups = compute(&demo().await).server_groups();
    let mut ids = Vec::new();
    for _ in 0..3 {
        let create = CreateServerGroup::new(unique("group"), Policy::SoftAffinity);
        ids.push(groups.create(&create).await.unwrap().id);
    }
    let mine = ListServerGroups {
        limit: Some(2),
        ..ListServerGroups::default()
    };
    let all = ListServerGroups {
        all_projects: true,
        ..mine.clone()
    };
    let theirs = compute(&admin().await).server_groups();
    for listing in [groups.list(&mine), theirs.list(&all)] {
        let found = listing.all().await.unwrap();
        for id in &ids {
            assert_eq!(found.iter().filter(|group| group.id == *id).count(), 1);
        }
    }
    for id in ids {
        groups.delete(id).await.unwrap();
    }
}
