//! What can be done to a server.

use std::collections::BTreeMap;
use std::time::Duration;

use ferriscloud::compute::servers::{
    CreateBackup, CreateImage, RebuildServer, RescueServer, Server, Servers, Status, UnshelveServer,
};
use ferriscloud::{Cloud, Compute, Id, Patch, Secret, kind};
use ferriscloud_live::{admin, demo, unique};

use crate::{boot, compute, image, lonely, reached, remove, small};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn servers_are_paused_suspended_and_locked() {
    let cloud = demo().await;
    let servers = compute(&cloud).servers();
    let server = lonely(&cloud, "paused").await;
    servers.pause(&server).await.unwrap();
    reached(&servers, &server, Status::Paused).await;
    servers.unpause(&server).await.unwrap();
    reached(&servers, &server, Status::Active).await;
    servers.suspend(&server).await.unwrap();
    reached(&servers, &server, Status::Suspended).await;
    servers.resume(&server).await.unwrap();
    reached(&servers, &server, Status::Active).await;

    let newest = Compute::builder(&cloud)
        .microversion(2, 73)
        .build()
        .unwrap();
    let shown = || newest.servers().get(&server).into_future();
    servers.lock(&server).await.unwrap();
    assert_eq!(
        (
            shown().await.unwrap().locked,
            shown().await.unwrap().locked_reason
        ),
        (true, None)
    );
    servers.unlock(&server).await.unwrap();
    assert!(!shown().await.unwrap().locked);
    servers
        .lock_because(&server, "it is being repaired")
        .await
        .unwrap();
    assert_eq!(
        shown().await.unwrap().locked_reason.as_deref(),
        Some("it is being repaired")
    );
    servers.unlock(&server).await.unwrap();
    remove(&servers, &server).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn servers_are_shelved_and_rescued() {
    let cloud = demo().await;
    let servers = compute(&cloud).servers();
    let server = lonely(&cloud, "shelved").await;
    servers.shelve(&server).await.unwrap();
    let mut shelved = reached(&servers, &server, Status::ShelvedOffloaded).await;
    let on_a_host = |server: &Server| !server.host_id.as_deref().unwrap_or_default().is_empty();
    // Nova takes the host away a moment after it says so.
    for _ in 0..20 {
        if on_a_host(&shelved) {
            tokio::time::sleep(Duration::from_millis(250)).await;
            shelved = servers.get(&server).await.unwrap();
        }
    }
    assert!(!on_a_host(&shelved));
    let refused = compute(&admin().await)
        .servers()
        .shelve_offload(&server)
        .await;
    assert!(
        refused.unwrap_err().is_conflict(),
        "it is off its host already"
    );
    let to = UnshelveServer {
        availability_zone: Patch::Set("nova".into()),
        host: None,
    };
    servers.unshelve(&server, &to).await.unwrap();
    reached(&servers, &server, Status::Active).await;
    servers.shelve(&server).await.unwrap();
    reached(&servers, &server, Status::ShelvedOffloaded).await;
    servers
        .unshelve(&server, &UnshelveServer::default())
        .await
        .unwrap();
    reached(&servers, &server, Status::Active).await;

    let rescue = RescueServer {
        image: Some(image(&cloud).await),
        admin_password: Some("sesame-34".into()),
    };
    let rescued = servers.rescue(&server, &rescue).await.unwrap();
    assert_eq!(rescued.admin_password.unwrap().expose(), "sesame-34");
    reached(&servers, &server, Status::Rescue).await;
    servers.unrescue(&server).await.unwrap();
    reached(&servers, &server, Status::Active).await;
    remove(&servers, &server).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn servers_are_resized_and_rebuilt() {
    let cloud = demo().await;
    let servers = compute(&cloud).servers();
    let server = lonely(&cloud, "resized").await;
    for confirm in [false, true] {
        servers.resize(&server, "2").await.unwrap();
        reached(&servers, &server, Status::VerifyResize).await;
        if confirm {
            servers.confirm_resize(&server).await.unwrap();
        } else {
            servers.revert_resize(&server).await.unwrap();
        }
        let server = reached(&servers, &server, Status::Active).await;
        assert_eq!(server.flavor.id.unwrap(), if confirm { "2" } else { "1" });
    }

    let from = RebuildServer {
        name: Some(unique("rebuilt")),
        metadata: Some(BTreeMap::from([("tier".into(), "back".into())])),
        admin_password: Some("sesame-56".into()),
        description: Patch::Set("made anew".into()),
        key_name: Patch::Clear,
        user_data: Patch::Set("#!/bin/sh\n".into()),
        hostname: Some("back".into()),
        ..RebuildServer::new(image(&cloud).await)
    };
    let rebuilt = servers.rebuild(&server, &from).await.unwrap();
    assert_eq!(
        rebuilt.admin_password.as_ref().map(Secret::expose),
        Some("sesame-56")
    );
    assert_eq!(rebuilt.description.as_deref(), Some("made anew"));
    let rebuilt = reached(&servers, &server, Status::Active).await;
    assert_eq!(Some(rebuilt.name), from.name);
    assert_eq!(rebuilt.metadata["tier"], "back");
    remove(&servers, &server).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn servers_become_images() {
    let cloud = demo().await;
    let servers = compute(&cloud).servers();
    let server = lonely(&cloud, "image").await;
    let name = unique("image");
    let create = CreateImage {
        metadata: BTreeMap::from([("made_by".into(), "a test".into())]),
        ..CreateImage::new(&name)
    };
    let image = servers.create_image(&server, &create).await.unwrap();
    assert_eq!(
        made(&cloud, &servers, &server, &image).await["made_by"],
        "a test"
    );
    let backup = CreateBackup::new(&name, "daily", 1);
    let image = servers.create_backup(&server, &backup).await.unwrap();
    assert_eq!(
        made(&cloud, &servers, &server, &image).await["backup_type"],
        "daily"
    );

    assert!(
        !servers
            .console_output(&server, None)
            .await
            .unwrap()
            .is_empty()
    );
    let one_line = servers.console_output(&server, 1).await.unwrap();
    assert!(one_line.lines().count() <= 1, "{one_line}");
    remove(&servers, &server).await;
}

/// An image of a server, once the server is at rest again; it is deleted.
async fn made(
    cloud: &Cloud,
    servers: &Servers,
    server: &Server,
    image: &Id<kind::Image>,
) -> serde_json::Value {
    reached(servers, server, Status::Active).await;
    let glance = cloud.service("image").unwrap();
    let path = ["v2", "images", image.as_str()];
    let shown = glance.get(path).await.unwrap();
    glance.delete(path).await.unwrap();
    shown
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn passwords_and_security_groups_of_servers() {
    let cloud = demo().await;
    let servers = compute(&cloud).servers();
    let server = boot(&servers, &small(&cloud, &unique("groups")).await).await;
    let neutron = cloud.service("network").unwrap();
    let group = serde_json::json!({"security_group": {"name": unique("group")}});
    let group = neutron
        .post(["v2.0", "security-groups"], &group)
        .await
        .unwrap();
    let (id, name) = (
        &group["security_group"]["id"],
        &group["security_group"]["name"],
    );
    let (id, name) = (id.as_str().unwrap(), name.as_str().unwrap());
    servers.add_security_group(&server, name).await.unwrap();
    let groups = async || {
        let server = servers.get(&server).await.unwrap();
        let names = server.security_groups.into_iter().map(|group| group.name);
        names.collect::<Vec<_>>()
    };
    assert!(groups().await.iter().any(|group| group == name));
    servers.remove_security_group(&server, name).await.unwrap();
    assert!(!groups().await.iter().any(|group| group == name));
    neutron
        .delete(["v2.0", "security-groups", id])
        .await
        .unwrap();

    servers
        .change_password(&server, &"sesame-78".into())
        .await
        .unwrap();
    reached(&servers, &server, Status::Active).await;
    // Nothing to restore: this cloud does not keep what was deleted.
    assert!(servers.restore(&server).await.unwrap_err().is_conflict());
    remove(&servers, &server).await;
}
