//! Directories up and down, and everything that begins with a prefix.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use ferriscloud::ErrorKind;
use ferriscloud::object_storage::objects::{Objects, UpdateObject};
use ferriscloud::object_storage::transfers::{Changes, Compare, Progress};
use ferriscloud::object_storage::uploads::UploadObject;
use ferriscloud_live::unique;

use crate::large_uploads::{data, listed};
use crate::{clear, container, storage};

const PART: u64 = 1 << 20;

/// A folder that goes with the test.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let path = std::env::temp_dir().join(unique("folder"));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn write(&self, name: &str, data: &[u8]) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, data).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.join(name)).unwrap()
    }

    pub(crate) fn count(&self) -> usize {
        fn below(path: &Path) -> usize {
            let entries = fs::read_dir(path)
                .unwrap()
                .map(|entry| entry.unwrap().path());
            entries
                .map(|it| if it.is_dir() { below(&it) } else { 1 })
                .sum()
        }
        below(&self.0)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn names(changes: &[ferriscloud::object_storage::transfers::Change]) -> Vec<&str> {
    changes.iter().map(|change| change.name.as_str()).collect()
}

fn counts(changes: &Changes) -> (usize, usize, u64) {
    (
        changes.transferred.len(),
        changes.deleted.len(),
        changes.unchanged,
    )
}

pub(crate) async fn names_of(objects: &Objects, prefix: &str) -> Vec<String> {
    let found = listed(objects, prefix).await;
    found
        .into_iter()
        .map(|object| object.name.into_string())
        .collect()
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn directories_go_up_and_down() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let (here, there) = (Folder::new(), Folder::new());
    let large = data(1, (5 << 19) + 9);
    here.write("a.txt", b"hello");
    here.write("b c/ä?.txt", b"world");
    here.write("b c/d/large", &large);
    here.write("empty", b"");
    std::os::unix::fs::symlink("/etc/passwd", here.0.join("link")).unwrap();

    let up = || {
        objects
            .upload_directory(&here.0, "home")
            .segment_size(PART)
            .in_flight(3)
    };
    let plan = up().plan().await.unwrap();
    assert_eq!(
        names(&plan.transferred),
        [
            "home/a.txt",
            "home/b c/d/large",
            "home/b c/ä?.txt",
            "home/empty"
        ]
    );
    assert_eq!(plan.skipped, [here.0.join("link")]);
    assert!(
        listed(&objects, "").await.is_empty(),
        "a plan changes nothing"
    );
    let seen = Arc::<Mutex<Progress>>::default();
    let last = seen.clone();
    let done = up()
        .progress(move |progress| *last.lock().unwrap() = progress)
        .await
        .unwrap();
    assert_eq!(done, plan);
    let last = *seen.lock().unwrap();
    assert_eq!((last.items, last.total_items), (4, Some(4)));
    assert_eq!(
        (last.bytes, last.total_bytes),
        (large.len() as u64 + 10, Some(large.len() as u64 + 10))
    );
    assert_eq!(counts(&up().await.unwrap()), (0, 0, 4));
    assert!(
        objects
            .head("home/b c/d/large")
            .await
            .unwrap()
            .static_large_object
    );

    let down = || {
        objects
            .download_directory("home/", &there.0)
            .range_size(PART)
            .in_flight(3)
    };
    assert_eq!(counts(&down().plan().await.unwrap()), (4, 0, 0));
    assert_eq!(there.count(), 0, "a plan changes nothing");
    assert_eq!(counts(&down().await.unwrap()), (4, 0, 0));
    assert!(there.read("b c/d/large") == large && there.read("b c/ä?.txt") == b"world");
    assert_eq!(there.count(), 4);
    let time = |folder: &Folder| {
        fs::metadata(folder.0.join("a.txt"))
            .unwrap()
            .modified()
            .unwrap()
    };
    assert_eq!(time(&here), time(&there));
    assert_eq!(counts(&down().await.unwrap()), (0, 0, 4));

    // Of the same size, and different; of another time, and the same; too much on either side.
    here.write("a.txt", b"jello");
    here.write("b c/d/large", &large);
    fs::remove_file(here.0.join("empty")).unwrap();
    objects.upload("home/marker/", "").await.unwrap();
    objects.upload("homely", "").await.unwrap();
    let done = up().delete_extra().await.unwrap();
    assert_eq!(
        (names(&done.transferred), names(&done.deleted)),
        (vec!["home/a.txt"], vec!["home/empty"])
    );
    assert_eq!(
        names_of(&objects, "home").await,
        [
            "home/a.txt",
            "home/b c/d/large",
            "home/b c/ä?.txt",
            "home/marker/",
            "homely"
        ]
    );
    assert_eq!(
        counts(&up().compare(Compare::Checksum).plan().await.unwrap()),
        (0, 0, 3)
    );
    assert_eq!(
        counts(&up().compare(Compare::Nothing).plan().await.unwrap()),
        (3, 0, 0)
    );
    let done = down().delete_extra().await.unwrap();
    assert_eq!(
        (names(&done.transferred), names(&done.deleted)),
        (vec!["home/a.txt"], vec!["home/empty"])
    );
    assert!(there.read("a.txt") == b"jello" && there.0.join("marker").is_dir());
    assert_eq!(there.count(), 3);

    here.write("b c/d/large", &data(2, large.len()));
    assert_eq!(counts(&up().delete_replaced().await.unwrap()), (1, 0, 2));
    let segments = storage.objects(format!("{}_segments", objects.container()));
    assert_eq!(listed(&segments, "").await.len(), 3);
    fs::remove_file(here.0.join("b c/d/large")).unwrap();
    assert_eq!(
        counts(&up().delete_extra().delete_replaced().await.unwrap()),
        (0, 1, 2)
    );
    assert!(listed(&segments, "").await.is_empty());
    clear(&storage, &objects).await;
    clear(&storage, &segments).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn no_object_gets_out_of_the_directory() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let folder = Folder::new();
    fs::create_dir(folder.0.join("below")).unwrap();
    let target = folder.0.join("below");
    for name in ["../out", "a/../../out", "/out", "a//b", "a/./b"] {
        objects.upload(format!("x/{name}"), "evil").await.unwrap();
        objects.upload("x/fine", "fine").await.unwrap();
        let error = objects.download_directory("x", &target).await.unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::Name(it) if it == name),
            "{name}: {error}"
        );
        assert_eq!(folder.count(), 0, "{name}");
        objects.delete_prefix("x/").await.unwrap();
    }
    // A file and a directory of the same name.
    objects.upload("y/a", "file").await.unwrap();
    objects.upload("y/a/b", "below it").await.unwrap();
    let error = objects.download_directory("y", &target).await.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Name(it) if it == "a"),
        "{error}"
    );
    // A way that leads elsewhere.
    objects.upload("z/link/b", "elsewhere").await.unwrap();
    std::os::unix::fs::symlink(&folder.0, target.join("link")).unwrap();
    let error = objects.download_directory("z", &target).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Name(_)), "{error}");
    assert!(!folder.0.join("b").exists());
    clear(&storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn prefixes_are_copied_and_deleted() {
    let storage = storage().await;
    let (objects, other) = (container(&storage).await, container(&storage).await);
    let large = data(3, 3 << 20);
    for name in ["a/1", "a/ä?", "a/c/%41", "b"] {
        let object = UploadObject {
            with: UpdateObject {
                metadata: crate::map(&[("colour", "red")]),
                ..UpdateObject::default()
            },
            ..UploadObject::new(name)
        };
        objects.upload(object, "data").await.unwrap();
    }
    objects
        .upload_large("a/large", large.clone())
        .segment_size(PART)
        .await
        .unwrap();
    assert_eq!(
        objects
            .copy_prefix("a/", other.container(), "from/a-")
            .await
            .unwrap(),
        4
    );
    assert_eq!(
        names_of(&other, "").await,
        ["from/a-1", "from/a-c/%41", "from/a-large", "from/a-ä?"]
    );
    let head = other.head("from/a-1").await.unwrap();
    assert_eq!((head.bytes, &*head.metadata["colour"]), (Some(4), "red"));
    assert!(other.download("from/a-large").bytes().await.unwrap() == large);
    assert!(
        !other
            .head("from/a-large")
            .await
            .unwrap()
            .static_large_object
    );
    assert_eq!(
        objects
            .copy_prefix("a/", objects.container(), "a/a/")
            .share_segments()
            .await
            .unwrap(),
        4
    );
    assert!(objects.head("a/a/large").await.unwrap().static_large_object);
    let error = objects
        .copy_prefix("a", objects.container(), "a")
        .await
        .unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Input(_)));
    // Copies that would be originals.
    objects.upload("a/x/1", "another").await.unwrap();
    let error = objects
        .copy_prefix("a/", objects.container(), "a/x/")
        .await
        .unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Input(what) if what.contains("a/x/1")));
    let another = objects.download("a/x/1").bytes().await.unwrap();
    assert_eq!(another, "another");
    objects.delete("a/x/1").await.unwrap();

    let seen = Arc::<Mutex<Progress>>::default();
    let last = seen.clone();
    let deleted = objects
        .delete_prefix("a/a/")
        .progress(move |it| *last.lock().unwrap() = it);
    assert_eq!(deleted.await.unwrap(), 4);
    assert_eq!(seen.lock().unwrap().items, 4);
    let segments = storage.objects(format!("{}_segments", objects.container()));
    assert_eq!(listed(&segments, "").await.len(), 3);
    assert_eq!(
        objects.delete_prefix("a/").with_segments().await.unwrap(),
        4
    );
    assert!(listed(&segments, "").await.is_empty());
    assert_eq!(names_of(&objects, "").await, ["b"]);
    assert_eq!(objects.delete_prefix("nothing").await.unwrap(), 0);
    assert_eq!(other.delete_prefix("").await.unwrap(), 4);
    for objects in [&objects, &other, &segments] {
        clear(&storage, objects).await;
    }
}
