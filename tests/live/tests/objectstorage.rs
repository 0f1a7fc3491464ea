//! Object storage, verb by verb, against a real Swift.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use bytes::Bytes;
use ferriscloud::object_storage::account::UpdateAccount;
use ferriscloud::object_storage::containers::{
    Container, CreateContainer, ListContainers, UpdateContainer,
};
use ferriscloud::object_storage::downloads::{ByteRange, DownloadObject};
use ferriscloud::object_storage::objects::{
    CopyObject, Entry, ListObjects, Object, Objects, UpdateObject,
};
use ferriscloud::object_storage::uploads::{Source, UploadObject};
use ferriscloud::{ErrorKind, ObjectStorage, Operation, Patch, Path, Request, time};
use ferriscloud_live::{demo, unique};
use futures_util::{StreamExt, TryStreamExt, stream};
use http::{HeaderName, Method, StatusCode};
use tokio::io::AsyncReadExt;

const HELLO: &str = "hello, world";
const HELLO_MD5: &str = "e4d7f1b4ed2e42d15898f4b27b019da4";

async fn storage() -> ObjectStorage {
    ObjectStorage::new(&demo().await).unwrap()
}

/// A container of the test's own.
async fn container(storage: &ObjectStorage) -> Objects {
    let name = unique("box");
    storage.containers().create(name.as_str()).await.unwrap();
    storage.objects(name)
}

/// Deletes a container with all that is in it.
async fn clear(storage: &ObjectStorage, objects: &Objects) {
    let all = objects
        .list(&ListObjects::default())
        .extract::<Object>()
        .all()
        .await
        .unwrap();
    for object in &all {
        objects.delete(object).await.unwrap();
    }
    storage
        .containers()
        .delete(objects.container())
        .await
        .unwrap();
}

fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// A file that goes with the test.
struct Temporary(PathBuf);

impl Temporary {
    fn new() -> Self {
        Self(std::env::temp_dir().join(unique("file")))
    }

