//! Lists volumes: the free ones in detail, and all of them by what you need of them.
//!
//! `OS_CLOUD=mycloud cargo run --example list_volumes`
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use ferriscloud_blockstorage::volumes::{ListVolumes, Status};
use ferriscloud_blockstorage::{BlockStorage, Cloud, Result};
use serde::Deserialize;

#[tokio::main]
async fn main() -> Result<()> {
    let storage = BlockStorage::new(&Cloud::from_env().await?)?;

    let free = ListVolumes {
        status: Some(Status::Available),
        sort: Some("created_at:asc".into()),
        ..ListVolumes::default()
    };
    let mut volumes = storage.volumes().list(&free);
    while let Some(volume) = volumes.try_next().await? {
        let name = if volume.name.is_empty() {
            "(no name)"
        } else {
            &volume.name
        };
        println!("{} {:>6} GiB  {name}", volume.id, volume.size_gib);
    }

    // A type of your own takes what it needs, from the same answers.
    #[derive(Deserialize)]
    struct Sized {
        size: u64,
    }
    let all = storage
        .volumes()
        .list(&ListVolumes::default())
        .extract::<Sized>()
        .all()
        .await?;
    let sum: u64 = all.iter().map(|volume| volume.size).sum();
    println!("{} volumes, {sum} GiB in all", all.len());
    Ok(())
}
