//! A volume: created, attached to a server, detached, deleted.

use anyhow::Result;
use ferriscloud::block_storage::volumes::{CreateVolume, Status, Volume};
use ferriscloud::compute::servers::Server;
use ferriscloud::{BlockStorage, Compute};

pub(crate) async fn create(storage: &BlockStorage) -> Result<Volume> {
    let volume = CreateVolume::new(format!("tour-{}", std::process::id()), 1); // GiB
    let volume = storage.volumes().create(&volume).await?;
    reached(storage, &volume, Status::Available).await
}

pub(crate) async fn attach_and_detach(
    compute: &Compute,
    storage: &BlockStorage,
    server: &Server,
    volume: &Volume,
) -> Result<()> {
    compute.servers().attach_volume(server, volume).await?;
    reached(storage, volume, Status::InUse).await?;
    compute.servers().detach_volume(server, volume).await?;
    reached(storage, volume, Status::Available).await?;
    Ok(())
}

async fn reached(storage: &BlockStorage, volume: &Volume, status: Status) -> Result<Volume> {
    let volume = storage.volumes().wait_for(volume, status).await?;
    println!("  {} {}", volume.name, volume.status);
    Ok(volume)
}

pub(crate) async fn delete(storage: &BlockStorage, volume: &Volume) -> Result<()> {
    storage.volumes().delete(volume).await?;
    Ok(storage.volumes().wait_gone(volume).await?)
}