    /// How many files there are whose names have this one's.
    fn traces(&self) -> usize {
        let name = self.0.file_name().unwrap().to_str().unwrap();
        let entries = std::fs::read_dir(self.0.parent().unwrap()).unwrap();
        entries
            .filter(|it| {
                it.as_ref()
                    .unwrap()
                    .file_name()
                    .to_str()
                    .unwrap()
                    .contains(name)
            })
            .count()
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn account() {
    let storage = storage().await;
    let objects = container(&storage).await;
    objects.upload("a", HELLO).await.unwrap();
    let (kept, dropped) = (unique("kept"), unique("dropped"));
    let metadata = map(&[(&kept, "größer als 100%"), (&dropped, "x")]);
    let account = storage.account();
    account
        .update(&UpdateAccount {
            metadata,
            ..Default::default()
        })
        .await
        .unwrap();
    let head = account.head().await.unwrap();
    assert_eq!(head.metadata[&kept], "größer als 100%");
    assert_eq!(head.metadata[&dropped], "x");
    assert!(head.created_at.is_some());

    let remove_metadata = vec![dropped.clone()];
    account
        .update(&UpdateAccount {
            remove_metadata,
            ..Default::default()
        })
        .await
        .unwrap();
    let head = account.head().await.unwrap();
    assert!(head.metadata.contains_key(&kept) && !head.metadata.contains_key(&dropped));
    let metadata = map(&[(&kept, "")]);
    account
        .update(&UpdateAccount {
            metadata,
            ..Default::default()
        })
        .await
        .unwrap();
    assert!(!account.head().await.unwrap().metadata.contains_key(&kept));

    // The counters lag behind.
    for _ in 0..60 {
        let head = account.head().await.unwrap();
        if head.containers >= 1 && head.objects >= 1 && head.bytes >= HELLO.len() as u64 {
            return clear(&storage, &objects).await;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    panic!("the account counts nothing: {:?}", account.head().await);
}

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
            .download(DownloadObject {
                range: Some((1..1).into()),
                ..DownloadObject::new("c")
            })
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

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn downloads_in_all_forms() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let data: Bytes = (0..700_000_u32).map(|it| (it % 253) as u8).collect();
    objects.upload("data", data.clone()).await.unwrap();
    objects.upload("empty", "").await.unwrap();

    let error = objects
        .download("data")
        .at_most(699_999)
        .bytes()
        .await
        .unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::TooLarge(699_999)),
        "{error}"
    );
    assert_eq!(
        objects
            .download("data")
            .at_most(700_000)
            .bytes()
            .await
            .unwrap(),
        data
    );
    assert_eq!(objects.download("empty").bytes().await.unwrap(), "");

    let pieces: Vec<Bytes> = objects.download("data").try_collect().await.unwrap();
    assert_eq!(pieces.concat(), data);
    let mut read = Vec::new();
    objects
        .download("data")
        .into_reader()
        .read_to_end(&mut read)
        .await
        .unwrap();
    assert!(read == data);
    let error = objects
        .download("missing")
        .into_reader()
        .read_to_end(&mut read)
        .await
        .unwrap_err();
    let inner = error
        .get_ref()
        .unwrap()
        .downcast_ref::<ferriscloud::Error>()
        .unwrap();
    assert!(inner.is_not_found(), "{inner}");

    let file = Temporary::new();
    std::fs::write(&file.0, "old").unwrap();
    assert!(
        objects
            .download("missing")
            .to_file(&file.0)
            .await
            .unwrap_err()
            .is_not_found()
    );
    assert_eq!(
        (std::fs::read(&file.0).unwrap(), file.traces()),
        (b"old".to_vec(), 1)
    );
    // Given up half-way: what was there stays, and nothing else.
    let mut pending = Box::pin(objects.download("data").to_file(&file.0));
    while file.traces() == 1 {
        if tokio::time::timeout(Duration::from_millis(1), &mut pending)
            .await
            .is_ok()
        {
            return; // Too quick to be given up.
        }
    }
    drop(pending);
    assert_eq!(
        (std::fs::read(&file.0).unwrap(), file.traces()),
        (b"old".to_vec(), 1)
    );
    let head = objects.download("data").to_file(&file.0).await.unwrap();
    assert_eq!(head.bytes, Some(700_000));
    assert!(std::fs::read(&file.0).unwrap() == data);
    assert_eq!(file.traces(), 1);
    objects.download("empty").to_file(&file.0).await.unwrap();
    assert_eq!(std::fs::read(&file.0).unwrap(), b"");

    let if_match = Some("0".repeat(32));
    let other = DownloadObject {
        if_match,
        ..DownloadObject::new("data")
    };
    let error = objects.download(other).bytes().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::PRECONDITION_FAILED));
    clear(&storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn ranges() {
    let storage = storage().await;
    let objects = container(&storage).await;
    objects.upload("a", HELLO).await.unwrap();
    objects.upload("empty", "").await.unwrap();
    let part = |name: &str, range: ByteRange| {
        objects.download(DownloadObject {
            range: Some(range),
            ..DownloadObject::new(name)
        })
    };
    for (range, expected) in [
        (ByteRange::from(0..5), "hello"),
        ((7..=8).into(), "wo"),
        ((7..).into(), "world"),
        ((7..1000).into(), "world"),
        (ByteRange::Last(3), "rld"),
        (ByteRange::Last(1000), HELLO),
    ] {
        assert_eq!(
            part("a", range).bytes().await.unwrap(),
            expected,
            "{range:?}"
        );
    }
    let mut download = part("a", (7..9).into());
    let head = download.head().await.unwrap();
    assert_eq!(
        (head.bytes, head.etag.as_deref()),
        (Some(12), Some(HELLO_MD5))
    );
    let error = part("a", (12..).into()).bytes().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::RANGE_NOT_SATISFIABLE));
    assert_eq!(part("empty", ByteRange::Last(3)).bytes().await.unwrap(), "");
    clear(&storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn large_objects_have_other_etags() {
    let storage = storage().await;
    let objects = container(&storage).await;
    for (name, data) in [("parts/1", "hello, "), ("parts/2", "world")] {
        objects.upload(name, data).await.unwrap();
    }
    let header = HeaderName::from_static("x-object-manifest");
    let manifest = format!("{}/parts/", objects.container());
    objects
        .upload("dynamic", "")
        .header(header, manifest.as_str())
        .await
        .unwrap();

    let list = [("parts/1", 7), ("parts/2", 5)].map(|(name, size)| {
        serde_json::json!({"path": format!("/{}/{name}", objects.container()), "size_bytes": size})
    });
    let path = Path::default()
        .segment(objects.container().as_str())
        .name("static");
    let request = Request::new(Method::PUT, path, Operation("upload", "manifest"))
        .filter(&map(&[("multipart-manifest", "put")]));
    storage.client().call(request.json(&list)).await.unwrap();

    for name in ["dynamic", "static"] {
        let mut download = objects.download(name);
        let head = download.head().await.unwrap();
        assert_eq!(
            (head.static_large_object, head.object_manifest.is_some()),
            (name == "static", name == "dynamic")
        );
        assert_eq!(download.bytes().await.unwrap(), HELLO, "{name}");
    }
    clear(&storage, &objects).await;
}
