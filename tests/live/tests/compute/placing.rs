//! Where new servers are to be, and what they are made with.

use std::collections::BTreeMap;

use ferriscloud::Compute;
use ferriscloud::compute::servers::{
    BlockDevice, CreateServer, Networks, ResizeServer, SchedulerHints, Status,
};
use ferriscloud_live::{admin, demo, unique};
use serde_json::json;

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
    println!("{:?} {:?}", one.host, other.host);
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
