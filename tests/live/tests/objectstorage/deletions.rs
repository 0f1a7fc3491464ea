//! Large objects that go, and what has to stay.

use ferriscloud::ObjectStorage;
use ferriscloud::object_storage::containers::{
    ContainerSettings, CreateContainer, UpdateContainer,
};
use ferriscloud::object_storage::objects::{
    CreateSymlink, ListVersions, Objects, Segment, UpdateObject,
};
use ferriscloud_live::unique;

use crate::large_uploads::{data, listed};
use crate::versions::{forget, versioned};
use crate::{HELLO, Temporary, clear, container, storage};

const PART: u64 = 1 << 20;
const SIZE: usize = (2 << 20) + 9;

async fn large(objects: &Objects, name: &str, seed: u64) {
    let upload = objects.upload_large(name, data(seed, SIZE));
    upload.segment_size(PART).await.unwrap();
}

fn segments_of(storage: &ObjectStorage, objects: &Objects) -> Objects {
    storage.objects(format!("{}_segments", objects.container()))
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn of_a_link_only_the_link_goes() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let segments = segments_of(&storage, &objects);
    large(&objects, "target", 1).await;
    let link = CreateSymlink::new("link", objects.container(), "target");
    let there = async || {
        assert_eq!(listed(&segments, "").await.len(), 3);
        assert!(objects.download("target").bytes().await.unwrap() == data(1, SIZE));
    };

    objects.create_symlink(&link).await.unwrap();
    assert_eq!(objects.delete_large("link").await.unwrap(), 0);
    there().await;
    objects.create_symlink(&link).await.unwrap();
    let gone = objects.delete_prefix("link").with_segments();
    assert_eq!(gone.await.unwrap(), 1);
    there().await;
    objects.create_symlink(&link).await.unwrap();
    let replaced = objects.upload_large("link", "small").delete_replaced();
    assert_eq!(replaced.await.unwrap().replaced, 0);
    there().await;

    assert_eq!(objects.delete_large("target").await.unwrap(), 3);
    assert!(listed(&segments, "").await.is_empty());
    let error = objects.delete_large("target").await.unwrap_err();
    assert!(error.is_not_found());
    clear(&storage, &objects).await;
    clear(&storage, &segments).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn segments_of_segments_go_too() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let segments = segments_of(&storage, &objects);
    large(&objects, "inner", 1).await;
    objects.upload("plain", HELLO).await.unwrap();
    let parts = ["inner", "plain", "inner"].map(|name| Segment::new(objects.container(), name));
    let outer = objects.put_manifest("outer", &parts, &UpdateObject::default());
    outer.await.unwrap();
    assert_eq!(objects.delete_large("outer").await.unwrap(), 5);
    assert!(listed(&objects, "").await.is_empty() && listed(&segments, "").await.is_empty());
    clear(&storage, &objects).await;
    clear(&storage, &segments).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn of_dynamic_large_objects_goes_what_is_below_their_prefix() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let dynamic = async |name: &str, prefix: &str| {
        let with = UpdateObject::default();
        let put = objects.put_dynamic_manifest(name, objects.container(), prefix, &with);
        put.await.unwrap();
    };
    let all = async || {
        let all = listed(&objects, "").await;
        let names = all.into_iter().map(|object| object.name.into_string());
        names.collect::<Vec<_>>()
    };
    for name in ["video2", "video/1", "video/2"] {
        objects.upload(name, HELLO).await.unwrap();
    }
    // Among its own segments, by its name and by its place.
    for (name, left) in [("video", vec!["video2"]), ("a/b", vec!["video2"])] {
        objects.upload("video/1", HELLO).await.unwrap();
        dynamic(name, "video").await;
        objects.delete_large(name).await.unwrap();
        assert_eq!(all().await, left);
    }
    objects.upload("a/1", HELLO).await.unwrap();
    dynamic("a/z", "a").await;
    let new = objects.upload_large("a/z", "new").delete_replaced();
    assert_eq!(new.await.unwrap().replaced, 1);
    assert_eq!(all().await, ["a/z", "video2"]);
    clear(&storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn old_versions_keep_their_segments() {
    let storage = storage().await;
    let objects = versioned(&storage).await;
    let segments = segments_of(&storage, &objects);
    large(&objects, "a", 1).await;
    large(&objects, "a", 2).await;
    let third = objects.upload_large("a", data(3, SIZE)).segment_size(PART);
    let third = third.delete_replaced().await.unwrap();
    assert_eq!(third.replaced, 0);
    assert_eq!(third.version, objects.head("a").await.unwrap().version);
    assert!(third.version.is_some());
    assert_eq!(objects.delete_large("a").await.unwrap(), 0);
    large(&objects, "a", 4).await;
    let gone = objects.delete_prefix("").with_segments();
    assert_eq!(gone.await.unwrap(), 1);
    assert_eq!(listed(&segments, "").await.len(), 12);
    let versions = objects.list_versions(&ListVersions::default());
    let versions = versions.all().await.unwrap();
    let mut seeds = [4, 3, 2, 1].into_iter();
    for version in versions.iter().filter(|version| !version.is_deletion()) {
        let file = Temporary::new();
        let download = objects.download_large(version, &file.0).range_size(PART);
        download.await.unwrap();
        assert!(std::fs::read(&file.0).unwrap() == data(seeds.next().unwrap(), SIZE));
    }
    assert_eq!(seeds.next(), None);
    forget(&storage, &objects).await;
    clear(&storage, &segments).await;
}

/// The old kind of versioning, and what was there before versions were kept.
#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn states_that_can_come_back_keep_their_segments() {
    let storage = storage().await;
    let old = container(&storage).await;
    let settings = [
        ContainerSettings {
            versions_location: old.container().to_string().into(),
            ..ContainerSettings::default()
        },
        ContainerSettings {
            versions_enabled: Some(true),
            ..ContainerSettings::default()
        },
    ];
    for (kind, settings) in settings.into_iter().enumerate() {
        let objects = container(&storage).await;
        let segments = segments_of(&storage, &objects);
        large(&objects, "a", 1).await;
        let changes = UpdateContainer {
            settings,
            ..UpdateContainer::default()
        };
        let containers = storage.containers();
        let changed = containers.update(objects.container(), &changes);
        changed.await.unwrap();
        let new = objects.upload_large("a", "new").delete_replaced();
        assert_eq!(new.await.unwrap().replaced, 0);
        assert_eq!(listed(&segments, "").await.len(), 3);
        if kind == 0 {
            objects.delete("a").await.unwrap();
            assert!(objects.download("a").bytes().await.unwrap() == data(1, SIZE));
            clear(&storage, &objects).await;
        } else {
            let versions = objects.list_versions(&ListVersions::default());
            let first = versions.all().await.unwrap().pop().unwrap();
            assert!(objects.download(&first).bytes().await.unwrap() == data(1, SIZE));
            forget(&storage, &objects).await;
        }
        clear(&storage, &segments).await;
    }
    clear(&storage, &old).await;
}

/// Whoever may read an object has to be able to read its segments.
#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn segments_of_public_objects_are_public() {
    let storage = storage().await;
    let create = CreateContainer {
        read_acl: Some(".r:*".into()),
        ..CreateContainer::new(unique("public"))
    };
    storage.containers().create(&create).await.unwrap();
    let objects = storage.objects(create.name.clone());
    large(&objects, "a", 1).await;
    let endpoint = storage.client().endpoint();
    let stranger = crate::stranger(&format!("{endpoint}/{}/a", objects.container())).await;
    let page = stranger.get(ferriscloud::Path::default());
    let page = page.reading(|answer| Ok(answer.bytes().clone())).await;
    assert!(page.unwrap() == data(1, SIZE));
    let segments = segments_of(&storage, &objects);
    clear(&storage, &objects).await;
    clear(&storage, &segments).await;
}
