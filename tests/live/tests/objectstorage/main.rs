//! Object storage, verb by verb, against a real Swift.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

mod account;
mod accounts;
mod archives;
mod conditions;
mod container_settings;
mod containers;
mod deletions;
mod directories;
mod directory_choices;
mod downloads;
mod form_posts;
mod info;
mod large_downloads;
mod large_objects;
mod large_uploads;
mod links;
mod long_streams;
mod names;
mod object_store;
mod objects;
mod progress;
mod swiftclient;
mod temp_urls;
mod uploads;
mod versions;

use std::collections::BTreeMap;
use std::path::PathBuf;

use ferriscloud::ObjectStorage;
use ferriscloud::auth::PasswordV1;
use ferriscloud::object_storage::objects::{ListObjects, Object, Objects};
use ferriscloud::{Client, Cloud, Path};
use ferriscloud_live::{demo, done, recorded, unique};

const HELLO: &str = "hello, world";
const HELLO_MD5: &str = "e4d7f1b4ed2e42d15898f4b27b019da4";

async fn storage() -> ObjectStorage {
    ObjectStorage::new(&demo().await).unwrap()
}

/// The address of Swift's own logging in.
async fn v1_auth() -> String {
    let endpoint = storage().await.client().endpoint();
    let host = endpoint.split("/v1/").next().unwrap().to_owned();
    format!("{host}/auth/v1.0")
}

/// The object storage of somebody whom Keystone does not know.
async fn of_v1(name: &str, key: &str) -> ObjectStorage {
    let cloud = Cloud::builder()
        .auth_url(v1_auth().await)
        .auth(PasswordV1::new(name, key));
    let cloud = recorded(cloud).connect().await.unwrap();
    done("object-store", "GET", "/auth/v1.0");
    ObjectStorage::new(&cloud).unwrap()
}

/// Asks as a browser does, with nothing but the address.
async fn stranger(address: &str) -> Client {
    let cloud = Cloud::builder().auth(ferriscloud::auth::NoAuth::new(address));
    let cloud = recorded(cloud).connect().await.unwrap();
    cloud.service("object-store").unwrap()
}

/// Reads what a stranger sees.
async fn seen(address: &str) -> ferriscloud::Result<String> {
    let page = stranger(address).await.get(Path::default());
    let page = page.reading(|answer| Ok(answer.bytes().clone())).await?;
    Ok(String::from_utf8(page.to_vec()).unwrap())
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
