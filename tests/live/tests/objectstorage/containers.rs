//! Containers.

use ferriscloud::object_storage::containers::{
    Container, CreateContainer, ListContainers, UpdateContainer,
};
use ferriscloud::object_storage::objects::{CopyObject, ListObjects};
use ferriscloud::{ErrorKind, Patch};
use ferriscloud_live::unique;
use futures_util::TryStreamExt;

use crate::{HELLO, map, storage};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn containers() {
    let storage = storage().await;
    let containers = storage.containers();
    let name = unique("box ü%2F?#");
    let create = CreateContainer {
        metadata: map(&[("colour", "grün"), ("shape", "round")]),
        read_acl: Some(".r:*,.rlistings".into()),
        write_acl: Some("*:nobody".into()),
        ..CreateContainer::new(name.as_str())
    };
    containers.create(&create).await.unwrap();
    storage
        .objects(name.as_str())
        .upload("a", HELLO)
        .await
        .unwrap();

    let head = containers.head(&name).await.unwrap();
    assert_eq!((head.objects, head.bytes), (1, 12));
    assert_eq!(
        head.metadata,
        map(&[("colour", "grün"), ("shape", "round")])
    );
    assert_eq!(head.read_acl.as_deref(), Some(".r:*,.rlistings"));
    assert_eq!(head.write_acl.as_deref(), Some("*:nobody"));
    assert!(head.storage_policy.is_some() && head.created_at.is_some());
    assert!(head.last_modified.is_some());

    let changes = UpdateContainer {
        metadata: map(&[("colour", "blau"), ("size", "1")]),
        remove_metadata: vec!["Shape".into()],
        read_acl: Patch::Clear,
        write_acl: "*:somebody".into(),
        ..UpdateContainer::default()
    };
    containers.update(&name, &changes).await.unwrap();
    let head = containers.head(&name).await.unwrap();
    assert_eq!(head.metadata, map(&[("colour", "blau"), ("size", "1")]));
    assert_eq!(
        (head.read_acl, head.write_acl.as_deref()),
        (None, Some("*:somebody"))
    );

    let error = containers.delete(&name).await.unwrap_err();
    assert!(error.is_conflict(), "{error}");
    storage.objects(name.as_str()).delete("a").await.unwrap();
    containers.delete(&name).await.unwrap();
    let error = containers.head(&name).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn containers_listed() {
    let storage = storage().await;
    let containers = storage.containers();
    let prefix = unique("list");
    let names = ["a", "b.1", "b.2", "c"].map(|end| format!("{prefix}-{end}"));
    for name in &names {
        containers.create(name.as_str()).await.unwrap();
    }
    let all = ListContainers {
        prefix: Some(prefix.clone()),
        ..Default::default()
    };
    let (handle, own) = (&containers, &prefix);
    let listed = |filter: ListContainers| async move {
        let listed = handle.list(&filter).all().await.unwrap();
        listed
            .iter()
            .map(|it: &Container| it.name.as_str()[own.len() + 1..].to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(listed(all.clone()).await, ["a", "b.1", "b.2", "c"]);
    assert_eq!(
        listed(ListContainers {
            limit: Some(1),
            ..all.clone()
        })
        .await,
        ["a", "b.1", "b.2", "c"]
    );
    let reverse = ListContainers {
        reverse: Some(true),
        limit: Some(3),
        ..all.clone()
    };
    assert_eq!(listed(reverse).await, ["c", "b.2", "b.1", "a"]);
    let (marker, end_marker) = (Some(names[0].clone()), Some(names[3].clone()));
    let between = ListContainers {
        marker,
        end_marker,
        limit: Some(1),
        ..all.clone()
    };
    assert_eq!(listed(between).await, ["b.1", "b.2"]);
    for limit in [None, Some(1)] {
        let delimited = ListContainers {
            delimiter: Some(".".into()),
            limit,
            ..all.clone()
        };
        let listed = containers.list(&delimited).all().await.unwrap();
        let subdirs: Vec<_> = listed.iter().map(|it| it.subdir).collect();
        assert_eq!(subdirs, [false, true, false]);
        assert_eq!(listed[1].name, format!("{prefix}-b."));
    }
    let pages = containers
        .list(&ListContainers {
            limit: Some(3),
            ..all
        })
        .pages();
    let sizes: Vec<_> = pages
        .map_ok(|page| page.value.len())
        .try_collect()
        .await
        .unwrap();
    assert_eq!(sizes, [3, 1, 0]);
    for name in &names {
        containers.delete(name).await.unwrap();
    }
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn container_names_without_slash() {
    let storage = storage().await;
    let refused = [
        storage.containers().create("a/b").await,
        storage
            .containers()
            .update("a/b", &UpdateContainer::default())
            .await,
        storage.containers().delete("a/b").await,
        storage.containers().head("a/b").await.map(drop),
        storage.objects("a/b").upload("c", HELLO).await.map(drop),
        storage.objects("a/b").delete("c").await,
        storage.objects("a/b").download("c").bytes().await.map(drop),
        storage
            .objects("a/b")
            .list(&ListObjects::default())
            .all()
            .await
            .map(drop),
        storage
            .objects("a/b")
            .copy("c", &CopyObject::new("d", "e"))
            .await
            .map(drop),
        storage
            .objects("d")
            .copy("c", &CopyObject::new("a/b", "e"))
            .await
            .map(drop),
        storage.objects("d").head("").await.map(drop),
        storage.objects("..").head("c").await.map(drop),
        storage
            .objects("d")
            .download("c")
            .range(1..1)
            .bytes()
            .await
            .map(drop),
    ];
    for (index, result) in refused.into_iter().enumerate() {
        let error = result.unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::Input(_)),
            "{index}: {error}"
        );
        assert_eq!(error.trace().attempts, 0, "{index}: {error}");
    }
}
