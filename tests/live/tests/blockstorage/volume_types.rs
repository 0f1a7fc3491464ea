//! Volume types.

use ferriscloud::BlockStorage;
use ferriscloud::block_storage::volume_types::{
    CreateVolumeType, ListVolumeTypes, UpdateVolumeType, Visibility,
};
use ferriscloud::block_storage::volumes::CreateVolume;
use ferriscloud_live::{admin, unique};

use crate::{available, map, remove, storage};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn volume_types() {
    let storage = BlockStorage::new(&admin().await).unwrap();
    let types = storage.volume_types();
    let default = types.get("default").await.unwrap();
    assert_eq!(
        (default.name.as_str(), default.is_public),
        ("__DEFAULT__", true)
    );

    let name = unique("type");
    let create = CreateVolumeType {
        description: Some("one of a test".into()),
        is_public: Some(false),
        extra_specs: map(&[("multiattach", "<is> True"), ("volume_backend_name", "two")]),
        ..CreateVolumeType::new(&name)
    };
    let created = types.create(&create).await.unwrap();
    let shown = types.get(&created).await.unwrap();
    assert_eq!((&shown.name, shown.is_public), (&name, false));
    assert_eq!(shown.description.as_deref(), Some("one of a test"));
    assert_eq!(shown.extra_specs, create.extra_specs);

    let has = async |visibility| {
        let filter = ListVolumeTypes {
            visibility,
            limit: Some(1),
            ..ListVolumeTypes::default()
        };
        let all = types.list(&filter).all().await.unwrap();
        all.iter().any(|volume_type| volume_type.id == created.id)
    };
    assert!(has(Some(Visibility::Private)).await && has(Some(Visibility::Any)).await);
    assert!(!has(Some(Visibility::Public)).await);

    let changes = UpdateVolumeType {
        name: Some(format!("{name}-2")),
        description: Some("another".into()),
        is_public: Some(true),
    };
    types.update(&created, &changes).await.unwrap();
    let changed = types.get(&created).await.unwrap();
    assert_eq!(
        (changed.name.as_str(), changed.is_public),
        (format!("{name}-2").as_str(), true)
    );
    assert_eq!(changed.description.as_deref(), Some("another"));
    assert!(has(Some(Visibility::Public)).await);

    // Users see it now, without most of its specs, and can use it.
    let users = self::storage().await;
    let seen = users.volume_types().get(&created).await.unwrap();
    assert!(
        !seen.extra_specs.contains_key("volume_backend_name"),
        "{seen:?}"
    );
    let create = CreateVolume {
        volume_type: Some(changed.name.clone()),
        ..CreateVolume::new(unique("volume"), 1)
    };
    let volume = available(&users.volumes(), &create).await;
    assert_eq!(volume.volume_type, Some(changed.name));
    assert!(volume.multiattach);
    assert!(types.delete(&created).await.is_err(), "a volume has it");
    remove(&users.volumes(), &volume).await;

    types.delete(&created).await.unwrap();
    assert!(types.get(&created).await.unwrap_err().is_not_found());
    let error = users
        .volume_types()
        .create(&CreateVolumeType::new(name))
        .await
        .unwrap_err();
    assert!(error.is_forbidden(), "{error}");
}
