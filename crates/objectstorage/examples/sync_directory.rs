//! Makes the objects below a prefix what the files of a directory are, or the other way round with `--down`. It says
//! first what it would do, and does it with `--do`.
//!
//! `OS_CLOUD=mycloud cargo run --example sync_directory -- photos backups 2026/photos --do`
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use ferriscloud_objectstorage::transfers::{Changes, Progress};
use ferriscloud_objectstorage::{Cloud, ObjectStorage};
use indicatif::ProgressBar;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (options, names): (Vec<_>, Vec<_>) = std::env::args()
        .skip(1)
        .partition(|it| it.starts_with("--"));
    let has = |option: &str| options.iter().any(|it| it == option);
    let [folder, container, prefix] = &names[..] else {
        return Err("a directory, the name of a container, and a prefix".into());
    };
    let storage = ObjectStorage::new(&Cloud::from_env().await?)?;
    let objects = storage.objects(container);

    let bar = ProgressBar::new(0);
    let shown = bar.clone();
    let show = move |progress: Progress| {
        shown.set_length(progress.total_bytes.unwrap_or_default());
        shown.set_position(progress.bytes);
        shown.set_message(format!("{} files", progress.items));
    };
    let changes = if has("--down") {
        let download = objects.download_directory(prefix, folder).delete_extra();
        match has("--do") {
            true => download.progress(show).await?,
            false => download.plan().await?,
        }
    } else {
        storage.containers().create(container.as_str()).await?;
        let upload = objects.upload_directory(folder, prefix).delete_extra();
        match has("--do") {
            true => upload.progress(show).await?,
            false => upload.plan().await?,
        }
    };
    bar.finish_and_clear();
    print(&changes);
    Ok(())
}

fn print(changes: &Changes) {
    for change in &changes.transferred {
        println!("{} {} bytes", change.name, change.bytes);
    }
    for change in &changes.deleted {
        println!("{} deleted", change.name);
    }
    for change in &changes.failed {
        println!("{} changed meanwhile, and was left out", change.name);
    }
    println!("{} unchanged", changes.unchanged);
}
