//! Earlier states of objects.

use ferriscloud::ObjectStorage;
use ferriscloud::object_storage::containers::{
    ContainerSettings, CreateContainer, UpdateContainer,
};
use ferriscloud::object_storage::objects::{
    CopyObject, ListObjects, ListVersions, ObjectVersion, Objects, ReadObject, VersionEntry,
};
use ferriscloud_live::unique;

use crate::storage;

pub(crate) async fn versioned(storage: &ObjectStorage) -> Objects {
    let name = unique("versions");
    let settings = ContainerSettings {
        versions_enabled: Some(true),
        ..ContainerSettings::default()
    };
    let create = CreateContainer {
        settings,
        ..CreateContainer::new(name.as_str())
    };
    storage.containers().create(&create).await.unwrap();
    storage.objects(name)
}

async fn all(objects: &Objects, filter: &ListVersions) -> Vec<ObjectVersion> {
    objects.list_versions(filter).all().await.unwrap()
}

/// Keeps no more versions.
async fn suspend(storage: &ObjectStorage, objects: &Objects) {
    let settings = ContainerSettings {
        versions_enabled: Some(false),
        ..ContainerSettings::default()
    };
    let stop = UpdateContainer {
        settings,
        ..UpdateContainer::default()
    };
    let containers = storage.containers();
    containers.update(objects.container(), &stop).await.unwrap();
    let head = containers.head(objects.container()).await.unwrap();
    assert_eq!(head.versions_enabled, Some(false));
}

