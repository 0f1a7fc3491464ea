//! Servers.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use ferriscloud::compute::flavors::CreateFlavor;
use ferriscloud::compute::servers::{
    BlockDevice, CreateServer, ListServers, Networks, PowerState, RebootType, Server,
    ServerNetwork, Status, UpdateServer,
};
use ferriscloud::{BlockStorage, Compute, ErrorKind, Patch};
use ferriscloud_live::{admin, alt, demo, unique};
use serde_json::json;

use crate::{NANO, SOON, boot, compute, image, network, remove, small};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn a_server_lives() {
    let cloud = demo().await;
    let servers = compute(&cloud).servers();
    let name = unique("server");
    let create = CreateServer {
        description: Some("one of a test".into()),
        metadata: BTreeMap::from([("tier".into(), "front".into())]),
        tags: vec![name.clone(), "test".into()],
        hostname: Some("front".into()),
        user_data: Some("#!/bin/sh\ntrue\n".into()),
        config_drive: Some(true),
        security_groups: vec!["default".into()],
        admin_password: Some("sesame-12".into()),
        ..small(&cloud, &name).await
    };
    let created = servers.create(&create).await.unwrap();
    assert_eq!(created.admin_password.unwrap().expose(), "sesame-12");

    let seen = Arc::new(Mutex::new(Vec::new()));
    let watched = Arc::clone(&seen);
    let server = servers
        .wait_for(&created.id, Status::Active)
        .within(SOON)
        .watch(move |server: &Server| watched.lock().unwrap().push(server.status.clone()))
        .await
        .unwrap();
    assert_eq!(seen.lock().unwrap().last(), Some(&Status::Active));
    assert_eq!(
        (server.name.as_str(), server.power_state),
        (name.as_str(), PowerState::Running)
    );
    assert_eq!(server.flavor.id.unwrap(), NANO);
    assert_eq!(server.image.unwrap().id, image(&cloud).await);
    assert_eq!(server.addresses["private"].len(), 1);
    assert_eq!(server.addresses["private"][0].kind, "fixed");
    assert_eq!(server.metadata["tier"], "front");
    assert_eq!(server.security_groups[0].name, "default");
    assert!(server.config_drive && server.volumes.is_empty());
    assert!(server.launched_at.is_some() && server.created_at.is_some());

    let newest = Compute::builder(&cloud)
        .microversion(2, 96)
        .build()
        .unwrap();
    let server = newest.servers().get(&created.id).await.unwrap();
    assert_eq!(server.description.as_deref(), Some("one of a test"));
    assert_eq!((server.tags.len(), server.locked), (2, false));
    assert_eq!(server.flavor.name.as_deref(), Some("m1.nano"));
    assert_eq!(server.hostname.as_deref(), Some("front"));

    let changes = UpdateServer {
        name: Some(format!("{name}-2")),
        description: Patch::Clear,
        access_ipv4: Some("192.0.2.7".parse().unwrap()),
        ..UpdateServer::default()
    };
    let changed = servers.update(&created.id, &changes).await.unwrap();
    assert_eq!(changed.name, format!("{name}-2"));
    assert_eq!(changed.access_ipv4, changes.access_ipv4);
    let changed = newest.servers().get(&created.id).await.unwrap();
    assert_eq!(changed.description, None);

    let by_tag = ListServers {
        tags: vec![name.clone()],
        status: Some(Status::Active),
        ..ListServers::default()
    };
    let found = servers.list(&by_tag).all().await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].id, created.id);
    let none = ListServers {
        status: Some(Status::Shutoff),
        ..by_tag
    };
    assert!(servers.list(&none).try_next().await.unwrap().is_none());

    servers.stop(&created.id).await.unwrap();
    let wait = servers.wait_for(&created.id, Status::Shutoff).within(SOON);
    let stopped = wait.await.unwrap();
    assert_eq!(stopped.power_state, PowerState::Shutdown);
    let again = servers.stop(&created.id).await.unwrap_err();
    assert!(again.is_conflict(), "{again}");

    servers.start(&created.id).await.unwrap();
    let active = || servers.wait_for(&created.id, Status::Active).within(SOON);
    assert_eq!(active().await.unwrap().power_state, PowerState::Running);
    for how in [RebootType::Soft, RebootType::Hard] {
        servers.reboot(&created.id, how).await.unwrap();
        active().await.unwrap();
    }

    remove(&servers, &created.id).await;
    assert!(servers.get(&created.id).await.unwrap_err().is_not_found());
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn servers_in_pages() {
    let cloud = demo().await;
    let servers = compute(&cloud).servers();
    let name = unique("pages");
    let create = CreateServer {
        networks: Networks::None,
        ..small(&cloud, &name).await
    };
    for _ in 0..3 {
        boot(&servers, &create).await;
    }
    let filter = ListServers {
        name: Some(name.clone()),
        limit: Some(2),
        ..ListServers::default()
    };
    let mut pages = servers.list(&filter).pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        sizes.push(page.value.len());
    }
    assert_eq!(sizes[..2], [2, 1]);

    #[derive(Debug, serde::Deserialize)]
    struct Lean {
        id: String,
        #[serde(rename = "OS-EXT-STS:vm_state")]
        vm_state: String,
    }
    let all: Vec<Lean> = servers.list(&filter).extract().all().await.unwrap();
    assert_eq!(all.len(), 3);
    for server in all {
        assert_eq!(server.vm_state, "active");
        servers.force_delete(&server.id).await.unwrap();
        servers.wait_gone(&server.id).within(SOON).await.unwrap();
    }
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn servers_boot_from_volumes() {
    let cloud = demo().await;
    let servers = compute(&cloud).servers();
    let root = BlockDevice {
        delete_on_termination: Some(true),
        ..BlockDevice::boot_from_image(image(&cloud).await, 1)
    };
    let data = BlockDevice {
        delete_on_termination: Some(true),
        tag: Some("data".into()),
        ..BlockDevice::blank_volume(1)
    };
    let create = CreateServer {
        image: None,
        block_devices: vec![root, data],
        ..small(&cloud, &unique("volumes")).await
    };
    let server = boot(&servers, &create).await;
    assert!(server.image.is_none());
    let volumes: Vec<_> = server
        .volumes
        .iter()
        .map(|volume| volume.id.clone())
        .collect();
    assert_eq!(volumes.len(), 2);
    let storage = BlockStorage::new(&cloud).unwrap().volumes();
    let mut bootable = Vec::new();
    for volume in &volumes {
        bootable.push(storage.get(volume).await.unwrap().bootable);
    }
    bootable.sort_unstable();
    assert_eq!(bootable, [false, true]);

    remove(&servers, &server).await;
    for volume in volumes {
        storage.wait_gone(volume).within(SOON).await.unwrap();
    }
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn networks_of_servers() {
    let cloud = demo().await;
    let servers = compute(&cloud).servers();
    // Of several networks, Nova does not choose.
    let create = CreateServer {
        networks: Networks::Auto,
        ..small(&cloud, &unique("auto")).await
    };
    let refused = servers.create(&create).await.unwrap_err();
    assert!(refused.is_conflict(), "{refused}");
    assert!(
        refused.to_string().contains("Multiple possible networks"),
        "{refused}"
    );

    let neutron = cloud.service("network").unwrap();
    let private = network(&cloud, "private").await;
    let port = json!({"port": {"network_id": private.as_str(), "name": unique("port")}});
    let port = neutron.post(["v2.0", "ports"], &port).await.unwrap();
    let port = port["port"]["id"].as_str().unwrap();
    let tagged = ServerNetwork {
        tag: Some("back".into()),
        ..ServerNetwork::of(private)
    };
    let create = CreateServer {
        networks: Networks::from([ServerNetwork::port(port), tagged]),
        ..create
    };
    let server = boot(&servers, &create).await;
    assert_eq!(server.addresses["private"].len(), 2);
    remove(&servers, &server).await;
    neutron.delete(["v2.0", "ports", port]).await.unwrap();
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn a_server_without_a_host_says_why() {
    let cloud = admin().await;
    let compute = compute(&cloud);
    let (servers, flavors) = (compute.servers(), compute.flavors());
    let flavor = flavors
        .create(&CreateFlavor::new(unique("nowhere"), 1, 64, 1))
        .await
        .unwrap();
    let specs = json!({"extra_specs": {"trait:CUSTOM_NOWHERE": "required"}});
    let path = ["flavors", flavor.id.as_str(), "os-extra_specs"];
    compute.client().post(path, &specs).await.unwrap();
    let traits = cloud
        .service("placement")
        .unwrap()
        .put(["traits", "CUSTOM_NOWHERE"], &());
    traits.microversion(1, 6).await.unwrap();

    let create = CreateServer {
        networks: Networks::None,
        image: Some(image(&cloud).await),
        ..CreateServer::new(unique("nowhere"), &flavor)
    };
    let server = servers.create(&create).await.unwrap();
    let failed = servers
        .wait_for(&server, Status::Active)
        .within(SOON)
        .await
        .unwrap_err();
    match failed.kind() {
        ErrorKind::Failed {
            awaited,
            state,
            reason,
        } => {
            assert_eq!((awaited.as_str(), state.as_str()), ("ACTIVE", "ERROR"));
            assert!(
                reason.as_ref().unwrap().contains("No valid host"),
                "{failed}"
            );
        }
        other => panic!("{other:?}"),
    }
    assert!(failed.to_string().contains("No valid host"), "{failed}");
    remove(&servers, &server).await;
    flavors.delete(&flavor).await.unwrap();
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn a_full_quota_says_so() {
    let cloud = alt().await;
    let project = cloud.access().await.unwrap().project.clone().unwrap().id;
    let administration = compute(&admin().await);
    let quota = ["os-quota-sets", project.as_str()];
    let none = json!({"quota_set": {"ram": 0}});
    administration.client().put(quota, &none).await.unwrap();
    let create = CreateServer {
        image: Some(image(&cloud).await),
        networks: Networks::None,
        ..CreateServer::new(unique("over"), NANO)
    };
    let refused = compute(&cloud).servers().create(&create).await;
    administration.client().delete(quota).await.unwrap();

    let refused = refused.unwrap_err();
    assert!(refused.is_over_quota());
    assert_eq!(refused.status().unwrap(), 403);
    let text = refused.to_string();
    assert!(text.contains("Quota exceeded for ram"), "{text}");
    assert!(
        text.contains("create server") && text.contains("req-"),
        "{text}"
    );
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn what_is_not_there_is_not_found() {
    let servers = compute(&demo().await).servers();
    let missing = "7f1a0b1e-0000-4000-8000-000000000000";
    let error = servers.get(missing).await.unwrap_err();
    assert!(error.is_not_found());
    let text = error.to_string();
    assert!(
        text.contains("get server") && text.contains("could not be found"),
        "{text}"
    );
    assert!(text.contains(missing) && text.contains("req-"), "{text}");
    let error = servers
        .create(&CreateServer::new("x", "no-such-flavor"))
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 400);
}
