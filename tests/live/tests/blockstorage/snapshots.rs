//! Snapshots.

use ferriscloud::block_storage::snapshots::{self, CreateSnapshot, ListSnapshots, UpdateSnapshot};
use ferriscloud::block_storage::volumes::CreateVolume;
use ferriscloud::{BlockStorage, ErrorKind, Patch};
use ferriscloud_live::{admin, demo, unique};

use crate::{SOON, available, map, remove};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn snapshots() {
    let cloud = demo().await;
    let storage = BlockStorage::new(&cloud).unwrap();
    let (volumes, snapshots) = (storage.volumes(), storage.snapshots());
    let volume = available(&volumes, &CreateVolume::new(unique("volume"), 1)).await;
    let (name, mark) = (unique("snapshot"), unique("mark"));
    let create = CreateSnapshot {
        name: Some(name.clone()),
        description: Some("one of a test".into()),
        metadata: map(&[("mark", &mark)]),
        ..CreateSnapshot::new(&volume)
    };
    let created = snapshots.create(&create).await.unwrap();
    let wait = snapshots.wait_for(&created, snapshots::Status::Available);
    let snapshot = wait.within(SOON).await.unwrap();
    assert_eq!((&snapshot.name, &snapshot.volume_id), (&name, &volume.id));
    assert_eq!(snapshot.description.as_deref(), Some("one of a test"));
    assert_eq!(
        (snapshot.size_gib, snapshot.metadata["mark"].as_str()),
        (1, mark.as_str())
    );
    assert_eq!(snapshot.progress.as_deref(), Some("100%"));
    let project = cloud.access().await.unwrap().project.clone().unwrap().id;
    assert_eq!(snapshot.project_id.unwrap(), project.as_str());
    assert!(snapshot.user_id.is_none() && snapshot.created_at.is_some());
    let newer = snapshots
        .get(&snapshot.id)
        .microversion(3, 41)
        .await
        .unwrap();
    assert!(newer.user_id.is_some());

    let second = snapshots
        .create(&CreateSnapshot::new(&volume))
        .await
        .unwrap();
    let wait = snapshots.wait_for(&second, snapshots::Status::Available);
    wait.within(SOON).await.unwrap();
    let nothing = ListSnapshots::default;
    let list = async |filter: ListSnapshots| {
        let filter = ListSnapshots {
            volume_id: Some((&volume).into()),
            ..filter
        };
        let all = snapshots.list(&filter).all().await.unwrap();
        all.into_iter()
            .map(|snapshot| snapshot.id)
            .collect::<Vec<_>>()
    };
    let ids = [snapshot.id.clone(), second.id.clone()];
    let in_order = ListSnapshots {
        sort: Some("created_at:asc".into()),
        limit: Some(1),
        ..nothing()
    };
    assert_eq!(list(in_order).await, ids);
    assert_eq!(
        list(ListSnapshots {
            name: Some(name.clone()),
            ..nothing()
        })
        .await,
        ids[..1]
    );
    let marked = ListSnapshots {
        metadata: map(&[("mark", &mark)]),
        ..nothing()
    };
    assert_eq!(list(marked).await, ids[..1]);
    let failed = ListSnapshots {
        status: Some(snapshots::Status::Error),
        ..nothing()
    };
    assert!(list(failed).await.is_empty());
    let all = ListSnapshots {
        all_projects: true,
        project_id: Some(project.as_str().into()),
        name: Some(name.clone()),
        ..nothing()
    };
    let seen = BlockStorage::new(&admin().await)
        .unwrap()
        .snapshots()
        .list(&all)
        .all()
        .await
        .unwrap();
    assert_eq!((seen.len(), &seen[0].id), (1, &snapshot.id));

    let changes = UpdateSnapshot {
        name: Patch::Clear,
        description: "another".into(),
    };
    snapshots.update(&snapshot.id, &changes).await.unwrap();
    let changed = snapshots.get(&snapshot.id).await.unwrap();
    assert_eq!(
        (changed.name.as_str(), changed.description.as_deref()),
        ("", Some("another"))
    );

    for id in &ids {
        snapshots.delete(id).await.unwrap();
        snapshots.wait_gone(id).within(SOON).await.unwrap();
        assert!(snapshots.get(id).await.unwrap_err().is_not_found());
    }
    remove(&volumes, &volume).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn waiting_for_snapshots_ends_with_an_error() {
    let storage = BlockStorage::new(&demo().await).unwrap();
    let (volumes, snapshots) = (storage.volumes(), storage.snapshots());
    let volume = available(&volumes, &CreateVolume::new(unique("volume"), 1)).await;
    let snapshot = snapshots.create(&CreateSnapshot::new(&volume)).await;
    let snapshot = snapshot.unwrap();
    let available = || snapshots.wait_for(&snapshot, snapshots::Status::Available);
    available().within(SOON).await.unwrap();

    let admin = BlockStorage::new(&admin().await).unwrap();
    let reset = async |status: &str| {
        let body = serde_json::json!({"os-reset_status": {"status": status}});
        let path = ["snapshots", snapshot.id.as_str(), "action"];
        admin.client().post(path, &body).await.unwrap();
    };
    reset("error").await;
    let error = available().within(SOON).await.unwrap_err();
    let ErrorKind::Failed { awaited, state, .. } = error.kind() else {
        panic!("{error}")
    };
    assert_eq!((awaited.as_str(), state.as_str()), ("available", "error"));
    let error = snapshots.wait_gone(&snapshot).within(SOON).await;
    let error = error.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Failed { .. }), "{error}");

    reset("available").await;
    snapshots.delete(&snapshot).await.unwrap();
    snapshots.wait_gone(&snapshot).within(SOON).await.unwrap();
    remove(&volumes, &volume).await;
}
