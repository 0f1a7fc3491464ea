//! Which volumes are listed.

use ferriscloud::BlockStorage;
use ferriscloud::block_storage::volumes::{CreateVolume, ListVolumes, Status};
use ferriscloud_live::{admin, alt, demo, unique};

use crate::{available, map, remove, storage};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn volume_filters_and_pages() {
    let storage = storage().await;
    let volumes = storage.volumes();
    let mark = unique("mark");
    let mut ids = Vec::new();
    for size_gib in [1, 2, 3] {
        let create = CreateVolume {
            metadata: map(&[("mark", &mark)]),
            ..CreateVolume::new(format!("{mark}-{size_gib}"), size_gib)
        };
        ids.push(available(&volumes, &create).await.id);
    }

    let marked = ListVolumes {
        metadata: map(&[("mark", &mark)]),
        sort: Some("name:asc".into()),
        limit: Some(2),
        ..ListVolumes::default()
    };
    let mut pages = volumes.list(&marked).pages();
    let (mut sizes, mut seen) = (Vec::new(), Vec::new());
    while let Some(page) = pages.try_next().await.unwrap() {
        sizes.push(page.value.len());
        seen.extend(page.value.into_iter().map(|volume| volume.id));
    }
    assert_eq!((sizes[0], &seen), (2, &ids), "{sizes:?}");

    let count = async |filter: ListVolumes| {
        let filter = ListVolumes {
            metadata: map(&[("mark", &mark)]),
            ..filter
        };
        volumes.list(&filter).all().await.unwrap().len()
    };
    let nothing = ListVolumes::default;
    assert_eq!(count(nothing()).await, 3);
    assert_eq!(
        count(ListVolumes {
            name: Some(format!("{mark}-2")),
            ..nothing()
        })
        .await,
        1
    );
    assert_eq!(
        count(ListVolumes {
            status: Some(Status::Available),
            ..nothing()
        })
        .await,
        3
    );
    assert_eq!(
        count(ListVolumes {
            status: Some(Status::InUse),
            ..nothing()
        })
        .await,
        0
    );
    assert_eq!(
        count(ListVolumes {
            bootable: Some(false),
            ..nothing()
        })
        .await,
        3
    );
    assert_eq!(
        count(ListVolumes {
            bootable: Some(true),
            ..nothing()
        })
        .await,
        0
    );
    let zone = |zone: &str| ListVolumes {
        availability_zone: Some(zone.to_owned()),
        ..nothing()
    };
    assert_eq!(
        (count(zone("nova")).await, count(zone("moon")).await),
        (3, 0)
    );
    // Without its microversion, Cinder ignores a filter in silence; the listing asks for it.
    let created = |when: &str| ListVolumes {
        created_at: Some(when.to_owned()),
        ..nothing()
    };
    assert_eq!(count(created("lt:2001-01-01T00:00:00Z")).await, 0);
    assert_eq!(count(created("gt:2001-01-01T00:00:00Z")).await, 3);
    let updated = ListVolumes {
        updated_at: Some("lt:2001-01-01T00:00:00Z".into()),
        ..nothing()
    };
    assert_eq!(count(updated).await, 0);
    assert_eq!(
        count(ListVolumes {
            group_id: Some("no-such-group".into()),
            ..nothing()
        })
        .await,
        0
    );

    // Other projects do not see them; an administrator does, and where they are.
    let others = BlockStorage::new(&alt().await).unwrap().volumes();
    assert!(others.list(&marked).all().await.unwrap().is_empty());
    let project = demo()
        .await
        .access()
        .await
        .unwrap()
        .project
        .clone()
        .unwrap()
        .id;
    let all = ListVolumes {
        all_projects: true,
        project_id: Some(project.as_str().into()),
        name: Some(format!("{mark}-1")),
        ..nothing()
    };
    let all = BlockStorage::new(&admin().await)
        .unwrap()
        .volumes()
        .list(&all)
        .all()
        .await
        .unwrap();
    assert_eq!((all.len(), &all[0].id), (1, &ids[0]));
    assert!(
        all[0].host.as_ref().is_some_and(|host| host.contains('@')),
        "{:?}",
        all[0].host
    );

    for id in &ids {
        remove(&volumes, id).await;
    }
}
