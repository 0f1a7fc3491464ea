//! What other services tell Nova, and ask of it.

use ferriscloud::compute::assisted_volume_snapshots::{CreateAssistedVolumeSnapshot, DeleteInfo};
use ferriscloud::compute::external_events::{EventName, ExternalEvent};
use ferriscloud_live::{admin, demo};

use crate::{compute, lonely, remove};

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
async fn assisted_snapshots_of_no_volume() {
    // The test cloud's volumes are no files that Nova could take snapshots of.
    let snapshots = compute(&admin().await).assisted_volume_snapshots();
    let stranger = "e8debdc0-447a-4376-a10a-4cd9122d7986";
    let create = CreateAssistedVolumeSnapshot::new(stranger, stranger, "new.qcow2");
    let refused = snapshots.create(&create).await.unwrap_err();
    assert!(refused.message().unwrap().contains(stranger), "{refused}");
    let how = DeleteInfo {
        volume_id: stranger.into(),
        file_to_merge: None,
        merge_target_file: None,
    };
    let refused = snapshots.delete(stranger, &how).await.unwrap_err();
    assert!(refused.message().unwrap().contains(stranger), "{refused}");
}
