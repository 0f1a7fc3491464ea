//! Objects.

use std::time::Duration;

use ferriscloud::object_storage::objects::{CopyObject, Entry, ListObjects, UpdateObject};
use ferriscloud::object_storage::uploads::UploadObject;
use ferriscloud::time;
use ferriscloud_live::unique;
use futures_util::{StreamExt, TryStreamExt};

use crate::{HELLO, HELLO_MD5, clear, container, map, storage};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn objects() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let with = UpdateObject {
        metadata: map(&[
            ("mood", "fröhlich ☀"),
            ("discount", "50%25 off"),
            ("two-words", "x"),
        ]),
        content_type: Some("text/plain; charset=utf-8".into()),
        content_disposition: Some("attachment; filename=\"grüße.txt\"".into()),
        content_encoding: Some("identity".into()),
        delete_after: Some(Duration::from_secs(3600)),
        ..Default::default()
    };
    let upload = UploadObject {
        with: with.clone(),
        ..UploadObject::new("greeting")
    };
    let uploaded = objects.upload(&upload, HELLO).await.unwrap();
    assert_eq!(uploaded.etag.as_deref(), Some(HELLO_MD5));
    assert!(uploaded.last_modified.is_some());

    let head = objects.head("greeting").await.unwrap();
    assert_eq!(
        (head.bytes, head.etag.as_deref()),
        (Some(12), Some(HELLO_MD5))
    );
    assert_eq!(head.metadata, with.metadata);
    assert_eq!(
        (&head.content_type, &head.content_encoding),
        (&with.content_type, &with.content_encoding)
    );
    assert_eq!(head.content_disposition, with.content_disposition);
    assert_eq!(head.last_modified, uploaded.last_modified);
    let in_an_hour = time::Timestamp::now().as_second() + 3600;
    assert!((in_an_hour - head.delete_at.unwrap().as_second()).abs() < 60);

    let mut download = objects.download("greeting");
    assert_eq!(download.head().await.unwrap().metadata, with.metadata);
    assert_eq!(download.bytes().await.unwrap(), HELLO);

    let delete_at = Some(time::Timestamp::new(in_an_hour + 3600, 0).unwrap());
    let changes = UpdateObject {
        metadata: map(&[("a", "1")]),
        delete_at,
        ..Default::default()
    };
    objects.update("greeting", &changes).await.unwrap();
    let head = objects.head("greeting").await.unwrap();
    assert_eq!(
        (&head.metadata, head.delete_at),
        (&map(&[("a", "1")]), delete_at)
    );
    assert_eq!(head.content_type, with.content_type);
    objects
        .update("greeting", &UpdateObject::default())
        .await
        .unwrap();
    let head = objects.head("greeting").await.unwrap();
    assert!(head.metadata.is_empty() && head.delete_at.is_none());

    objects.delete("greeting").await.unwrap();
    for error in [
        objects.head("greeting").await.unwrap_err(),
        objects.delete("greeting").await.unwrap_err(),
        objects.download("greeting").bytes().await.unwrap_err(),
        objects.update("greeting", &changes).await.unwrap_err(),
    ] {
        assert!(error.is_not_found(), "{error}");
    }
    clear(&storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn objects_copied() {
    let storage = storage().await;
    let (from, to) = (container(&storage).await, container(&storage).await);
    let with = UpdateObject {
        metadata: map(&[("a", "1"), ("b", "2")]),
        ..Default::default()
    };
    from.upload(
        UploadObject {
            with,
            ..UploadObject::new("ü/../50% off?")
        },
        HELLO,
    )
    .await
    .unwrap();

    let copy = CopyObject {
        changes: UpdateObject {
            metadata: map(&[("b", "3")]),
            ..Default::default()
        },
        ..CopyObject::new(to.container(), "copy")
    };
    let copied = from.copy("ü/../50% off?", &copy).await.unwrap();
    assert_eq!(copied.etag.as_deref(), Some(HELLO_MD5));
    assert_eq!(to.download("copy").bytes().await.unwrap(), HELLO);
    assert_eq!(
        to.head("copy").await.unwrap().metadata,
        map(&[("a", "1"), ("b", "3")])
    );

    from.copy(
        "ü/../50% off?",
        &CopyObject {
            fresh_metadata: true,
            ..copy
        },
    )
    .await
    .unwrap();
    assert_eq!(to.head("copy").await.unwrap().metadata, map(&[("b", "3")]));
    let error = from
        .copy("missing", &CopyObject::new(to.container(), "x"))
        .await
        .unwrap_err();
    assert!(error.is_not_found(), "{error}");
    clear(&storage, &from).await;
    clear(&storage, &to).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn any_name_comes_back() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let long = "ä".repeat(512);
    let mut names = vec![
        "a/b/c",
        "..",
        ".",
        "../../other/x",
        "a/./b",
        "a/../b",
        "/leading",
        "//",
        "trailing/",
        "dot.",
        "...",
        "100%",
        "%2F",
        "%2e%2e",
        "a?b=c&d",
        "a#b",
        "a b",
        " a ",
        "a+b",
        "a;b",
        "a\\b",
        "a:b",
        "a\"b'c<d>",
        "grüße",
        "e\u{301}",
        "日本語",
        "🦀",
        "a\nb\tc",
        "\u{1}\u{7f}",
        "~-_.",
        "[1]{2}|^`",
        &long,
    ];
    for name in &names {
        let data = format!("data of {name}");
        objects
            .upload(*name, data.clone())
            .await
            .unwrap_or_else(|error| panic!("{name:?}: {error}"));
        assert_eq!(
            objects.download(*name).bytes().await.unwrap(),
            data,
            "{name:?}"
        );
        assert_eq!(
            objects.head(*name).await.unwrap().bytes,
            Some(data.len() as u64),
            "{name:?}"
        );
    }
    let listed = objects.list(&ListObjects {
        limit: Some(5),
        ..Default::default()
    });
    let listed: Vec<_> = listed
        .map_ok(|entry| entry.name().to_owned())
        .try_collect()
        .await
        .unwrap();
    names.sort_unstable();
    assert_eq!(listed, names);
    clear(&storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn objects_listed() {
    let storage = storage().await;
    let objects = container(&storage).await;
    for name in ["a", "b/1", "b/2", "b/2/x", "c/3", "d"] {
        let with = UpdateObject {
            content_type: Some("text/x-test".into()),
            ..Default::default()
        };
        objects
            .upload(
                UploadObject {
                    with,
                    ..UploadObject::new(name)
                },
                HELLO,
            )
            .await
            .unwrap();
    }
    let names = |filter: ListObjects| {
        let listing = objects.list(&filter);
        async {
            listing
                .map(|entry| entry.unwrap().name().to_owned())
                .collect::<Vec<_>>()
                .await
        }
    };
    let all = ListObjects::default();
    for limit in [None, Some(1), Some(2)] {
        let all = ListObjects {
            limit,
            ..all.clone()
        };
        assert_eq!(
            names(all.clone()).await,
            ["a", "b/1", "b/2", "b/2/x", "c/3", "d"]
        );
        let below = ListObjects {
            prefix: Some("b/".into()),
            ..all.clone()
        };
        assert_eq!(names(below.clone()).await, ["b/1", "b/2", "b/2/x"]);
        let below = ListObjects {
            delimiter: Some("/".into()),
            ..below
        };
        assert_eq!(names(below).await, ["b/1", "b/2", "b/2/"]);
        let path = ListObjects {
            path: Some("b".into()),
            ..all.clone()
        };
        assert_eq!(names(path).await, ["b/1", "b/2"]);
        let reverse = ListObjects {
            reverse: Some(true),
            ..all.clone()
        };
        assert_eq!(
            names(reverse).await,
            ["d", "c/3", "b/2/x", "b/2", "b/1", "a"]
        );
        let (marker, end_marker) = (Some("a".into()), Some("c/3".into()));
        let between = ListObjects {
            marker,
            end_marker,
            ..all.clone()
        };
        assert_eq!(names(between).await, ["b/1", "b/2", "b/2/x"]);

        let delimited = ListObjects {
            delimiter: Some("/".into()),
            ..all
        };
        let entries = objects.list(&delimited).all().await.unwrap();
        let shown: Vec<_> = entries
            .iter()
            .map(|entry| (entry.name(), matches!(entry, Entry::Subdir { .. })))
            .collect();
        assert_eq!(
            shown,
            [("a", false), ("b/", true), ("c/", true), ("d", false)]
        );
        // Items of one's own are followed to the end, too.
        let raw = objects
            .list(&delimited)
            .extract::<serde_json::Value>()
            .all()
            .await
            .unwrap();
        assert_eq!(raw.len(), 4);
    }
    let first = objects
        .list(&all)
        .try_next()
        .await
        .unwrap()
        .unwrap()
        .into_object()
        .unwrap();
    assert_eq!(
        (
            first.bytes,
            first.etag.as_str(),
            first.content_type.as_str()
        ),
        (12, HELLO_MD5, "text/x-test")
    );
    let age = time::Timestamp::now().as_second() - first.last_modified.unwrap().as_second();
    assert!(age.abs() < 60, "{age} s old");
    let missing = storage
        .objects(unique("missing"))
        .list(&all)
        .all()
        .await
        .unwrap_err();
    assert!(missing.is_not_found(), "{missing}");
    clear(&storage, &objects).await;
}
