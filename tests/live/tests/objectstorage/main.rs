//! Object storage, verb by verb, against a real Swift.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

mod account;
mod containers;
mod directories;
mod downloads;
mod large_downloads;
mod large_objects;
mod large_uploads;
mod objects;
mod temp_urls;
mod uploads;

use std::collections::BTreeMap;
use std::path::PathBuf;

use ferriscloud::ObjectStorage;
use ferriscloud::object_storage::objects::{ListObjects, Object, Objects};
use ferriscloud_live::{demo, unique};

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
