//! Uploads a file of any size in parallel segments, with a progress bar; started again, it goes on where it stopped.
//!
//! `OS_CLOUD=mycloud cargo run --example upload_large -- backups disk.img`
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use ferriscloud_objectstorage::uploads::Source;
use ferriscloud_objectstorage::{Cloud, ObjectStorage};
use indicatif::ProgressBar;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(container), Some(path)) = (arguments.next(), arguments.next()) else {
        return Err("the name of a container, and the path of a file".into());
    };
    let storage = ObjectStorage::new(&Cloud::from_env().await?)?;
    storage.containers().create(container.as_str()).await?;
    let name = path.trim_start_matches('/');

    let bar = ProgressBar::new(0);
    let shown = bar.clone();
    let uploaded = storage
        .objects(container)
        .upload_large(name, Source::file(&path))
        .resume()
        .delete_replaced()
        .progress(move |progress| {
            shown.set_length(progress.total_bytes.unwrap_or_default());
            shown.set_position(progress.bytes);
        })
        .await?;
    bar.finish();
    println!(
        "{name}: {} bytes, {} segments, of which {} were there already",
        uploaded.bytes, uploaded.segments, uploaded.resumed
    );
    Ok(())
}
