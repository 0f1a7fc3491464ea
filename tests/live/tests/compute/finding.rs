//! Servers by name, in one call, and several at once.

use std::ops::RangeInclusive;
use std::time::Duration;

use ferriscloud::ErrorKind;
use ferriscloud::compute::servers::{CreateServer, ListServers, Networks, Status};
use ferriscloud_live::{demo, unique};

use crate::{SOON, compute, remove, small};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn one_is_found_by_its_name_or_id() {
    let cloud = demo().await;
    let servers = compute(&cloud).servers();
    // Of a pattern, the brackets would be a group, and the dot any letter.
    let name = format!("{} (a.b)", unique("find"));
    let create = CreateServer {
        networks: Networks::None,
        ..small(&cloud, &name).await
    };
    let server = servers.create_and_wait(&create).within(SOON);
    let server = server.await.unwrap();
    assert_eq!(
        (server.name.as_str(), &server.status),
        (&*name, &Status::Active)
    );
    assert!(server.admin_password.is_some());
    for wanted in [name.as_str(), server.id.as_str()] {
        assert_eq!(servers.find(wanted).await.unwrap().id, server.id);
    }
    let nowhere = servers.find(&name[1..]).await.unwrap_err();
    assert!(nowhere.is_not_found());
    let text = nowhere.to_string();
    assert!(text.contains("no server with the name or id"), "{text}");
    // The name of a route of Nova's.
    assert!(servers.find("detail").await.is_err());

    let other = servers.create_and_wait(&create).within(SOON);
    let other = other.await.unwrap();
    let several = servers.find(&name).await.unwrap_err();
    let ErrorKind::Ambiguous { ids, .. } = several.kind() else {
        panic!("{several}")
    };
    assert!(ids.contains(&server.id.to_string()) && ids.contains(&other.id.to_string()));
    for server in [server, other] {
        servers.delete_and_wait(&server).within(SOON).await.unwrap();
        assert!(servers.get(&server).await.unwrap_err().is_not_found());
        let again = servers.delete_and_wait(&server).await;
        assert!(again.unwrap_err().is_not_found());
    }
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn several_at_once() {
    let cloud = demo().await;
    let servers = compute(&cloud).servers();
    let name = unique("several");
    let create = CreateServer {
        networks: Networks::None,
        ..small(&cloud, &name).await
    };
    let reservation = servers.create_several(&create, 2..=3).await.unwrap();
    let filter = ListServers {
        reservation_id: Some(reservation),
        limit: Some(2),
        ..ListServers::default()
    };
    let mut names = servers.list_summaries(&filter).all().await.unwrap();
    names.sort_by(|one, other| one.name.cmp(&other.name));
    let expected: Vec<_> = (1..=3).map(|number| format!("{name}-{number}")).collect();
    let seen: Vec<_> = names.iter().map(|server| server.name.clone()).collect();
    assert_eq!(seen, expected);
    for server in names {
        let active = servers.wait_for(&server.id, Status::Active);
        active.within(SOON).await.unwrap();
        remove(&servers, &server.id).await;
    }
    let none = servers
        .create_several(&create, RangeInclusive::new(3, 2))
        .await
        .unwrap_err();
    assert_eq!(none.status().unwrap(), 400, "{none}");
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn a_wait_that_fails_says_which_server() {
    let cloud = demo().await;
    let servers = compute(&cloud).servers();
    let create = CreateServer {
        networks: Networks::None,
        ..small(&cloud, &unique("late")).await
    };
    let server = servers.create(&create).await.unwrap();
    let wait = servers.wait_for(&server, Status::Paused);
    let late = wait.within(Duration::from_secs(1)).await.unwrap_err();
    assert!(late.url().unwrap().ends_with(server.id.as_str()), "{late}");
    let active = servers.wait_for(&server, Status::Active).within(SOON);
    active.await.unwrap();
    remove(&servers, &server).await;
}
