//! Uploads of any size: segments, manifests, and what is left when one fails.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use ferriscloud::object_storage::objects::{ListObjects, Object, Objects, UpdateObject};
use ferriscloud::object_storage::transfers::Progress;
use ferriscloud::object_storage::uploads::{Source, UploadObject};
use ferriscloud::{ErrorKind, ObjectStorage};
use futures_util::stream;
use http::StatusCode;

use crate::{Temporary, clear, container, map, storage};

const SEGMENT: u64 = 1 << 20;
/// Three segments and a bit.
const SIZE: usize = (3 << 20) + 12_345;

pub(crate) fn data(seed: u64, size: usize) -> Bytes {
    let words =
        (0..size as u64 / 8 + 1).map(|word| (word + seed).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let bytes: Vec<u8> = words.flat_map(u64::to_le_bytes).take(size).collect();
    bytes.into()
}

fn segments_of(storage: &ObjectStorage, objects: &Objects) -> Objects {
    storage.objects(format!("{}_segments", objects.container()))
}

pub(crate) async fn listed(objects: &Objects, prefix: &str) -> Vec<Object> {
    let filter = ListObjects {
        prefix: Some(prefix.to_owned()),
        ..ListObjects::default()
    };
    let found = objects.list(&filter).extract::<Object>().all().await;
    match found {
        Err(error) if error.is_not_found() => Vec::new(),
        found => found.unwrap(),
    }
}

async fn whole(objects: &Objects, name: &str) -> Bytes {
    objects.download(name).bytes().await.unwrap()
}

fn pieces(data: &Bytes) -> impl futures_util::Stream<Item = std::io::Result<Bytes>> + use<> {
    let pieces: Vec<_> = data
        .chunks(100_000)
        .map(Bytes::copy_from_slice)
        .map(Ok)
        .collect();
    stream::iter(pieces)
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn every_source_becomes_one_object() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let file = Temporary::new();
    for size in [0, 10, SEGMENT as usize, SIZE] {
        let data = data(size as u64, size);
        std::fs::write(&file.0, &data).unwrap();
        let again = data.clone();
        let length = size as u64;
        let sources: [(&str, Source, bool); 7] = [
            ("bytes", data.clone().into(), false),
            ("file", Source::file(&file.0), false),
            ("stream", Source::stream(pieces(&data), None), false),
            ("measured", Source::stream(pieces(&data), length), false),
            ("buffered", Source::stream(pieces(&data), None), true),
            ("both", Source::stream(pieces(&data), length), true),
            (
                "replayable",
                Source::replayable(length, move || pieces(&again)),
                false,
            ),
        ];
        for (name, source, buffered) in sources {
            let object = UploadObject {
                with: UpdateObject {
                    metadata: map(&[("colour", "red")]),
                    ..UpdateObject::default()
                },
                ..UploadObject::new(name)
            };
            let upload = objects.upload_large(&object, source).segment_size(SEGMENT);
            let upload = if buffered { upload.buffered() } else { upload };
            let uploaded = upload.in_flight(3).await.unwrap();
            let expected = if size > SEGMENT as usize { 4 } else { 0 };
            // Of a stream without a length one knows only at its end that it was small.
            let expected = match name {
                "stream" | "measured" | "replayable" if size == SEGMENT as usize => {
                    uploaded.segments
                }
                _ => expected,
            };
            assert_eq!(
                (uploaded.bytes, uploaded.segments),
                (length, expected),
                "{name} of {size}"
            );
            assert!(whole(&objects, name).await == data, "{name} of {size}");
            let head = objects.head(name).await.unwrap();
            assert_eq!(head.static_large_object, uploaded.segments > 0);
            assert_eq!(
                (head.bytes, &*head.metadata["colour"]),
                (Some(length), "red")
            );
            assert_eq!(head.etag, uploaded.etag);
        }
    }
    let film = objects.upload_large("film.mp4", data(1, SIZE));
    film.segment_size(SEGMENT).await.unwrap();
    let head = objects.head("film.mp4").await.unwrap();
    assert_eq!(head.content_type.as_deref(), Some("video/mp4"));
    let segments = segments_of(&storage, &objects);
    let of_file = listed(&segments, "file/slo/").await;
    assert_eq!(of_file.len(), 4);
    assert!(
        of_file[3]
            .name
            .as_str()
            .ends_with(&format!("/{SIZE}/{SEGMENT}/00000003"))
    );
    clear(&storage, &objects).await;
    clear(&storage, &segments).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn failed_uploads_change_nothing() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let old = data(1, SIZE);
    objects
        .upload_large("a", old.clone())
        .segment_size(SEGMENT)
        .await
        .unwrap();
    let segments = segments_of(&storage, &objects);
    assert_eq!(listed(&segments, "a/").await.len(), 4);

    let file = Temporary::new();
    std::fs::write(&file.0, data(2, SIZE)).unwrap();
    let path = file.0.clone();
    let changes = objects
        .upload_large("a", Source::file(&file.0))
        .segment_size(SEGMENT);
    let changes = changes.in_flight(1).progress(move |progress| {
        if progress.items == 2 {
            std::fs::write(&path, data(3, SIZE)).unwrap();
        }
    });
    let error = changes.await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Changed(_)), "{error}");

    let torn = stream::iter([
        Ok(data(4, SIZE)),
        Err(std::io::Error::other("the tape tore")),
    ]);
    let torn = objects
        .upload_large("a", Source::stream(torn, None))
        .segment_size(SEGMENT);
    let error = torn.await.unwrap_err();
    assert!(format!("{error:?}").contains("the tape tore"), "{error:?}");

    let only_new = UploadObject {
        only_new: true,
        ..UploadObject::new("a")
    };
    let taken = objects
        .upload_large(&only_new, data(5, SIZE))
        .segment_size(SEGMENT);
    let error = taken.await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::PRECONDITION_FAILED));

    let many = objects.upload_large("a", data(5, SIZE)).segment_size(1024);
    let error = many.await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Input(_)), "{error}");

    assert!(whole(&objects, "a").await == old);
    assert_eq!(listed(&segments, "a/").await.len(), 4);
    clear(&storage, &objects).await;
    clear(&storage, &segments).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn what_failed_is_resumed() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let file = Temporary::new();
    let data = data(7, SIZE);
    std::fs::write(&file.0, &data).unwrap();
    let upload = || {
        let upload = objects.upload_large("a", Source::file(&file.0));
        upload.segment_size(SEGMENT).in_flight(1).resume()
    };
    let stop = Arc::new(tokio::sync::Notify::new());
    let stopper = stop.clone();
    let first = upload().progress(move |progress| {
        if progress.items == 2 {
            stopper.notify_one();
        }
    });
    tokio::select! {
        done = first.into_future() => panic!("it was to be dropped: {done:?}"),
        () = stop.notified() => {}
    }
    assert!(objects.head("a").await.unwrap_err().is_not_found());
    let segments = segments_of(&storage, &objects);
    let left = listed(&segments, "a/").await;
    assert!(left.len() >= 2);
    // One that is as long, and is not the same: it may belong to another object, and stays.
    let other = crate::large_uploads::data(9, SEGMENT as usize);
    segments.upload(&left[1], other.clone()).await.unwrap();

    let seen = Arc::<Mutex<Vec<Progress>>>::default();
    let log = seen.clone();
    let again = upload().progress(move |progress| log.lock().unwrap().push(progress));
    let uploaded = again.await.unwrap();
    assert_eq!(uploaded.segments, 4);
    assert!((1..=3).contains(&uploaded.resumed), "{uploaded:?}");
    assert!(whole(&objects, "a").await == data);
    assert!(whole(&segments, left[1].name.as_str()).await == other);
    let last = *seen.lock().unwrap().last().unwrap();
    assert_eq!(
        (last.bytes, last.items, last.total_items),
        (SIZE as u64, 4, Some(4))
    );

    for refused in [
        objects.upload_large("a", "x").resume(),
        objects
            .upload_large("a", Source::file(&file.0))
            .resume()
            .dynamic(),
    ] {
        let error = refused.await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Input(_)), "{error}");
    }
    clear(&storage, &objects).await;
    clear(&storage, &segments).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn segments_of_what_is_replaced_go() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let segments = storage.objects(format!("{}-parts", objects.container()));
    let upload = |seed, size| {
        let upload = objects
            .upload_large("ä b/c", data(seed, size))
            .segment_size(SEGMENT);
        upload.segments_in(segments.container()).delete_replaced()
    };
    assert_eq!(upload(1, SIZE).await.unwrap().replaced, 0);
    assert_eq!(upload(2, SIZE).await.unwrap().replaced, 4);
    assert_eq!(upload(3, SIZE).dynamic().await.unwrap().replaced, 4);
    assert!(whole(&objects, "ä b/c").await == data(3, SIZE));
    assert!(
        objects
            .head("ä b/c")
            .await
            .unwrap()
            .object_manifest
            .is_some()
    );
    assert_eq!(upload(4, 10).await.unwrap().replaced, 4);
    assert!(listed(&segments, "").await.is_empty());
    assert!(whole(&objects, "ä b/c").await == data(4, 10));
    clear(&storage, &objects).await;
    clear(&storage, &segments).await;
}

/// A container for the segments of several others.
#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn objects_of_one_file_have_segments_of_their_own() {
    let storage = storage().await;
    let (one, other, segments) = (
        container(&storage).await,
        container(&storage).await,
        container(&storage).await,
    );
    let file = Temporary::new();
    std::fs::write(&file.0, data(1, SIZE)).unwrap();
    for objects in [&one, &other] {
        let upload = objects.upload_large("a", Source::file(&file.0)).resume();
        let upload = upload
            .segment_size(SEGMENT)
            .segments_in(segments.container());
        assert_eq!(upload.await.unwrap().resumed, 0);
    }
    assert_eq!(one.delete_large("a").await.unwrap(), 4);
    assert!(whole(&other, "a").await == data(1, SIZE));
    assert_eq!(other.delete_large("a").await.unwrap(), 4);
    for objects in [&one, &other, &segments] {
        clear(&storage, objects).await;
    }
}
