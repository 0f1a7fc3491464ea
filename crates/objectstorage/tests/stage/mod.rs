//! What the tests of transfers play on: a cloud with little patience, and a folder.
#![allow(dead_code, reason = "each test crate uses a part of it")]

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use ferriscloud_core::Cloud;
use ferriscloud_core::auth::{Password, ProjectRef, Scope, UserRef};
use ferriscloud_core::transport::Timeouts;
use ferriscloud_fake::FakeCloud;
use ferriscloud_objectstorage::ObjectStorage;
use ferriscloud_objectstorage::objects::Objects;

pub(crate) const SEGMENT: usize = 10_000;
pub(crate) const LONG: Duration = Duration::from_secs(9);

/// Logs in, and gives the container `box`.
pub(crate) async fn objects(fake: &FakeCloud) -> Objects {
    objects_at(fake, "/object-store").await
}

/// The same at another path.
pub(crate) async fn objects_at(fake: &FakeCloud, path: &str) -> Objects {
    objects_of(fake, &format!("{}{path}", fake.url())).await
}

/// The same of a service elsewhere.
pub(crate) async fn objects_of(fake: &FakeCloud, endpoint: &str) -> Objects {
    let project = Scope::Project(ProjectRef::Id("p".to_owned()));
    let password = Password::new(UserRef::Id("u".to_owned()), "sesame").scope(project);
    let (connect, silence) = (Duration::from_secs(10), Duration::from_secs(1));
    let cloud = Cloud::builder().auth_url(fake.auth_url()).auth(password);
    let cloud = cloud.timeouts(Timeouts {
        connect,
        head: silence,
        idle: silence,
    });
    let cloud = cloud.connect().await.unwrap();
    let storage = ObjectStorage::builder(&cloud).endpoint(endpoint);
    storage.build().unwrap().objects("box")
}

/// Data that are others for each seed.
pub(crate) fn data(seed: u64, size: usize) -> Vec<u8> {
    let words = (0..size as u64 / 8 + 1)
        .map(|word| (word + (seed << 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    words.flat_map(u64::to_le_bytes).take(size).collect()
}

/// A folder with one file.
pub(crate) struct Place(PathBuf);

impl Place {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = format!("ferriscloud-stage-{}-{count}", std::process::id());
        let folder = std::env::temp_dir().join(folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.0
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.0.join("file")
    }

    pub(crate) fn write(&self, data: &[u8]) {
        std::fs::write(self.file(), data).unwrap();
    }

    pub(crate) fn read(&self) -> Vec<u8> {
        std::fs::read(self.file()).unwrap()
    }

    /// How many files there are.
    pub(crate) fn count(&self) -> usize {
        std::fs::read_dir(&self.0).unwrap().count()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
