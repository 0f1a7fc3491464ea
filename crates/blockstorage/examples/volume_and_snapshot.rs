//! Makes a volume, a snapshot of it, and a volume of that; then takes all away again.
//!
//! `OS_CLOUD=mycloud cargo run --example volume_and_snapshot`
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::time::Duration;

use ferriscloud_blockstorage::snapshots::{self, CreateSnapshot};
use ferriscloud_blockstorage::volumes::{CreateVolume, Status};
use ferriscloud_blockstorage::{BlockStorage, Cloud, Result};

#[tokio::main]
async fn main() -> Result<()> {
    let storage = BlockStorage::new(&Cloud::from_env().await?)?;
    let (volumes, snapshots) = (storage.volumes(), storage.snapshots());
    let name = format!("example-{}", std::process::id());

    let volume = volumes.create(&CreateVolume::new(name, 1)).await?;
    let volume = volumes
        .wait_for(&volume, Status::Available)
        .within(Duration::from_secs(120))
        .watch(|volume| println!("volume {}: {}", volume.id, volume.status))
        .await?;

    let snapshot = snapshots.create(&CreateSnapshot::new(&volume)).await?;
    let snapshot = snapshots
        .wait_for(&snapshot, snapshots::Status::Available)
        .await?;
    println!("snapshot {}: {}", snapshot.id, snapshot.status);

    // It has the snapshot's data and size.
    let copy = CreateVolume {
        snapshot_id: Some((&snapshot).into()),
        ..CreateVolume::default()
    };
    let copy = volumes.create(&copy).await?;
    let copy = volumes.wait_for(&copy, Status::Available).await?;
    println!(
        "volume {}: {} GiB, from the snapshot",
        copy.id, copy.size_gib
    );

    volumes.extend(&copy, 2).await?;
    let copy = volumes.wait_for(&copy, Status::Available).await?;
    println!("volume {}: {} GiB by now", copy.id, copy.size_gib);

    volumes.delete(&copy).await?;
    volumes.wait_gone(&copy).await?;
    // With its snapshot.
    volumes.delete_cascade(&volume).await?;
    volumes.wait_gone(&volume).await?;
    println!("all gone");
    Ok(())
}
