//! Uploads.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use ferriscloud::ErrorKind;
use ferriscloud::object_storage::objects::{ListObjects, Object};
use ferriscloud::object_storage::uploads::{Source, UploadObject};
use ferriscloud_live::unique;
use futures_util::stream;
use http::StatusCode;

use crate::{HELLO, Temporary, clear, container, storage};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn uploads_from_all_sources() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let file = Temporary::new();
    for data in [
        Vec::new(),
        b"x".to_vec(),
        (0..700_000_u32).map(|it| (it % 253) as u8).collect(),
    ] {
        let (bytes, length) = (Bytes::from(data.clone()), data.len() as u64);
        std::fs::write(&file.0, &data).unwrap();
        let pieces = |bytes: &Bytes| {
            let pieces: Vec<_> = bytes
                .chunks(10_000)
                .map(Bytes::copy_from_slice)
                .map(Ok::<_, std::io::Error>)
                .collect();
            stream::iter(pieces)
        };
        let again = bytes.clone();
        let sources: [(&str, Source); 7] = [
            ("bytes", bytes.clone().into()),
            ("file", Source::file(&file.0)),
            (
                "reader",
                Source::reader(std::io::Cursor::new(data.clone()), None),
            ),
            (
                "measured reader",
                Source::reader(std::io::Cursor::new(data.clone()), length),
            ),
            ("stream", Source::stream(pieces(&bytes), None)),
            ("measured stream", Source::stream(pieces(&bytes), length)),
            (
                "replayable",
                Source::replayable(length, move || pieces(&again)),
            ),
        ];
        for (name, source) in sources {
            let upload = objects.upload(name, source).await;
            let uploaded = upload.unwrap_or_else(|error| panic!("{name} of {length}: {error:?}"));
            let listed = ListObjects {
                prefix: Some(name.into()),
                ..Default::default()
            };
            let listed = objects
                .list(&listed)
                .extract::<Object>()
                .try_next()
                .await
                .unwrap()
                .unwrap();
            assert_eq!(
                (listed.bytes, Some(listed.etag)),
                (length, uploaded.etag),
                "{name}"
            );
            assert_eq!(
                objects.download(name).bytes().await.unwrap(),
                bytes,
                "{name} of {length}"
            );
        }
    }
    clear(&storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn broken_uploads_write_nothing() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let piece = || Ok::<_, std::io::Error>(Bytes::from_static(HELLO.as_bytes()));
    let broken = || Err(std::io::Error::other("the tape tore"));
    let sources: [(&str, Source); 6] = [
        (
            "tape tore",
            Source::stream(stream::iter([piece(), broken()]), None),
        ),
        (
            "tape tore",
            Source::stream(stream::iter([piece(), broken()]), 24),
        ),
        (
            "tape tore",
            Source::replayable(24, move || stream::iter([piece(), broken()])),
        ),
        (
            "end after 12 bytes of 24",
            Source::stream(stream::iter([piece()]), 24),
        ),
        (
            "go on after",
            Source::stream(stream::iter([piece(), piece()]), 12),
        ),
        (
            "No such file",
            Source::file(std::env::temp_dir().join(unique("missing"))),
        ),
    ];
    for (words, source) in sources {
        let error = objects.upload("a", source).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Io), "{words}: {error:?}");
        assert!(format!("{error:?}").contains(words), "{words}: {error:?}");
    }
    assert!(objects.head("a").await.unwrap_err().is_not_found());

    // Wrong from the start: Swift itself refuses it.
    let wrong = objects
        .upload("a", HELLO)
        .header(http::header::ETAG, "0".repeat(32))
        .await;
    assert_eq!(
        wrong.unwrap_err().status(),
        Some(StatusCode::UNPROCESSABLE_ENTITY)
    );
    assert!(objects.head("a").await.unwrap_err().is_not_found());

    let only_new = UploadObject {
        only_new: true,
        ..UploadObject::new("a")
    };
    objects.upload(&only_new, HELLO).await.unwrap();
    let taken = objects.upload(&only_new, "other").await.unwrap_err();
    assert_eq!(taken.status(), Some(StatusCode::PRECONDITION_FAILED));
    assert_eq!(objects.download("a").bytes().await.unwrap(), HELLO);
    clear(&storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn replayable_data_are_opened_when_sent() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let opened = Arc::new(AtomicU32::new(0));
    let count = opened.clone();
    let source = Source::replayable(12, move || {
        count.fetch_add(1, Ordering::Relaxed);
        stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(
            HELLO.as_bytes(),
        ))])
    });
    let upload = objects.upload("a", source);
    assert_eq!(opened.load(Ordering::Relaxed), 0);
    upload.await.unwrap();
    assert_eq!(opened.load(Ordering::Relaxed), 1);
    clear(&storage, &objects).await;
}
