//! Flavors.

use std::collections::BTreeMap;

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
    for wanted in ["m1.nano", NANO] {
        assert_eq!(flavors.find(wanted).await.unwrap().id, nano.id);
    }
    assert!(flavors.find("m1.giant").await.unwrap_err().is_not_found());

    // Large ones alone: other tests make small ones, and take them away.
    let in_pages = ListFlavors {
        min_ram_mib: Some(512),
        sort_key: Some("memory_mb".into()),
        limit: Some(1),
        ..ListFlavors::default()
    };
    let large = flavors.list(&in_pages).all().await.unwrap();
    assert!(large.len() >= 2);
    assert!(large.iter().all(|flavor| flavor.ram_mib >= 512));
    assert!(large.is_sorted_by_key(|flavor| flavor.ram_mib));
    let names = flavors.list_summaries(&in_pages).all().await.unwrap();
    let same = large.iter().map(|flavor| (&flavor.id, &flavor.name));
    assert!(same.eq(names.iter().map(|flavor| (&flavor.id, &flavor.name))));

    let named = ListFlavors {
        name: Some("m1.nano".into()),
        ..ListFlavors::default()
    };
    let named = flavors.list(&named).all().await.unwrap();
    assert_eq!((named.len(), named[0].id.as_str()), (1, NANO));
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
    assert_eq!(flavors.find(&name).await.unwrap().id, flavor.id);
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

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn extra_specs_and_access() {
    let cloud = admin().await;
    let compute = compute(&cloud);
    let create = CreateFlavor {
        is_public: Some(false),
        ..CreateFlavor::new(unique("flavor"), 1, 64, 1)
    };
    let flavor = compute.flavors().create(&create).await.unwrap();
    let specs = compute.flavor_extra_specs(&flavor);
    let of = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
        let owned = pairs
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()));
        owned.collect()
    };
    let two = of(&[("hw:cpu_policy", "shared"), ("hw:mem_page_size", "small")]);
    assert_eq!(specs.add(&two).await.unwrap(), two);
    let large = of(&[("hw:mem_page_size", "large")]);
    assert_eq!(specs.set("hw:mem_page_size", "large").await.unwrap(), large);
    assert_eq!(specs.get("hw:mem_page_size").await.unwrap(), large);
    specs.delete("hw:mem_page_size").await.unwrap();
    assert!(
        specs
            .get("hw:mem_page_size")
            .await
            .unwrap_err()
            .is_not_found()
    );
    assert_eq!(
        specs.all().await.unwrap(),
        of(&[("hw:cpu_policy", "shared")])
    );

    let access = compute.flavor_access(&flavor);
    let project = demo()
        .await
        .access()
        .await
        .unwrap()
        .project
        .clone()
        .unwrap()
        .id;
    let given = access.add(project.as_str()).await.unwrap();
    assert!(given.iter().any(|one| one.project_id.as_str() == project));
    assert_eq!(access.list().all().await.unwrap(), given);
    let left = access.remove(project.as_str()).await.unwrap();
    assert!(left.iter().all(|one| one.project_id.as_str() != project));
    compute.flavors().delete(&flavor).await.unwrap();
}
