//! Directories, with what takes part in their transfers, and what has to stay.

use std::fs;

use ferriscloud::ErrorKind;
use ferriscloud::object_storage::objects::{Segment, UpdateObject};
use ferriscloud_live::unique;

use crate::directories::{Folder, names, names_of};
use crate::large_uploads::{data, listed};
use crate::{clear, container, map, storage};

const PART: u64 = 1 << 20;
const SIZE: usize = (2 << 20) + 9;

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn what_is_not_taken_is_left_alone() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let (here, there) = (Folder::new(), Folder::new());
    for name in ["a.txt", "b.tmp", "c/a.txt", "c/b.tmp"] {
        here.write(name, b"here");
    }
    for name in ["home/old.tmp", "home/old.txt"] {
        objects.upload(name, "old").await.unwrap();
    }
    let takes = |name: &str| !name.ends_with(".tmp");
    let up = || objects.upload_directory(&here.0, "home").filter(takes);
    let done = up().delete_extra().await.unwrap();
    assert_eq!(
        (names(&done.transferred), names(&done.deleted)),
        (vec!["home/a.txt", "home/c/a.txt"], vec!["home/old.txt"])
    );
    assert_eq!(
        names_of(&objects, "").await,
        ["home/a.txt", "home/c/a.txt", "home/old.tmp"]
    );

    for name in ["own.tmp", "own.txt"] {
        there.write(name, b"there");
    }
    // A name that is not taken need not be a file's.
    objects.upload("home//.tmp", "odd").await.unwrap();
    let down = || objects.download_directory("home", &there.0).delete_extra();
    let done = down().filter(takes).await.unwrap();
    assert_eq!(
        (names(&done.transferred), names(&done.deleted)),
        (vec!["home/a.txt", "home/c/a.txt"], vec!["home/own.txt"])
    );
    assert_eq!((there.count(), there.read("own.tmp")), (3, b"there".into()));

    // Nothing is there: a name that is mistyped, mostly.
    let nothing = objects.download_directory("hoem", &there.0).delete_extra();
    let error = nothing.await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Input(what) if what.contains("hoem/")));
    assert_eq!(there.count(), 3);
    let new = Folder::new();
    let nothing = objects.download_directory("hoem", &new.0).delete_extra();
    assert_eq!(nothing.await.unwrap().deleted, []);
    clear(&storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn what_others_need_is_nothing_extra() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let here = Folder::new();
    here.write("large", &data(1, SIZE));
    std::os::unix::fs::symlink("/etc/passwd", here.0.join("link")).unwrap();
    // As python-swiftclient names segments, and where a link is here.
    let mut parts = Vec::new();
    for (index, part) in data(1, SIZE).chunks(PART as usize).enumerate() {
        let name = format!("home/large/slo/{index}");
        objects.upload(&*name, part.to_vec()).await.unwrap();
        parts.push(Segment::new(objects.container(), name));
    }
    let put = objects.put_manifest("home/large", &parts, &UpdateObject::default());
    put.await.unwrap();
    for name in ["home/link", "home/link/below", "home/linked", "home/old"] {
        objects.upload(name, "there").await.unwrap();
    }
    let up = || objects.upload_directory(&here.0, "home").delete_extra();
    let done = up().await.unwrap();
    assert_eq!(
        (done.unchanged, names(&done.deleted)),
        (1, vec!["home/linked", "home/old"])
    );
    let large = objects.download("home/large").bytes().await.unwrap();
    assert!(large == data(1, SIZE));
    let error = up().segments_in(objects.container()).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Input(_)));
    clear(&storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn what_objects_are_to_have() {
    let storage = storage().await;
    let (objects, segments) = (container(&storage).await, storage.objects(unique("parts")));
    let here = Folder::new();
    here.write("large", &data(1, SIZE));
    here.write("small", b"small");
    let with = |with| {
        let upload = objects.upload_directory(&here.0, "").with(with);
        upload.segment_size(PART).segments_in(segments.container())
    };
    let red = UpdateObject {
        metadata: map(&[("colour", "red")]),
        delete_after: Some(std::time::Duration::from_secs(3600)),
        ..UpdateObject::default()
    };
    assert_eq!(with(red).await.unwrap().transferred.len(), 2);
    for name in ["large", "small"] {
        let head = objects.head(name).await.unwrap();
        assert_eq!(head.metadata["colour"], "red");
        assert!(head.metadata.contains_key("mtime") && head.delete_at.is_some());
    }
    assert_eq!(listed(&segments, "").await.len(), 3);
    let again = with(UpdateObject::default()).await.unwrap();
    assert_eq!(again.unchanged, 2);
    clear(&storage, &objects).await;
    clear(&storage, &segments).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn files_that_go_or_change_do_not_end_it() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let segments = storage.objects(format!("{}_segments", objects.container()));
    let here = Folder::new();
    for name in ["a", "b", "d"] {
        here.write(name, b"data");
    }
    here.write("c", &data(1, SIZE));
    let (gone, changed) = (here.0.join("b"), here.0.join("c"));
    let upload = objects.upload_directory(&here.0, "").segment_size(PART);
    let done = upload.in_flight(1).progress(move |progress| {
        if progress.items == 1 {
            let _ = fs::remove_file(&gone);
        }
        if progress.bytes > PART {
            fs::write(&changed, data(2, SIZE + 1)).unwrap();
        }
    });
    let done = done.await.unwrap();
    assert_eq!(
        (names(&done.transferred), names(&done.failed)),
        (vec!["a", "d"], vec!["b", "c"])
    );
    assert_eq!(names_of(&objects, "").await, ["a", "d"]);
    assert!(listed(&segments, "").await.is_empty());
    clear(&storage, &objects).await;
    clear(&storage, &segments).await;
}
