//! What other services tell Nova, and ask of it.

use ferriscloud::BlockStorage;
use ferriscloud::block_storage::volumes::{CreateVolume, Status};
use ferriscloud::compute::assisted_volume_snapshots::{CreateAssistedVolumeSnapshot, DeleteInfo};
use ferriscloud::compute::external_events::{EventName, ExternalEvent};
use ferriscloud_live::{admin, demo, unique};

use crate::{SOON, compute, lonely, remove};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn events_of_servers() {
    let cloud = demo().await;
    let server = lonely(&cloud, "events").await;
    let events = compute(&admin().await).external_events();
    let stranger = "e8debdc0-447a-4376-a10a-4cd9122d7986";
    let told = [
        ExternalEvent::new(EventName::NetworkChanged, &server),
        ExternalEvent::new(EventName::NetworkChanged, stranger),
    ];
    let handled = events.create(&told).await.unwrap();
    let code = |id: &str| {
        handled
            .iter()
            .find(|event| event.server.as_str() == id)
            .unwrap()
            .code
    };
    assert_eq!((code(server.id.as_str()), code(stranger)), (200, 404));
    let grown = ExternalEvent {
        tag: Some(stranger.to_owned()),
        ..ExternalEvent::new(EventName::VolumeExtended, &server)
    };
    assert_eq!(
        events.create(&[grown]).await.unwrap()[0].name,
        "volume-extended"
    );
    remove(&compute(&cloud).servers(), &server).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn assisted_snapshots() {
    let cloud = demo().await;
    let volumes = BlockStorage::new(&cloud).unwrap().volumes();
    let servers = compute(&cloud).servers();
    let server = lonely(&cloud, "assisted").await;
    let create = CreateVolume::new(unique("disk"), 1);
    let volume = volumes.create(&create).await.unwrap();
    let reached = |status| volumes.wait_for(&volume, status).within(SOON);
    reached(Status::Available).await.unwrap();
    servers.attach_volume(&server, &volume).await.unwrap();
    reached(Status::InUse).await.unwrap();

    // Nova takes the order, and leaves what comes of it to the hypervisor.
    let snapshots = compute(&admin().await).assisted_volume_snapshots();
    let snapshot = "e8debdc0-447a-4376-a10a-4cd9122d7986";
    let mut create = CreateAssistedVolumeSnapshot::new(&volume, snapshot, "new.qcow2");
    create.create_info.id = Some(snapshot.to_owned());
    let made = snapshots.create(&create).await.unwrap();
    assert_eq!(made.volume_id.as_str(), volume.id.as_str());
    assert_eq!(made.id.unwrap().as_str(), snapshot);
    let how = DeleteInfo {
        file_to_merge: Some("new.qcow2".into()),
        ..DeleteInfo::new(&volume)
    };
    snapshots.delete(snapshot, &how).await.unwrap();

    servers.detach_volume(&server, &volume).await.unwrap();
    reached(Status::Available).await.unwrap();
    let refused = snapshots.create(&create).await.unwrap_err();
    assert!(refused.message().unwrap().contains(volume.id.as_str()));
    let refused = snapshots.delete(snapshot, &how).await.unwrap_err();
    assert!(refused.message().unwrap().contains(volume.id.as_str()));
    volumes.delete(&volume).await.unwrap();
    remove(&servers, &server).await;
}
