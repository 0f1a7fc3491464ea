//! Boots a server with a keypair of its own, stops and starts it, and deletes both.
//!
//! `OS_CLOUD=mycloud cargo run --example boot_server IMAGE NETWORK`, with the ids of an image and a network.
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::time::Duration;

use ferriscloud_compute::flavors::ListFlavors;
use ferriscloud_compute::keypairs::CreateKeypair;
use ferriscloud_compute::servers::{CreateServer, Networks, Server, ServerNetwork, Status};
use ferriscloud_compute::{Cloud, Compute};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let [image, network] = [std::env::args().nth(1), std::env::args().nth(2)];
    let (image, network) = image
        .zip(network)
        .ok_or("usage: boot_server IMAGE NETWORK")?;
    let compute = Compute::new(&Cloud::from_env().await?)?;
    let (servers, keypairs) = (compute.servers(), compute.keypairs());
    let name = format!("example-{}", std::process::id());

    let mut flavors = compute.flavors().list(&ListFlavors::default());
    let flavor = flavors.try_next().await?.ok_or("the cloud has no flavor")?;
    // Nova shows the private key this once: keep it, to log in to the server.
    let keypair = keypairs.create(&CreateKeypair::new(&name)).await?;
    let private_key = keypair.private_key.as_ref().ok_or("Nova made no key")?;
    println!("a private key of {} bytes", private_key.expose().len());

    let create = CreateServer {
        image: Some(image.as_str().into()),
        networks: Networks::from([ServerNetwork::of(network)]),
        key_name: Some((&keypair).into()),
        user_data: Some("#!/bin/sh\necho hello > /etc/motd\n".into()),
        ..CreateServer::new(&name, &flavor)
    };
    let server = servers.create(&create).await?;
    let limit = Duration::from_secs(300);
    let server = servers
        .wait_for(&server, Status::Active)
        .within(limit)
        .watch(|server: &Server| println!("{}", server.status))
        .await?;
    println!("{:?}", server.addresses);

    servers.stop(&server).await?;
    servers
        .wait_for(&server, Status::Shutoff)
        .within(limit)
        .await?;
    servers.start(&server).await?;
    servers
        .wait_for(&server, Status::Active)
        .within(limit)
        .await?;
    println!("stopped and started");

    servers.delete(&server).await?;
    servers.wait_gone(&server).within(limit).await?;
    keypairs.delete(&keypair).await?;
    println!("deleted");
    Ok(())
}
