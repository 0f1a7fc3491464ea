//! What the cloud has. Images and networks come through the low door: no crate types them yet.

use anyhow::{Context, Result};
use ferriscloud::block_storage::volumes::ListVolumes;
use ferriscloud::compute::flavors::ListFlavors;
use ferriscloud::compute::keypairs::ListKeypairs;
use ferriscloud::compute::servers::ListServers;
use ferriscloud::object_storage::containers::ListContainers;
use ferriscloud::{BlockStorage, Cloud, Compute, ObjectStorage};
use serde_json::{Value, json};

pub(crate) async fn log_in() -> Result<Cloud> {
    let cloud = Cloud::from_env().await?;
    let access = cloud.access().await?;
    let project = access.project.as_ref();
    let project = project.map_or("no project", |project| &project.name);
    println!("  as {} in {project}", access.user.name);
    Ok(cloud)
}

pub(crate) async fn catalog(cloud: &Cloud) -> Result<()> {
    for service in cloud.catalog().entries() {
        let regions = service.endpoints.iter().map(|endpoint| &endpoint.region);
        let regions: std::collections::BTreeSet<_> = regions.collect();
        println!(
            "  {:<14} {:<10} {regions:?}",
            service.service_type, service.name
        );
    }
    Ok(())
}

/// The id of an image that is ready.
pub(crate) async fn image(cloud: &Cloud) -> Result<String> {
    let images = cloud
        .service("image")?
        .list(["v2", "images"], "images")
        .query(&json!({"status": "active"}));
    first(images.all().await?).context("the cloud has no image")
}

/// The id of a network to put a server on: one with a subnet, and not of the outside world.
pub(crate) async fn network(cloud: &Cloud) -> Result<String> {
    let mut networks = cloud
        .service("network")?
        .list(["v2.0", "networks"], "networks")
        .query(&json!({"router:external": false}))
        .all()
        .await?;
    networks.retain(|network| network["subnets"] != json!([]));
    first(networks).context("the cloud has no network")
}

fn first(things: Vec<Value>) -> Option<String> {
    let thing = things.into_iter().next()?;
    let (id, name) = (thing["id"].as_str()?, thing["name"].as_str()?);
    println!("  {id} {name}");
    Some(id.to_owned())
}

pub(crate) async fn everything(
    compute: &Compute,
    storage: &BlockStorage,
    objects: &ObjectStorage,
) -> Result<()> {
    let mut servers = compute.servers().list(&ListServers::default());
    while let Some(server) = servers.try_next().await? {
        println!(
            "  server    {} {} {}",
            server.id, server.status, server.name
        );
    }
    let mut volumes = storage.volumes().list(&ListVolumes::default());
    while let Some(volume) = volumes.try_next().await? {
        println!(
            "  volume    {} {} {}",
            volume.id, volume.status, volume.name
        );
    }
    for flavor in compute
        .flavors()
        .list(&ListFlavors::default())
        .all()
        .await?
    {
        println!("  flavor    {} {}", flavor.id, flavor.name);
    }
    for keypair in compute
        .keypairs()
        .list(&ListKeypairs::default())
        .all()
        .await?
    {
        println!("  keypair   {}", keypair.name);
    }
    let containers = objects.containers().list(&ListContainers::default());
    for container in containers.all().await? {
        println!("  container {} {} bytes", container.name, container.bytes);
    }
    Ok(())
}
