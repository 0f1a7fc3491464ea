//! What an operator can do to a server.

use std::time::Duration;

use ferriscloud::compute::servers::{EvacuateServer, LiveMigrateServer, ResetState, Status};
use ferriscloud_live::{admin, demo};

use crate::{SOON, compute, lonely, reached, remove};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn servers_move_to_other_hosts() {
    let cloud = demo().await;
    let own = lonely(&cloud, "moved").await;
    let operator = compute(&admin().await);
    let servers = operator.servers();
    let first = servers.get(&own).await.unwrap().host.unwrap();

    servers.migrate(&own, None).await.unwrap();
    let moved = reached(&servers, &own, Status::VerifyResize).await;
    let second = moved.host.clone().unwrap();
    assert_ne!(second, first);
    servers.confirm_resize(&own).await.unwrap();
    reached(&servers, &own, Status::Active).await;
    servers.migrate(&own, Some(&first)).await.unwrap();
    let back = reached(&servers, &own, Status::VerifyResize).await;
    assert_eq!(back.host.as_ref(), Some(&first));
    servers.revert_resize(&own).await.unwrap();
    reached(&servers, &own, Status::Active).await;

    let there = LiveMigrateServer {
        host: Some(first.clone()),
        ..LiveMigrateServer::default()
    };
    servers.live_migrate(&own, &there).await.unwrap();
    let moved = reached(&servers, &own, Status::Active).await;
    assert_eq!(moved.host.as_ref(), Some(&first));
    let anywhere = LiveMigrateServer::default();
    servers.live_migrate(&own, &anywhere).await.unwrap();
    let moved = reached(&servers, &own, Status::Active).await;
    assert_eq!(moved.host, Some(second));

    // The fake hypervisor moves a server in no time, so that soon nothing is under way.
    let moves = operator.server_migrations(&own);
    while let Some(left) = moves.list().try_next().await.unwrap() {
        assert_eq!(left.server_id, own.id);
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    assert!(moves.get("1").await.unwrap_err().is_not_found());
    assert!(moves.abort("1").await.unwrap_err().is_conflict());
    assert!(moves.force_complete("1").await.unwrap_err().is_conflict());

    let refused = servers.evacuate(&own, &EvacuateServer::default()).await;
    let refused = refused.unwrap_err();
    assert!(refused.message().unwrap().contains("in use"), "{refused}");
    remove(&compute(&cloud).servers(), &own).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn servers_are_taken_for_what_they_are_not() {
    let cloud = demo().await;
    let own = lonely(&cloud, "reset").await;
    let mine = compute(&cloud).servers();
    let refused = mine.reset_state(&own, ResetState::Error).await;
    assert!(refused.unwrap_err().is_forbidden());
    let servers = compute(&admin().await).servers();
    servers.reset_state(&own, ResetState::Error).await.unwrap();
    let error = servers.wait_for(&own, Status::Active).within(SOON).await;
    assert!(error.unwrap_err().to_string().contains("ERROR"));
    servers.reset_state(&own, ResetState::Active).await.unwrap();
    reached(&servers, &own, Status::Active).await;
    servers.inject_network_info(&own).await.unwrap();
    mine.trigger_crash_dump(&own).await.unwrap();
    remove(&mine, &own).await;
}
