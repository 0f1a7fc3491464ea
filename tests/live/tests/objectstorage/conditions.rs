//! Reading if, and reading parts.

use std::time::Duration;

use ferriscloud::object_storage::downloads::ByteRange;
use ferriscloud::object_storage::objects::{CopyObject, ReadObject};
use ferriscloud::object_storage::uploads::UploadObject;

use crate::{HELLO, HELLO_MD5, clear, container, storage};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn only_if() {
    let storage = storage().await;
    let objects = container(&storage).await;
    objects.upload("a", HELLO).await.unwrap();
    let written = objects.head("a").await.unwrap().last_modified.unwrap();
    let (before, after) = (
        written - Duration::from_secs(60),
        written + Duration::from_secs(60),
    );
    let plain = || ReadObject {
        newest: true,
        ..ReadObject::new("a")
    };
    let (ours, other) = (|| Some(HELLO_MD5.to_owned()), || Some("0123".to_owned()));
    for (read, status) in [
        (plain(), 200),
        (
            ReadObject {
                if_match: ours(),
                ..plain()
            },
            200,
        ),
        (
            ReadObject {
                if_match: other(),
                ..plain()
            },
            412,
        ),
        (
            ReadObject {
                if_none_match: ours(),
                ..plain()
            },
            304,
        ),
        (
            ReadObject {
                if_none_match: other(),
                ..plain()
            },
            200,
        ),
        (
            ReadObject {
                if_modified_since: Some(before),
                ..plain()
            },
            200,
        ),
        (
            ReadObject {
                if_modified_since: Some(after),
                ..plain()
            },
            304,
        ),
        (
            ReadObject {
                if_unmodified_since: Some(before),
                ..plain()
            },
            412,
        ),
        (
            ReadObject {
                if_unmodified_since: Some(after),
                ..plain()
            },
            200,
        ),
    ] {
        let copy = CopyObject::new(objects.container(), "copy");
        let copied = objects.copy(&read, &copy).await;
        // Swift asks it of the original, and then refuses it for the copy.
        let refused = read.if_none_match.is_some() && status == 200;
        let other = if refused { 400 } else { status };
        for (outcome, status) in [
            (objects.head(&read).await.map(drop), status),
            (objects.download(&read).bytes().await.map(drop), status),
            (copied.map(drop), other),
        ] {
            let seen = match outcome {
                Ok(()) => 200,
                Err(error) => {
                    assert_eq!(error.is_not_modified(), status == 304, "{error}");
                    error.status().unwrap().as_u16()
                }
            };
            assert_eq!(seen, status, "{read:?}");
        }
    }
    let new = UploadObject {
        only_new: true,
        ..UploadObject::new("a")
    };
    let error = objects.upload(new, "other").await.unwrap_err();
    assert_eq!(error.status().unwrap(), 412);
    clear(&storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn several_parts_at_once() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let data: Vec<u8> = (0..100_000_u32).map(|at| (at * 7) as u8).collect();
    objects.upload("a", data.clone()).await.unwrap();
    let ranges = [
        ByteRange::from(0..10),
        ByteRange::from(50_000..90_000),
        ByteRange::Last(5),
    ];
    let parts = objects.download_ranges("a", ranges).await.unwrap();
    let starts: Vec<_> = parts.iter().map(|part| part.start).collect();
    assert_eq!(starts, [0, 50_000, 99_995]);
    for part in &parts {
        let start = usize::try_from(part.start).unwrap();
        assert_eq!(part.of, Some(100_000));
        assert_eq!(part.bytes[..], data[start..start + part.bytes.len()]);
    }
    assert_eq!(parts[1].bytes.len(), 40_000);

    // One of two is beyond the end; then both are.
    let parts = objects.download_ranges("a", [90_000..200_000, 200_000..300_000]);
    let parts = parts.await.unwrap();
    assert_eq!((parts.len(), parts[0].bytes.len()), (1, 10_000));
    let beyond = objects.download_ranges("a", [ByteRange::from(200_000..300_000)]);
    assert_eq!(beyond.await.unwrap_err().status().unwrap(), 416);
    let if_match = ReadObject {
        if_match: Some("0123".into()),
        ..ReadObject::new("a")
    };
    let error = objects
        .download_ranges(&if_match, [ByteRange::From(0)])
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 412);
    let error = objects
        .download_ranges("a", [ByteRange::Last(0)])
        .await
        .unwrap_err();
    assert_eq!(error.trace().attempts, 0);
    clear(&storage, &objects).await;
}
