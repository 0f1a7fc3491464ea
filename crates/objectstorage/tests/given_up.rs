//! Downloads that break off, or that nobody waits for any more.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use ferriscloud_core::auth::{Password, ProjectRef, Scope, UserRef};
use ferriscloud_fake::{Fake, FakeCloud, Reply};
use ferriscloud_objectstorage::objects::Objects;
use ferriscloud_objectstorage::{Cloud, ObjectStorage};

const SIZE: usize = 100_000;

async fn objects(fake: &FakeCloud) -> Objects {
    let project = Scope::Project(ProjectRef::Id("p".to_owned()));
    let password = Password::new(UserRef::Id("u".to_owned()), "sesame").scope(project);
    let cloud = Cloud::builder().auth_url(fake.auth_url()).auth(password);
    let storage = ObjectStorage::new(&cloud.connect().await.unwrap()).unwrap();
    storage.objects("box")
}

/// A folder with a file in it, for a download to take the place of.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let folder = format!("ferriscloud-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(folder);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("object"), "old").unwrap();
        Self(folder)
    }

    fn file(&self) -> PathBuf {
        self.0.join("object")
    }

    fn is_untouched(&self) -> bool {
        std::fs::read(self.file()).unwrap() == b"old" && count(&self.0) == 1
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

fn count(folder: &Path) -> usize {
    std::fs::read_dir(folder).unwrap().count()
}

#[tokio::test]
async fn a_download_that_is_given_up_leaves_what_was_there() {
    let fake = Fake::cloud(|_| Reply::bytes(200, vec![7; SIZE]).stalled(SIZE / 2));
    let (objects, place) = (objects(&fake).await, Place::new("given-up"));
    let mut pending = Box::pin(objects.download("data").to_file(place.file()));
    while count(&place.0) == 1 {
        let step = tokio::time::timeout(Duration::from_millis(1), &mut pending);
        assert!(step.await.is_err(), "half of it never comes");
    }
    drop(pending);
    assert!(place.is_untouched());
}

#[tokio::test]
async fn a_download_that_breaks_off_leaves_what_was_there() {
    let fake = Fake::cloud(|_| Reply::bytes(200, vec![7; SIZE]).truncated(SIZE / 2));
    let (objects, place) = (objects(&fake).await, Place::new("broken-off"));
    let error = objects.download("data").to_file(place.file()).await;
    assert!(error.is_err());
    assert!(place.is_untouched());
}
