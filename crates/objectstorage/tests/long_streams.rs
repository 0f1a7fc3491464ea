//! Streams that take more segments than one manifest may have.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

mod small_swift;
mod stage;

use std::sync::Arc;

use bytes::Bytes;
use ferriscloud_core::ErrorKind;
use ferriscloud_fake::{Fake, FakeCloud, Reply};
use ferriscloud_objectstorage::objects::Objects;
use ferriscloud_objectstorage::transfers::{Compare, LargeUpload};
use ferriscloud_objectstorage::uploads::Source;
use futures_util::stream;
use serde_json::json;

use small_swift::Swift;
use stage::{Place, SEGMENT, data, objects};

/// Seven segments, the last of them small.
const SIZE: usize = 6 * SEGMENT + 1;

/// A Swift that takes two segments in a manifest, but for that of one name, which it refuses.
fn cloud(swift: Arc<Swift>, refused: &'static str) -> FakeCloud {
    Fake::cloud(move |request| {
        if request.path.ends_with("/info") {
            return Reply::json(200, json!({"slo": {"max_manifest_segments": 2}}));
        }
        let manifest = request.query == "multipart-manifest=put";
        if manifest && request.path.ends_with(refused) {
            return Reply::empty(400);
        }
        swift.answer(request).0
    })
}

fn upload(objects: &Objects) -> LargeUpload {
    let data = Bytes::from(data(1, SIZE));
    let pieces = [Ok::<_, std::io::Error>(data)];
    let source = Source::stream(stream::iter(pieces), None);
    objects
        .upload_large("a", source)
        .segment_size(SEGMENT as u64)
}

#[tokio::test]
async fn manifests_are_joined_as_often_as_needed() {
    let swift = Arc::<Swift>::default();
    let fake = cloud(swift.clone(), "/none");
    let (objects, place) = (objects(&fake).await, Place::new());
    for upload in [upload(&objects), upload(&objects).buffered()] {
        let uploaded = upload.delete_replaced().await.unwrap();
        assert_eq!((uploaded.segments, uploaded.resumed), (7, 0));
        let stored = swift.get("box/a").unwrap();
        assert!(stored.data == data(1, SIZE));
        assert_eq!(uploaded.etag.unwrap(), stored.etag);
        // Seven segments, four manifests of them, and two of these.
        assert_eq!(swift.list("box_segments/").len(), 7 + 4 + 2);
    }
    objects.download_large("a", place.file()).await.unwrap();
    assert!(place.read() == data(1, SIZE));
    assert_eq!(objects.delete_large("a").await.unwrap(), 13);
    assert_eq!(swift.list("box"), Vec::<String>::new());
}

#[tokio::test]
async fn what_fails_leaves_nothing() {
    for refused in ["/joined-00000003", "/joined-00000005", "/a"] {
        let swift = Arc::<Swift>::default();
        swift.put("box/a", b"old");
        let fake = cloud(swift.clone(), refused);
        let error = upload(&objects(&fake).await).await.unwrap_err();
        assert_eq!(error.status().unwrap(), 400, "{refused}");
        assert_eq!(swift.list("box"), ["box/a"], "{refused}");
        assert_eq!(swift.get("box/a").unwrap().data, b"old");
    }
}

/// What is damaged in a segment of a segment is found out.
#[tokio::test]
async fn inner_segments_are_checked() {
    let swift = Arc::<Swift>::default();
    let fake = cloud(swift.clone(), "/none");
    upload(&objects(&fake).await).await.unwrap();
    let mut damaged = swift.copy();
    damaged.damage("box/a", SEGMENT + 7);
    let fake = cloud(Arc::new(damaged), "/none");
    let (objects, place) = (objects(&fake).await, Place::new());
    let download = || objects.download_large("a", place.file());
    let error = download().await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Checksum { .. }));
    download().verify(false).await.unwrap();
    assert!(place.read() != data(1, SIZE));
}

/// What cannot be read any more is no reason not to write it anew.
#[tokio::test]
async fn what_has_lost_inner_segments_is_replaced() {
    for lost in [true, false] {
        let swift = Arc::<Swift>::default();
        let fake = cloud(swift.clone(), "/none");
        let (objects, place) = (objects(&fake).await, Place::new());
        upload(&objects).await.unwrap();
        let mut segments = swift.list("box_segments/").into_iter();
        let inner = segments.rfind(|path| path.contains("/joined-")).unwrap();
        match lost {
            true => swift.remove(&inner),
            false => swift.put(&inner, b"no manifest"),
        }
        std::fs::write(place.folder().join("a"), data(1, SIZE)).unwrap();
        let sync = objects.upload_directory(place.folder(), "");
        let changes = sync.compare(Compare::Checksum).await.unwrap();
        assert_eq!(changes.transferred.len(), 1);
    }
}
