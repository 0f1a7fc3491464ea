//! Lists objects in three ways: like a directory, all of them, and names alone.
//!
//! `OS_CLOUD=mycloud cargo run --example list_objects`
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use ferriscloud_objectstorage::containers::ListContainers;
use ferriscloud_objectstorage::objects::{Entry, ListObjects, Object};
use ferriscloud_objectstorage::{Cloud, ObjectStorage};
use serde::Deserialize;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let storage = ObjectStorage::new(&Cloud::from_env().await?)?;
    let name = format!("example-{}", std::process::id());
    storage.containers().create(name.as_str()).await?;
    let objects = storage.objects(name.as_str());
    for object in ["readme.txt", "photos/lake.jpg", "photos/mountain.jpg"] {
        objects.upload(object, "not really a photo").await?;
    }

    // As if slashes made directories.
    let top = ListObjects {
        delimiter: Some("/".into()),
        ..ListObjects::default()
    };
    let mut entries = objects.list(&top);
    while let Some(entry) = entries.try_next().await? {
        match entry {
            Entry::Object(object) => println!("{:>8} {}", object.bytes, object.name),
            Entry::Subdir { prefix } => println!("{:>8} {prefix}", "..."),
        }
    }

    // Everything, page by page behind the scenes: never more than two pages in memory.
    let mut all = objects.list(&ListObjects::default()).extract::<Object>();
    let mut bytes = 0;
    while let Some(object) = all.try_next().await? {
        bytes += object.bytes;
    }
    println!("{bytes} bytes in all");

    // A type of your own takes what it needs: a million names in less time.
    #[derive(Deserialize)]
    struct Named {
        name: String,
    }
    let names = objects.list(&ListObjects::default()).extract::<Named>();
    let mut names = names.marked_by(|last| last.name.clone());
    while let Some(named) = names.try_next().await? {
        println!("{}", named.name);
        objects.delete(named.name).await?;
    }
    storage.containers().delete(&name).await?;

    for container in storage
        .containers()
        .list(&ListContainers::default())
        .all()
        .await?
    {
        println!("{} has {} objects", container.name, container.count);
    }
    Ok(())
}