/// Deletes a container that keeps versions.
pub(crate) async fn forget(storage: &ObjectStorage, objects: &Objects) {
    suspend(storage, objects).await;
    for version in all(objects, &ListVersions::default()).await {
        let gone = objects.delete_version(version.name.clone(), &version);
        gone.await.unwrap();
    }
    let gone = storage.containers().delete(objects.container());
    gone.await.unwrap();
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn versions_are_kept() {
    let storage = storage().await;
    let objects = versioned(&storage).await;
    let head = storage
        .containers()
        .head(objects.container())
        .await
        .unwrap();
    assert_eq!(head.versions_enabled, Some(true));
    // Without a percent sign: Swift 2.38 decodes such a name once too often when its latest version is deleted, and leaves
    // a link to nothing.
    let name = "a/ä ?#";
    let first = objects.upload(name, "first").await.unwrap();
    let second = objects.upload(name, "second").await.unwrap();
    objects.upload("b", "other").await.unwrap();
    let first = first.version.unwrap();
    assert_ne!(Some(&first), second.version.as_ref());

    let versions = all(&objects, &ListVersions::default()).await;
    let seen: Vec<_> = versions
        .iter()
        .map(|one| (one.name.as_str(), one.bytes, one.is_latest))
        .collect();
    assert_eq!(seen, [(name, 6, true), (name, 5, false), ("b", 5, true)]);
    assert!(
        versions
            .iter()
            .all(|one| one.last_modified.is_some() && one.etag.len() == 32)
    );

    // The old one by what is listed, and by its id.
    let old = &versions[1];
    assert_eq!(old.id, first);
    assert_eq!(objects.download(old).bytes().await.unwrap(), "first");
    assert_eq!(objects.head(old).await.unwrap().bytes, Some(5));
    let by_id = ReadObject {
        version: Some(first.clone()),
        ..ReadObject::new(name)
    };
    assert_eq!(objects.download(&by_id).bytes().await.unwrap(), "first");
    let latest = objects.head(name).await.unwrap();
    assert_eq!((latest.bytes, latest.version), (Some(6), second.version));

    let copy = CopyObject::new(objects.container(), "copy");
    for original in [by_id, old.into()] {
        objects.copy(original, &copy).await.unwrap();
        assert_eq!(objects.download("copy").bytes().await.unwrap(), "first");
    }

    objects.restore_version(name, &first).await.unwrap();
    assert_eq!(objects.download(name).bytes().await.unwrap(), "first");

    objects.delete(name).await.unwrap();
    assert!(objects.head(name).await.unwrap_err().is_not_found());
    let of_it = ListVersions {
        prefix: Some("a/".into()),
        ..ListVersions::default()
    };
    let versions = all(&objects, &of_it).await;
    assert_eq!(versions.len(), 3);
    assert!(versions[0].is_deletion() && versions[0].is_latest);
    let error = objects.head(&versions[0]).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    // Without the deletion it is there again only when it is restored.
    let gone = objects.delete_version(name, &versions[0]);
    gone.await.unwrap();
    let back = objects.restore_version(name, &versions[1]).await.unwrap();
    assert_eq!(back.version.as_ref(), Some(&versions[1].id));
    assert_eq!(objects.download(name).bytes().await.unwrap(), "second");

    // That of no version.
    let nothing = ReadObject {
        version: Some("1234567890.00000".into()),
        ..ReadObject::new(name)
    };
    assert!(objects.head(&nothing).await.unwrap_err().is_not_found());
    forget(&storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn pages_of_versions_end_anywhere() {
    let storage = storage().await;
    let objects = versioned(&storage).await;
    for name in ["a\nb", "c", "c"] {
        for text in ["1", "2", "3"] {
            objects.upload(name, text).await.unwrap();
        }
    }
    let whole = all(&objects, &ListVersions::default()).await;
    let ids = |versions: &[ObjectVersion]| -> Vec<_> {
        versions.iter().map(|one| one.id.clone()).collect()
    };
    assert_eq!(whole.len(), 9);
    for limit in [1, 2, 4] {
        let pages = ListVersions {
            limit: Some(limit),
            ..ListVersions::default()
        };
        assert_eq!(ids(&all(&objects, &pages).await), ids(&whole), "{limit}");
    }
    // As somebody else's type too.
    #[derive(serde::Deserialize)]
    struct Lean {
        version_id: String,
    }
    let pages = ListVersions {
        limit: Some(2),
        ..ListVersions::default()
    };
    let lean = objects.list_versions(&pages).extract::<Lean>();
    let lean = lean.all().await.unwrap();
    assert!(
        lean.iter()
            .map(|one| one.version_id.as_str())
            .eq(whole.iter().map(|one| one.id.as_str()))
    );
    let rest = ListVersions {
        marker: Some(whole[3].name.to_string()),
        version_marker: Some(whole[3].id.clone()),
        ..ListVersions::default()
    };
    assert_eq!(ids(&all(&objects, &rest).await), ids(&whole[4..]));
    let listed = objects.list(&ListObjects::default()).all().await.unwrap();
    assert_eq!(listed.len(), 2);
    forget(&storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn versions_as_in_directories() {
    let storage = storage().await;
    let objects = versioned(&storage).await;
    for name in ["a", "b/", "b/1", "b/2", "b/ä/1", "b0", "ö/1", "ö/2", "z"] {
        for text in ["1", "2"] {
            objects.upload(name, text).await.unwrap();
        }
    }
    suspend(&storage, &objects).await;
    for name in ["b/2", "c", "z"] {
        objects.upload(name, "of no version").await.unwrap();
    }
    let list = async |filter: &ListVersions| {
        let entries = objects.list_versions(filter).extract::<VersionEntry>();
        let entries = entries.all().await.unwrap();
        let show = |entry| match entry {
            VersionEntry::Subdir { prefix } => (prefix, None),
            VersionEntry::Version(one) => (one.name.to_string(), Some((one.id, one.is_latest))),
        };
        entries.into_iter().map(show).collect::<Vec<_>>()
    };
    let top = ["a", "a", "b/", "b0", "b0", "c", "z", "z", "z", "ö/"];
    let below = ["b/", "b/", "b/1", "b/1", "b/2", "b/2", "b/2", "b/ä/"];
    for (prefix, expected, subdirs) in [("", &top[..], 2), ("b/", &below[..], 1)] {
        let mut filter = ListVersions {
            prefix: Some(prefix.to_owned()),
            delimiter: Some("/".into()),
            ..ListVersions::default()
        };
        let whole = list(&filter).await;
        assert!(whole.iter().map(|(name, _)| name).eq(expected), "{whole:?}");
        let seen = whole.iter().filter(|(_, version)| version.is_none());
        assert_eq!(seen.count(), subdirs);
        for limit in 1..4 {
            filter.limit = Some(limit);
            assert_eq!(list(&filter).await, whole, "{limit}");
        }
    }
    forget(&storage, &objects).await;
}
