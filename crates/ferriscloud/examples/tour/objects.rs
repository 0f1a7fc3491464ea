//! An object of 256 MiB: up and down in pieces, with its checksum.

use anyhow::{Result, ensure};
use bytes::Bytes;
use ferriscloud::ObjectStorage;
use ferriscloud::object_storage::objects::Objects;
use ferriscloud::object_storage::uploads::Source;
use futures_util::stream;
use indicatif::{ProgressBar, ProgressStyle};
use md5::{Digest, Md5};

const PIECE: usize = 1 << 20;
const PIECES: u8 = 255;
const SIZE: u64 = (PIECES as u64 + 1) * PIECE as u64;

pub(crate) async fn round_trip(storage: &ObjectStorage) -> Result<()> {
    let container = format!("tour-{}", std::process::id());
    storage.containers().create(container.as_str()).await?;
    let objects = storage.objects(container.as_str());
    let moved = up_and_down(&objects).await;
    // Whatever failed, nothing is left behind.
    let deleted = objects.delete("pieces").await;
    storage.containers().delete(&container).await?;
    moved?;
    Ok(deleted?)
}

async fn up_and_down(objects: &Objects) -> Result<()> {
    let bar = progress("up");
    let watched = bar.clone();
    let pieces = move || {
        // From the beginning, whenever the upload is.
        watched.set_position(0);
        let bar = watched.clone();
        stream::iter((0..=PIECES).map(move |number| {
            bar.inc(PIECE as u64);
            Ok::<_, std::io::Error>(Bytes::from(vec![number; PIECE]))
        }))
    };
    let uploaded = objects
        .upload("pieces", Source::replayable(SIZE, pieces))
        .await?;
    bar.finish();

    let bar = progress("down");
    let mut md5 = Md5::new();
    let mut download = objects.download("pieces");
    while let Some(piece) = download.try_next().await? {
        md5.update(&piece);
        bar.inc(piece.len() as u64);
    }
    bar.finish();
    let bytes = md5.finalize();
    let checksum: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    ensure!(
        uploaded.etag.as_deref() == Some(&checksum),
        "what came down is not what went up"
    );
    println!("  {} MiB up and down, MD5 {checksum}", SIZE >> 20);
    Ok(())
}

fn progress(way: &'static str) -> ProgressBar {
    let style = "  {prefix:4} {wide_bar} {bytes} of {total_bytes}, {bytes_per_sec}";
    let bar = ProgressBar::new(SIZE).with_prefix(way);
    match ProgressStyle::with_template(style) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
