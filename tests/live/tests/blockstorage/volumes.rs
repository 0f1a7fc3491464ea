//! Volumes.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use ferriscloud::block_storage::snapshots::{self, CreateSnapshot};
use ferriscloud::block_storage::volumes::{CreateVolume, ListVolumes, Status, UpdateVolume};
use ferriscloud::{BlockStorage, ErrorKind, Patch, time};
use ferriscloud_live::{admin, demo, unique};
use serde_json::json;

use crate::{SOON, available, map, remove, storage};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn volumes() {
    let cloud = demo().await;
    let volumes = BlockStorage::new(&cloud).unwrap().volumes();
    let name = unique("volume");
    let create = CreateVolume {
        description: Some("one of a test".into()),
        metadata: map(&[("tier", "gold")]),
        availability_zone: Some("nova".into()),
        ..CreateVolume::new(&name, 1)
    };
    let created = volumes.create(&create).await.unwrap();
    assert_eq!(created.status, Status::Creating);

    let seen = Arc::new(Mutex::new(Vec::new()));
    let watched = Arc::clone(&seen);
    let volume = volumes
        .wait_for(&created, Status::Available)
        .within(SOON)
        .watch(move |volume| watched.lock().unwrap().push(volume.status.clone()))
        .await
        .unwrap();
    assert_eq!(seen.lock().unwrap().last(), Some(&Status::Available));
    for wanted in [name.as_str(), volume.id.as_str()] {
        assert_eq!(volumes.find(wanted).await.unwrap().id, volume.id);
    }
    let nowhere = volumes.find(&unique("nowhere")).await;
    assert!(nowhere.unwrap_err().is_not_found());
    assert_eq!((volume.name.as_str(), volume.size_gib), (name.as_str(), 1));
    assert_eq!(volume.description.as_deref(), Some("one of a test"));
    assert_eq!(
        (volume.status, volume.bootable, volume.multiattach),
        (Status::Available, false, false)
    );
    assert_eq!(volume.metadata["tier"], "gold");
    assert_eq!(volume.availability_zone.as_deref(), Some("nova"));
    assert_eq!(volume.volume_type.as_deref(), Some("__DEFAULT__"));
    assert!(volume.attachments.is_empty() && volume.host.is_none());
    let project = cloud.access().await.unwrap().project.clone().unwrap().id;
    assert_eq!(volume.project_id.unwrap(), project.as_str());
    let age = time::Timestamp::now().as_second() - volume.created_at.unwrap().as_second();
    assert!((-5..300).contains(&age), "{age}");

    let changes = UpdateVolume {
        name: format!("{name}-2").into(),
        description: Patch::Clear,
        metadata: Some(map(&[("shelf", "3")])),
    };
    volumes.update(&volume.id, &changes).await.unwrap();
    let changed = volumes.get(&volume.id).await.unwrap();
    assert_eq!(
        (changed.name, changed.description),
        (format!("{name}-2"), None)
    );
    assert_eq!(changed.metadata, map(&[("shelf", "3")]));

    volumes.extend(&volume.id, 2).await.unwrap();
    let larger = volumes
        .wait_for(&volume.id, Status::Available)
        .within(SOON)
        .await
        .unwrap();
    assert_eq!(larger.size_gib, 2);

    remove(&volumes, &volume.id).await;
    assert!(volumes.get(&volume.id).await.unwrap_err().is_not_found());
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn volumes_of_volumes_snapshots_and_images() {
    let cloud = demo().await;
    let storage = BlockStorage::new(&cloud).unwrap();
    let volumes = storage.volumes();
    let source = available(&volumes, &CreateVolume::new(unique("source"), 2)).await;
    let snapshot = storage
        .snapshots()
        .create(&CreateSnapshot::new(&source))
        .await
        .unwrap();
    let wait = storage
        .snapshots()
        .wait_for(&snapshot, snapshots::Status::Available);
    let snapshot = wait.within(SOON).await.unwrap();

    let create = CreateVolume {
        source_volume_id: Some((&source).into()),
        ..CreateVolume::default()
    };
    let clone = available(&volumes, &create).await;
    assert_eq!((clone.size_gib, clone.name.as_str()), (2, ""));
    assert_eq!(clone.source_volume_id.as_ref(), Some(&source.id));
    remove(&volumes, &clone).await;

    let create = CreateVolume {
        snapshot_id: Some((&snapshot).into()),
        ..CreateVolume::default()
    };
    let restored = available(&volumes, &create).await;
    assert_eq!(
        (restored.size_gib, restored.snapshot_id.as_ref()),
        (2, Some(&snapshot.id))
    );
    remove(&volumes, &restored).await;

    let images = cloud
        .service("image")
        .unwrap()
        .list(["v2", "images"], "images");
    let images = images
        .query(&json!({"name": "cirros"}))
        .all()
        .await
        .unwrap();
    let image = images[0]["id"].as_str().unwrap();
    let create = CreateVolume {
        image_id: Some(image.into()),
        ..CreateVolume::new(unique("boot"), 1)
    };
    let bootable = available(&volumes, &create).await;
    assert!(bootable.bootable);
    assert_eq!(bootable.volume_image_metadata["image_id"], image);
    assert_eq!(bootable.volume_image_metadata["image_name"], "cirros");
    remove(&volumes, &bootable).await;

    // A volume with a snapshot goes only together with it.
    let refused = volumes.delete(&source).await.unwrap_err();
    assert!(
        refused
            .status()
            .is_some_and(|status| status.is_client_error()),
        "{refused}"
    );
    volumes.delete_cascade(&source).await.unwrap();
    volumes.wait_gone(&source).within(SOON).await.unwrap();
    assert!(
        storage
            .snapshots()
            .get(&snapshot)
            .await
            .unwrap_err()
            .is_not_found()
    );
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn waiting_ends_with_an_error() {
    let volumes = storage().await.volumes();
    let volume = available(&volumes, &CreateVolume::new(unique("volume"), 1)).await;
    let admin = BlockStorage::new(&admin().await).unwrap();
    let reset = json!({"os-reset_status": {"status": "error_extending"}});
    admin
        .client()
        .post(["volumes", volume.id.as_str(), "action"], &reset)
        .await
        .unwrap();

    let error = volumes
        .wait_for(&volume, Status::InUse)
        .within(SOON)
        .await
        .unwrap_err();
    let ErrorKind::Failed { awaited, state, .. } = error.kind() else {
        panic!("{error}")
    };
    assert_eq!(
        (awaited.as_str(), state.as_str()),
        ("in-use", "error_extending")
    );
    let error = volumes.wait_gone(&volume).within(SOON).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Failed { .. }), "{error}");
    let wait = volumes
        .wait_for(&volume, Status::ErrorExtending)
        .within(SOON);
    assert!(wait.await.unwrap().status.is_error());

    // Nothing errs, and nothing happens.
    let reset = json!({"os-reset_status": {"status": "available"}});
    admin
        .client()
        .post(["volumes", volume.id.as_str(), "action"], &reset)
        .await
        .unwrap();
    let wait = volumes
        .wait_for(&volume, Status::InUse)
        .within(Duration::from_millis(300));
    assert!(wait.await.unwrap_err().is_timeout());
    remove(&volumes, &volume).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn attachments() {
    let cloud = demo().await;
    let storage = BlockStorage::new(&cloud).unwrap();
    let volumes = storage.volumes();
    let volume = available(&volumes, &CreateVolume::new(unique("volume"), 1)).await;
    // As Nova does it, for a server that is none.
    let server = "6f9e2a52-9c34-4f5e-8a9b-3d6f1c0b7a11";
    let admin = BlockStorage::new(&admin().await).unwrap();
    let attach = json!({"os-attach": {
        "instance_uuid": server, "mountpoint": "/dev/vdb", "host_name": "h", "mode": "rw"
    }});
    let action = ["volumes", volume.id.as_str(), "action"];
    admin.client().post(action, &attach).await.unwrap();

    let attached = volumes
        .wait_for(&volume, Status::InUse)
        .within(SOON)
        .await
        .unwrap();
    assert_eq!(attached.attachments.len(), 1);
    let attachment = &attached.attachments[0];
    assert_eq!(attachment.server_id.as_ref().unwrap(), &server);
    assert_eq!(
        (&attachment.volume_id, attachment.device.as_deref()),
        (&volume.id, Some("/dev/vdb"))
    );
    assert!(!attachment.id.is_empty() && attachment.attached_at.is_some());

    // A snapshot of a volume in use has to be forced.
    let snapshots = storage.snapshots();
    let gentle = CreateSnapshot::new(&volume);
    assert!(snapshots.create(&gentle).await.is_err());
    let forced = snapshots
        .create(&CreateSnapshot {
            force: true,
            ..gentle
        })
        .await
        .unwrap();
    let wait = snapshots.wait_for(&forced, snapshots::Status::Available);
    wait.within(SOON).await.unwrap();

    let detach = json!({"os-detach": {"attachment_id": attachment.id}});
    admin.client().post(action, &detach).await.unwrap();
    volumes
        .wait_for(&volume, Status::Available)
        .within(SOON)
        .await
        .unwrap();
    volumes.delete_cascade(&volume).await.unwrap();
    volumes.wait_gone(&volume).within(SOON).await.unwrap();
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn addresses_with_and_without_a_project() {
    let cloud = demo().await;
    let plain = BlockStorage::new(&cloud).unwrap();
    assert!(
        plain.client().endpoint().ends_with("/v3"),
        "{}",
        plain.client().endpoint()
    );
    let named = BlockStorage::builder(&cloud)
        .name("cinderv3")
        .build()
        .unwrap();
    let project = cloud.access().await.unwrap().project.clone().unwrap().id;
    assert!(
        named
            .client()
            .endpoint()
            .ends_with(&format!("/v3/{project}"))
    );

    let volume = available(&plain.volumes(), &CreateVolume::new(unique("volume"), 1)).await;
    assert_eq!(named.volumes().get(&volume).await.unwrap().id, volume.id);
    let filter = ListVolumes {
        name: Some(volume.name.clone()),
        ..ListVolumes::default()
    };
    assert_eq!(named.volumes().list(&filter).all().await.unwrap().len(), 1);
    remove(&named.volumes(), &volume).await;
}
