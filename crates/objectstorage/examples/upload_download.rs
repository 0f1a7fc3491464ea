//! Writes objects from bytes and from a file, reads them back in three ways, and cleans up.
//!
//! `OS_CLOUD=mycloud cargo run --example upload_download`
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::collections::BTreeMap;
use std::time::Duration;

use ferriscloud_objectstorage::objects::UpdateObject;
use ferriscloud_objectstorage::uploads::{Source, UploadObject};
use ferriscloud_objectstorage::{Cloud, ObjectStorage};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let storage = ObjectStorage::new(&Cloud::from_env().await?)?;
    let name = format!("example-{}", std::process::id());
    storage.containers().create(name.as_str()).await?;
    let objects = storage.objects(name.as_str());

    // From memory, with all that an object can have.
    let greeting = UploadObject {
        with: UpdateObject {
            content_type: Some("text/plain; charset=utf-8".into()),
            metadata: BTreeMap::from([("mood".into(), "fröhlich".into())]),
            delete_after: Some(Duration::from_secs(24 * 60 * 60)),
            ..UpdateObject::default()
        },
        ..UploadObject::new("notes/greeting.txt")
    };
    let uploaded = objects.upload(&greeting, "Hello from Rust!").await?;
    println!("uploaded, ETag {:?}", uploaded.etag);

    // From a file, however large it is.
    objects.upload("example.rs", Source::file(file!())).await?;

    // Into memory, as a part, piece by piece, into a file.
    let greeting = objects.download("notes/greeting.txt").bytes().await?;
    println!("{}", String::from_utf8_lossy(&greeting));
    let part = objects.download("notes/greeting.txt").range(0..5);
    println!("{:?}", part.bytes().await?);
    let mut pieces = objects.download("example.rs");
    while let Some(piece) = pieces.try_next().await? {
        println!("{} bytes more", piece.len());
    }
    let path = std::env::temp_dir().join(&name);
    let head = objects.download("example.rs").to_file(&path).await?;
    println!("{:?} bytes in {}", head.bytes, path.display());

    std::fs::remove_file(path)?;
    objects.delete("notes/greeting.txt").await?;
    objects.delete("example.rs").await?;
    storage.containers().delete(&name).await?;
    Ok(())
}
