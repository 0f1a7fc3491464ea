//! What servers had over a time, and where they went.

use std::time::Duration;

use ferriscloud::compute::migrations::{ListMigrations, MigrationType};
use ferriscloud::compute::servers::Status;
use ferriscloud::compute::usages::{ListProjectUsages, ListUsages, Usage};
use ferriscloud_live::{admin, demo};

use crate::{compute, lonely, reached, remove};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn usages_and_migrations() {
    let cloud = demo().await;
    let project = cloud.access().await.unwrap().project.clone().unwrap().id;
    let server = lonely(&cloud, "used").await;
    let other = lonely(&cloud, "used").await;
    let own = compute(&cloud);
    let in_pages = ListProjectUsages {
        start: server.created_at,
        limit: Some(1),
        ..ListProjectUsages::default()
    };
    let of_server = |usage: Usage| {
        let mut servers = usage.servers.iter();
        let used = servers.find(|used| used.server_id == server.id).cloned();
        used.map(|used| (usage, used))
    };
    // It counts from the second on in which it was launched.
    let (usage, used) = loop {
        let usages = own.usages().list_of(&*project, &in_pages);
        let usages = usages.all().await.unwrap();
        assert!(usages.iter().all(|usage| usage.servers.len() <= 1));
        if let Some(found) = usages.into_iter().find_map(of_server) {
            break found;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    };
    let rest = own.usages().list_of(&*project, &in_pages).all().await;
    assert!(rest.unwrap().len() > 1, "two pages and more");
    assert_eq!(usage.project_id.as_str(), project);
    assert_eq!(
        (used.state.as_str(), used.flavor.as_str()),
        ("active", "m1.nano")
    );
    assert!(used.vcpus == 1 && used.ended_at.is_none());

    let operator = compute(&admin().await);
    let pages = ListUsages {
        start: server.created_at,
        detailed: true,
        limit: Some(1),
        ..ListUsages::default()
    };
    let all = operator.usages().list(&pages).all().await.unwrap();
    let of_project = all
        .iter()
        .filter(|usage| usage.project_id.as_str() == project);
    let mut servers = of_project.flat_map(|usage| &usage.servers);
    assert!(servers.any(|used| used.server_id == server.id));

    for _ in 0..2 {
        operator.servers().migrate(&server, None).await.unwrap();
        reached(&operator.servers(), &server, Status::VerifyResize).await;
        operator.servers().revert_resize(&server).await.unwrap();
        reached(&operator.servers(), &server, Status::Active).await;
    }
    let of_server = ListMigrations {
        server: Some(server.id.clone()),
        ..ListMigrations::default()
    };
    let migrations = operator.migrations().list(&of_server).all().await.unwrap();
    let of_type = |migration: &&_| -> bool {
        let migration: &ferriscloud::compute::migrations::Migration = migration;
        migration.migration_type == MigrationType::Migration && migration.server_id == server.id
    };
    assert_eq!(migrations.iter().filter(of_type).count(), 2);
    let in_pages = ListMigrations {
        limit: Some(1),
        ..of_server
    };
    let in_pages = operator.migrations().list(&in_pages).all().await.unwrap();
    assert_eq!(in_pages.len(), 2);
    assert!(in_pages[0].uuid.is_some() && in_pages[0].source_compute.is_some());
    remove(&own.servers(), &server).await;
    remove(&own.servers(), &other).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn audits() {
    let audits = compute(&admin().await).usage_audits();
    let last = audits.last().await.unwrap();
    assert!(last.num_hosts > 0 && last.began_at.is_some(), "{last:?}");
    let before = audits.before(last.began_at.unwrap()).await.unwrap();
    assert!(before.ended_at <= last.began_at, "{before:?}");
}
