//! Downloads an object of any size in parallel ranges, with a progress bar.
//!
//! `OS_CLOUD=mycloud cargo run --example download_large -- backups disk.img restored.img`
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use ferriscloud_objectstorage::{Cloud, ObjectStorage};
use indicatif::ProgressBar;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [container, object, path] = &arguments[..] else {
        return Err("the names of a container and an object, and the path of a file".into());
    };
    let storage = ObjectStorage::new(&Cloud::from_env().await?)?;

    let bar = ProgressBar::new(0);
    let shown = bar.clone();
    let head = storage
        .objects(container)
        .download_large(object, path)
        .progress(move |progress| {
            shown.set_length(progress.total_bytes.unwrap_or_default());
            shown.set_position(progress.bytes);
        })
        .await?;
    bar.finish();
    println!("{path}: {:?} bytes, ETag {:?}", head.bytes, head.etag);
    Ok(())
}
