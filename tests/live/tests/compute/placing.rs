//! Where new servers are to be, and what they are made with.

use std::collections::BTreeMap;

use ferriscloud::compute::keypairs::CreateKeypair;
use ferriscloud::compute::servers::{
    BlockDevice, CreateServer, Networks, ResizeServer, SchedulerHints, Status, UpdateServer,
};
use ferriscloud::{Compute, Patch};
use ferriscloud_live::{admin, demo, unique};
use serde_json::json;

use crate::keypairs::PUBLIC_KEY;
use crate::{SOON, boot, compute, lonely, reached, remove, small};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn hints_are_heeded_and_remembered() {
    let cloud = demo().await;
    let servers = compute(&cloud).servers();
    let first = lonely(&cloud, "near").await;
    let create = CreateServer {
        networks: Networks::None,
        scheduler_hints: SchedulerHints {
            different_host: vec![first.id.clone()],
            others: BTreeMap::from([("shelf".into(), "3".into())]),
            ..SchedulerHints::default()
        },
        ..small(&cloud, &unique("far")).await
    };
    let far = boot(&servers, &create).await;
    let newest = Compute::builder(&cloud).microversion(2, 100);
    let far = newest.build().unwrap().servers().get(&far).await.unwrap();
    let hints = &far.scheduler_hints;
    assert_eq!(hints.different_host, create.scheduler_hints.different_host);
    // Nova makes a list of it.
    assert_eq!(hints.others["shelf"], json!(["3"]));
    let operator = Compute::builder(&admin().await).microversion(2, 100);
    let operator = operator.build().unwrap().servers();
    let (one, other) = (
        operator.get(&first).await.unwrap(),
        operator.get(&far).await.unwrap(),
    );
    assert_eq!(
        (one.kernel_id.as_deref(), one.launch_index),
        (Some(""), Some(0))
    );
    assert!(one.root_device_name.is_some() && one.reservation_id.is_some());
    assert_eq!(one.host_status.as_deref(), Some("UP"));
    // Hints alone do not keep servers apart: the cloud has to have the filter for it.
    assert!(other.host.is_some());
    remove(&servers, &first).await;
    remove(&servers, &far).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn operators_choose_hosts() {
    let cloud = admin().await;
    let servers = compute(&cloud).servers();
    for host in ["compute1", "compute2"] {
        let data = BlockDevice {
            delete_on_termination: Some(true),
            ..BlockDevice::blank_volume(1)
        };
        let create = CreateServer {
            networks: Networks::None,
            host: Some(host.into()),
            hypervisor_hostname: Some(host.into()),
            block_devices: vec![data, BlockDevice::none("/dev/vdz")],
            ..small(&cloud, &unique("there")).await
        };
        let server = boot(&servers, &create).await;
        assert_eq!(server.host.as_deref(), Some(host));
        assert_eq!((server.volumes.len(), server.image.is_some()), (1, true));
        remove(&servers, &server).await;
    }
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn disks_can_stay_as_they_are() {
    let cloud = demo().await;
    let servers = compute(&cloud).servers();
    let server = lonely(&cloud, "manual").await;
    let to = ResizeServer {
        disk_config: Some("MANUAL".into()),
        ..ResizeServer::from("2")
    };
    servers.resize(&server, to).await.unwrap();
    let resized = reached(&servers, &server, Status::VerifyResize).await;
    assert_eq!(resized.disk_config.as_deref(), Some("MANUAL"));
    servers.confirm_resize(&server).await.unwrap();
    let active = servers.wait_for(&server, Status::Active).within(SOON);
    assert_eq!(active.await.unwrap().flavor.id.unwrap(), "2");
    remove(&servers, &server).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn keys_certificates_and_zones_to_stay_in() {
    let cloud = demo().await;
    let nova = compute(&cloud);
    let servers = nova.servers();
    let key = CreateKeypair::import(unique("key"), PUBLIC_KEY);
    let key = nova.keypairs().create(&key).await.unwrap();
    let create = CreateServer {
        networks: Networks::None,
        key_name: Some(key.name.clone()),
        trusted_image_certificates: vec!["e8debdc0-447a-4376-a10a-4cd9122d7986".into()],
        availability_zone: Some("nova".into()),
        access_ipv6: Some("2001:db8::7".parse().unwrap()),
        ..small(&cloud, &unique("pinned")).await
    };
    let server = boot(&servers, &create).await;
    assert_eq!(server.key_name, create.key_name);
    assert_eq!(server.access_ipv6, create.access_ipv6);
    let newest = || servers.get(&server).microversion(2, 104).into_future();
    let shown = newest().await.unwrap();
    let certificates = &create.trusted_image_certificates;
    assert_eq!(&shown.trusted_image_certificates, certificates);
    assert_eq!(shown.pinned_availability_zone.as_deref(), Some("nova"));

    let free = UpdateServer {
        pinned_availability_zone: Patch::Clear,
        hostname: Some("free".into()),
        ..UpdateServer::default()
    };
    let changed = servers.update(&server, &free).await.unwrap();
    assert_eq!(changed.pinned_availability_zone, None);
    assert_eq!(newest().await.unwrap().hostname.as_deref(), Some("free"));
    let pinned = UpdateServer {
        pinned_availability_zone: "nova".into(),
        ..UpdateServer::default()
    };
    let changed = servers.update(&server, &pinned).await.unwrap();
    assert_eq!(changed.pinned_availability_zone.as_deref(), Some("nova"));
    remove(&servers, &server).await;
    nova.keypairs().delete(&key).await.unwrap();
}
