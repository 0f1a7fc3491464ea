//! Block storage, verb by verb, against a real Cinder.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

mod filters;
mod snapshots;
mod volume_types;
mod volumes;

use std::collections::BTreeMap;
use std::time::Duration;

use ferriscloud::BlockStorage;
use ferriscloud::block_storage::volumes::{CreateVolume, Status, Volume, VolumeId, Volumes};
use ferriscloud_live::demo;

/// Long enough for a slow machine with many tests.
const SOON: Duration = Duration::from_secs(180);

async fn storage() -> BlockStorage {
    BlockStorage::new(&demo().await).unwrap()
}

async fn available(volumes: &Volumes, create: &CreateVolume) -> Volume {
    let volume = volumes.create(create).await.unwrap();
    volumes
        .wait_for(&volume, Status::Available)
        .within(SOON)
        .await
        .unwrap()
}

async fn remove(volumes: &Volumes, volume: impl Into<VolumeId>) {
    let volume = volume.into();
    volumes.delete(&volume).await.unwrap();
    volumes.wait_gone(&volume).within(SOON).await.unwrap();
}

fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}
