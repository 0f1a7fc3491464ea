//! Large objects, and deleting many.

use ferriscloud::object_storage::objects::{
    CopyObject, ListObjects, Object, ReadObject, Segment, UpdateObject,
};

use crate::{HELLO, HELLO_MD5, clear, container, map, storage};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn static_large_objects() {
    let storage = storage().await;
    let objects = container(&storage).await;
    for name in ["part/1 ä?", "part/2%"] {
        objects.upload(name, HELLO).await.unwrap();
    }
    let part = |name| Segment::new(objects.container(), name);
    let segments = [
        Segment {
            etag: Some(HELLO_MD5.into()),
            bytes: Some(HELLO.len() as u64),
            ..part("part/1 ä?")
        },
        Segment {
            range: Some("0-4".into()),
            ..part("part/2%")
        },
    ];
    let with = UpdateObject {
        metadata: map(&[("colour", "red")]),
        ..UpdateObject::default()
    };
    let made = objects
        .put_manifest("large", &segments, &with)
        .await
        .unwrap();
    assert!(made.etag.is_some());
    let head = objects.head("large").await.unwrap();
    assert!(head.static_large_object);
    assert_eq!((head.bytes, &*head.metadata["colour"]), (Some(17), "red"));
    let whole = objects.download("large").bytes().await.unwrap();
    assert_eq!(&whole[..], b"hello, worldhello");
    let manifest = objects.manifest("large").await.unwrap();
    assert_eq!(
        manifest[0].path,
        format!("/{}/part/1 ä?", objects.container())
    );
    assert_eq!((manifest[0].bytes, &*manifest[0].etag), (12, HELLO_MD5));
    assert_eq!(manifest[1].range.as_deref(), Some("0-4"));

    let raw = objects.raw_manifest("large").await.unwrap();
    assert_eq!(raw[0].path, format!("/{}/part/1 ä?", objects.container()));
    assert_eq!(
        (raw[0].bytes, raw[0].etag.as_deref()),
        (Some(12), Some(HELLO_MD5))
    );
    let again = objects.put_manifest("again", &raw, &UpdateObject::default());
    again.await.unwrap();
    assert_eq!(objects.download("again").bytes().await.unwrap(), whole);
    let second = ReadObject {
        part: Some(2),
        ..ReadObject::new("large")
    };
    assert_eq!(objects.head(&second).await.unwrap().parts, Some(2));
    assert_eq!(objects.download(&second).bytes().await.unwrap(), "hello");
    let to = CopyObject::new(objects.container(), "second");
    objects.copy(second, &to).await.unwrap();
    assert_eq!(objects.download("second").bytes().await.unwrap(), "hello");
    objects.delete("second").await.unwrap();
    let manifest = ReadObject {
        manifest: true,
        ..ReadObject::new("large")
    };
    let to = CopyObject::new(objects.container(), "same segments");
    objects.copy(manifest, &to).await.unwrap();
    let head = objects.head("same segments").await.unwrap();
    assert!(head.static_large_object && head.manifest_etag.is_some());
    let listed = objects.list(&ListObjects::default()).extract::<Object>();
    let listed = listed.all().await.unwrap();
    assert_eq!(
        listed
            .iter()
            .filter(|one| one
                .extras
                .as_ref()
                .is_some_and(|one| one.slo_etag.is_some()))
            .count(),
        3
    );
    for copy in ["again", "same segments"] {
        objects.delete(copy).await.unwrap();
    }

    let wrong = [Segment {
        etag: Some("0123".into()),
        ..part("part/2%")
    }];
    let refused = objects.put_manifest("other", &wrong, &UpdateObject::default());
    let refused = refused.await.unwrap_err();
    assert!(
        refused.message().unwrap().contains("Etag Mismatch"),
        "{refused}"
    );

    let deleted = objects.delete_with_segments("large").await.unwrap();
    assert_eq!((deleted.deleted, deleted.status.as_str()), (3, "200 OK"));
    assert!(deleted.errors.is_empty());
    let left = objects.list(&ListObjects::default()).all().await.unwrap();
    assert!(left.is_empty());
    clear(&storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn dynamic_large_objects() {
    let storage = storage().await;
    let objects = container(&storage).await;
    for name in ["p ä?/1", "p ä?/2"] {
        objects.upload(name, HELLO).await.unwrap();
    }
    let with = UpdateObject::default();
    let put = objects.put_dynamic_manifest("large", objects.container(), "p ä?/", &with);
    put.await.unwrap();
    let twice = || objects.download("large");
    assert_eq!(twice().bytes().await.unwrap().len(), 24);
    objects.upload("p ä?/3", HELLO).await.unwrap();
    assert_eq!(twice().bytes().await.unwrap().len(), 36);
    let manifest = ReadObject {
        manifest: true,
        ..ReadObject::new("large")
    };
    assert_eq!(objects.download(&manifest).bytes().await.unwrap(), "");
    let copy = CopyObject::new(objects.container(), "copy");
    objects.copy(manifest, &copy).await.unwrap();
    let heads = [objects.head("large").await, objects.head("copy").await];
    let [original, copy] = heads.map(|head| head.unwrap().object_manifest.unwrap());
    assert_eq!(original, copy);
    clear(&storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn many_are_deleted_at_once() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let names = ["a/b", "c d?#", "50%25", "ä\u{7f}\n."];
    for name in names {
        objects.upload(name, HELLO).await.unwrap();
    }
    objects.upload("kept", HELLO).await.unwrap();
    let gone = objects.delete_many(names.into_iter().chain(["nobody"]));
    let gone = gone.await.unwrap();
    assert_eq!((gone.deleted, gone.not_found), (4, 1), "{gone:?}");
    assert!(gone.errors.is_empty());
    let left = objects.list(&ListObjects::default()).all().await.unwrap();
    assert_eq!(left.len(), 1);
    clear(&storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn segments_are_deleted_by_and_by() {
    let storage = storage().await;
    let objects = container(&storage).await;
    objects.upload("part", HELLO).await.unwrap();
    let segment = Segment::new(objects.container(), "part");
    let made = objects.put_manifest("large", &[segment], &UpdateObject::default());
    made.await.unwrap();
    objects.delete_with_segments_later("large").await.unwrap();
    assert!(objects.head("large").await.unwrap_err().is_not_found());
    // This cloud has nobody who deletes what has expired.
    let left = objects.list(&ListObjects::default()).all().await.unwrap();
    assert!(left.len() <= 1, "{left:?}");
    clear(&storage, &objects).await;
}
