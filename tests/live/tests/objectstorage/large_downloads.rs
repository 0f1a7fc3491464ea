//! Downloads of any size, in ranges.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use ferriscloud::ErrorKind;
use ferriscloud::object_storage::objects::{
    CreateSymlink, ListVersions, ReadObject, Segment, UpdateObject,
};
use ferriscloud::object_storage::transfers::Progress;
use http::StatusCode;

use crate::large_uploads::data;
use crate::versions::{forget, versioned};
use crate::{Temporary, clear, container, storage};

const RANGE: u64 = 1 << 20;
const SIZE: usize = (5 << 20) + 12_345;

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn every_object_becomes_a_file() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let whole = data(1, SIZE);
    objects.upload("plain", whole.clone()).await.unwrap();
    objects.upload("empty", "").await.unwrap();
    objects.upload("small", "hello").await.unwrap();
    let slo = objects
        .upload_large("slo", whole.clone())
        .segment_size(700_000);
    assert_eq!(slo.await.unwrap().segments, 8);
    let dlo = objects
        .upload_large("dlo", whole.clone())
        .segment_size(700_000)
        .dynamic();
    dlo.await.unwrap();
    let parts = [
        Segment::new(objects.container(), "slo"),
        Segment {
            range: Some("100-4999".into()),
            ..Segment::new(objects.container(), "plain")
        },
        Segment::new(objects.container(), "small"),
    ];
    let nested = objects.put_manifest("nested", &parts, &UpdateObject::default());
    nested.await.unwrap();
    let nested = [&whole[..], &whole[100..5000], b"hello"].concat();
    for (name, expected) in [
        ("plain", whole.clone()),
        ("empty", Bytes::new()),
        ("small", "hello".into()),
        ("slo", whole.clone()),
        ("dlo", whole.clone()),
        ("nested", nested.into()),
    ] {
        let file = Temporary::new();
        std::fs::write(&file.0, "old").unwrap();
        let seen = Arc::<Mutex<Progress>>::default();
        let last = seen.clone();
        let download = objects
            .download_large(name, &file.0)
            .range_size(RANGE)
            .in_flight(3);
        let download = download.progress(move |progress| *last.lock().unwrap() = progress);
        let head = download
            .await
            .unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert_eq!(head.bytes, Some(expected.len() as u64), "{name}");
        assert!(std::fs::read(&file.0).unwrap() == expected, "{name}");
        assert_eq!(file.traces(), 1, "{name}");
        let last = *seen.lock().unwrap();
        assert_eq!(last.bytes, expected.len() as u64);
        assert_eq!(Some(last.items), last.total_items);
    }
    clear(&storage, &objects).await;
    let segments = storage.objects(format!("{}_segments", objects.container()));
    clear(&storage, &segments).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn what_fails_leaves_the_file_as_it_was() {
    let storage = storage().await;
    let objects = container(&storage).await;
    objects.upload("a", data(1, SIZE)).await.unwrap();
    let file = Temporary::new();
    std::fs::write(&file.0, "old").unwrap();
    let untouched = || std::fs::read(&file.0).unwrap() == b"old" && file.traces() == 1;

    let missing = objects
        .download_large("missing", &file.0)
        .await
        .unwrap_err();
    assert!(missing.is_not_found());
    let other = ReadObject {
        if_match: Some("0".repeat(32)),
        ..ReadObject::new("a")
    };
    let other = objects.download_large(other, &file.0).await.unwrap_err();
    assert_eq!(other.status(), Some(StatusCode::PRECONDITION_FAILED));
    assert!(untouched());

    // Another object takes its name between two ranges.
    let (began, begun) = tokio::sync::oneshot::channel();
    let began = Mutex::new(Some(began));
    let (replaced, is_replaced) = std::sync::mpsc::channel::<()>();
    let is_replaced = Mutex::new(is_replaced);
    let replace = async {
        begun.await.unwrap();
        objects.upload("a", data(2, SIZE)).await.unwrap();
        replaced.send(()).unwrap();
    };
    let download = objects
        .download_large("a", &file.0)
        .range_size(RANGE)
        .in_flight(1);
    let download = download.progress(move |progress| {
        if progress.items == 2
            && let Some(began) = began.lock().unwrap().take()
        {
            began.send(()).unwrap();
            // Others of this thread's tasks go on elsewhere meanwhile.
            tokio::task::block_in_place(|| is_replaced.lock().unwrap().recv().unwrap());
        }
    });
    let download = tokio::spawn(download.into_future());
    replace.await;
    let error = download.await.unwrap().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Changed(_)), "{error:?}");
    assert!(untouched());

    // Nobody waits for it any more.
    let (began, begun) = tokio::sync::oneshot::channel();
    let began = Mutex::new(Some(began));
    let download = objects
        .download_large("a", &file.0)
        .range_size(RANGE)
        .in_flight(2);
    let download = download.progress(move |progress| {
        if progress.bytes > 0
            && let Some(began) = began.lock().unwrap().take()
        {
            began.send(()).unwrap();
        }
    });
    tokio::select! {
        done = download.into_future() => panic!("it was to be dropped: {done:?}"),
        begun = begun => begun.unwrap(),
    }
    assert!(untouched());
    clear(&storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn all_that_is_said_of_an_object_counts() {
    let storage = storage().await;
    let objects = versioned(&storage).await;
    let segments = storage.objects(format!("{}_segments", objects.container()));
    objects.upload("plain", data(1, SIZE)).await.unwrap();
    objects.upload("plain", data(2, SIZE)).await.unwrap();
    for seed in [1, 2] {
        let slo = objects.upload_large("slo", data(seed, SIZE));
        slo.segment_size(RANGE).await.unwrap();
    }
    let file = Temporary::new();
    let fetch = async |object: ReadObject| {
        let fetch = objects.download_large(object, &file.0).range_size(RANGE);
        let head = fetch.in_flight(3).resumptions(2).await?;
        let data = std::fs::read(&file.0).unwrap();
        Ok::<_, ferriscloud::Error>((head, data))
    };
    let versions = objects.list_versions(&ListVersions::default());
    for version in versions.all().await.unwrap() {
        let (head, came) = fetch((&version).into()).await.unwrap();
        let seed = if version.is_latest { 2 } else { 1 };
        assert!(came == data(seed, SIZE), "{version:?}");
        assert_eq!(head.bytes, Some(SIZE as u64));
        let unchanged = ReadObject {
            if_none_match: head.etag,
            ..(&version).into()
        };
        let error = fetch(unchanged).await.unwrap_err();
        assert!(error.is_not_modified());
    }
    let second = ReadObject {
        part: Some(2),
        newest: true,
        ..ReadObject::new("slo")
    };
    let (_, came) = fetch(second).await.unwrap();
    assert!(came == data(2, SIZE)[1 << 20..2 << 20]);
    let manifest = ReadObject {
        manifest: true,
        ..ReadObject::new("slo")
    };
    let (_, came) = fetch(manifest).await.unwrap();
    assert!(came.starts_with(b"[{"));
    let link = CreateSymlink::new("link", objects.container(), "plain");
    objects.create_symlink(&link).await.unwrap();
    let newest = ReadObject {
        newest: true,
        ..ReadObject::new("link")
    };
    assert!(fetch(newest).await.unwrap().1 == data(2, SIZE));
    forget(&storage, &objects).await;
    clear(&storage, &segments).await;
}
