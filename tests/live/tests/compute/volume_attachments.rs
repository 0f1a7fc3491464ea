//! Volume attachments.

use ferriscloud::block_storage::volumes::{self, CreateVolume};
use ferriscloud::compute::servers::{CreateServer, Networks};
use ferriscloud::compute::volume_attachments::{AttachVolume, UpdateVolumeAttachment};
use ferriscloud::{BlockStorage, Compute};
use ferriscloud_live::{admin, demo, unique};

use crate::{SOON, boot, compute, lonely, remove, small};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn volumes_come_and_go() {
    let cloud = demo().await;
    let (compute, volumes) = (
        compute(&cloud),
        BlockStorage::new(&cloud).unwrap().volumes(),
    );
    let create = CreateServer {
        networks: Networks::None,
        ..small(&cloud, &unique("disks")).await
    };
    let server = boot(&compute.servers(), &create).await;
    let volume = volumes
        .create(&CreateVolume::new(unique("disk"), 1))
        .await
        .unwrap();
    let available = || {
        volumes
            .wait_for(&volume, volumes::Status::Available)
            .within(SOON)
    };
    available().await.unwrap();

    // In short.
    let attachment = compute
        .servers()
        .attach_volume(&server, &volume)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (&attachment.volume_id, &attachment.server_id),
        (&volume.id, &server.id)
    );
    let in_use = volumes
        .wait_for(&volume, volumes::Status::InUse)
        .within(SOON);
    assert_eq!(
        in_use.await.unwrap().attachments[0].server_id.as_ref(),
        Some(&server.id)
    );
    compute
        .servers()
        .detach_volume(&server, &volume)
        .await
        .unwrap();
    available().await.unwrap();

    // In full.
    let attachments = compute.volume_attachments(&server);
    let attach = AttachVolume {
        delete_on_termination: Some(false),
        ..AttachVolume::new(&volume)
    };
    let attachment = attachments.create(&attach).await.unwrap().unwrap();
    assert_eq!(attachment.volume_id, volume.id);
    volumes
        .wait_for(&volume, volumes::Status::InUse)
        .within(SOON)
        .await
        .unwrap();
    let all = attachments.list().all().await.unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].volume_id, volume.id);

    let changes = UpdateVolumeAttachment {
        delete_on_termination: Some(true),
        ..UpdateVolumeAttachment::new(&volume)
    };
    attachments.update(&volume, &changes).await.unwrap();
    let newest = Compute::builder(&cloud)
        .microversion(2, 89)
        .build()
        .unwrap();
    let shown = newest
        .volume_attachments(&server)
        .get(&volume)
        .await
        .unwrap();
    assert_eq!(shown.delete_on_termination, Some(true));
    assert!(shown.attachment_id.is_some() && shown.block_device_id.is_some());

    attachments.delete(&volume).await.unwrap();
    attachments.wait_gone(&volume).within(SOON).await.unwrap();
    available().await.unwrap();
    assert!(attachments.get(&volume).await.unwrap_err().is_not_found());

    // Nova's driver of fake machines can attach under a tag, but not detach; so it goes with the server.
    let attach = AttachVolume {
        tag: Some("data".into()),
        delete_on_termination: Some(true),
        ..AttachVolume::new(&volume)
    };
    let attachment = attachments.create(&attach).await.unwrap();
    assert_eq!(attachment.unwrap().tag.as_deref(), Some("data"));
    let in_use = volumes.wait_for(&volume, volumes::Status::InUse);
    in_use.within(SOON).await.unwrap();
    remove(&compute.servers(), &server).await;
    volumes.wait_gone(&volume).within(SOON).await.unwrap();
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn attachments_in_the_newest_version() {
    let cloud = demo().await;
    let newest = Compute::builder(&cloud).microversion(2, 104);
    let compute = newest.build().unwrap();
    let volumes = BlockStorage::new(&cloud).unwrap().volumes();
    let server = lonely(&cloud, "newest").await;
    let attachments = compute.volume_attachments(&server);
    let mut expected = Vec::new();
    for briefly in [true, false] {
        let create = CreateVolume::new(unique("disk"), 1);
        let volume = volumes.create(&create).await.unwrap();
        let available = volumes.wait_for(&volume, volumes::Status::Available);
        available.within(SOON).await.unwrap();
        let attached = if briefly {
            compute.servers().attach_volume(&server, &volume).await
        } else {
            attachments.create(&AttachVolume::new(&volume)).await
        };
        assert!(attached.unwrap().is_none());
        let in_use = volumes.wait_for(&volume, volumes::Status::InUse);
        in_use.within(SOON).await.unwrap();
        expected.push(volume.id);
    }
    let all = attachments.list().all().await.unwrap();
    let mut all: Vec<_> = all.into_iter().map(|one| one.volume_id).collect();
    all.sort();
    expected.sort();
    assert_eq!(all, expected);

    // Swapping is for the block storage service alone, in the middle of a migration of its own.
    let swap = UpdateVolumeAttachment::new(&expected[1]);
    let refused = attachments.update(&expected[0], &swap).await.unwrap_err();
    assert!(refused.is_forbidden(), "{refused}");
    let operator = Compute::new(&admin().await).unwrap();
    let attachments = operator.volume_attachments(&server);
    let refused = attachments.update(&expected[0], &swap).await.unwrap_err();
    assert!(refused.is_conflict(), "{refused}");

    remove(&compute.servers(), &server).await;
    for volume in expected {
        let available = volumes.wait_for(&volume, volumes::Status::Available);
        available.within(SOON).await.unwrap();
        volumes.delete(&volume).await.unwrap();
    }
}
