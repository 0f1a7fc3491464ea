//! Downloads an object of any size in parallel ranges, with a progress bar.
//!
//! `OS_CLOUD=mycloud cargo run --example download_large -- backups disk.img restored.img`
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use ferriscloud_objectstorage::transfers::Progress;
use ferriscloud_objectstorage::{Cloud, ObjectStorage};
use indicatif::ProgressBar;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [container, object, path] = &arguments[..] else {
        return Err("the names of a container and an object, and the path of a file".into());
    };
    let storage = ObjectStorage::new(&Cloud::from_env().await?)?;

    // As a stream; the other examples are called instead.
    let (tell, mut steps) = Progress::stream();
    let objects = storage.objects(container);
    let download = objects.download_large(object, path).progress(tell);
    let show = async {
        let bar = ProgressBar::new(0);
        while let Some(step) = steps.next().await {
            bar.set_length(step.total_bytes.unwrap_or_default());
            bar.set_position(step.bytes);
        }
        bar.finish();
    };
    let (head, ()) = tokio::join!(download.into_future(), show);
    let head = head?;
    println!("{path}: {:?} bytes, ETag {:?}", head.bytes, head.etag);
    Ok(())
}
