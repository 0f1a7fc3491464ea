//! Flavors.

use ferriscloud::compute::flavors::{CreateFlavor, ListFlavors, UpdateFlavor, Visibility};
use ferriscloud_live::{admin, demo, unique};

use crate::{NANO, compute};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn flavors() {
    let flavors = compute(&demo().await).flavors();
    let all = flavors.list(&ListFlavors::default()).all().await.unwrap();
    let nano = all.iter().find(|flavor| flavor.name == "m1.nano").unwrap();
    assert_eq!((nano.vcpus, nano.ram_mib, nano.disk_gib), (1, 64, 1));
    assert!(nano.is_public && !nano.disabled);
    assert_eq!(flavors.get(NANO).await.unwrap().name, "m1.nano");

    let large = ListFlavors {
        min_ram_mib: Some(512),
        sort_key: Some("memory_mb".into()),
        limit: Some(1),
        ..ListFlavors::default()
    };
    let large = flavors.list(&large).all().await.unwrap();
    assert!(large.len() >= 2);
    assert!(large.iter().all(|flavor| flavor.ram_mib >= 512));
    assert!(large.is_sorted_by_key(|flavor| flavor.ram_mib));
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn flavors_of_an_administrator() {
    let flavors = compute(&admin().await).flavors();
    let name = unique("flavor");
    let create = CreateFlavor {
        id: Some(name.as_str().into()),
        ephemeral_gib: Some(1),
        swap_mib: Some(128),
        is_public: Some(false),
        description: Some("one of a test".into()),
        ..CreateFlavor::new(&name, 2, 256, 3)
    };
    let flavor = flavors.create(&create).await.unwrap();
    assert_eq!(
        (flavor.id.as_str(), flavor.name.as_str()),
        (name.as_str(), name.as_str())
    );
    assert_eq!((flavor.vcpus, flavor.ram_mib, flavor.disk_gib), (2, 256, 3));
    assert_eq!((flavor.ephemeral_gib, flavor.swap_mib), (1, 128));
    assert_eq!(flavor.description.as_deref(), Some("one of a test"));
    let twice = flavors.create(&create).await.unwrap_err();
    assert!(twice.is_conflict(), "{twice}");

    let private = ListFlavors {
        visibility: Some(Visibility::Private),
        ..ListFlavors::default()
    };
    let private = flavors.list(&private).all().await.unwrap();
    assert!(private.iter().any(|flavor| flavor.name == name));
    assert!(private.iter().all(|flavor| !flavor.is_public));
    let hidden = compute(&demo().await)
        .flavors()
        .get(&flavor)
        .await
        .unwrap_err();
    assert!(hidden.is_not_found());

    let changes = UpdateFlavor {
        description: Some("another".into()),
    };
    let changed = flavors.update(&flavor, &changes).await.unwrap();
    assert_eq!(changed.description.as_deref(), Some("another"));
    let cleared = flavors
        .update(&flavor, &UpdateFlavor::default())
        .await
        .unwrap();
    assert_eq!(cleared.description, None);

    flavors.delete(&flavor).await.unwrap();
    assert!(flavors.get(&flavor).await.unwrap_err().is_not_found());
}
