//! A server: booted, waited for, deleted.

use std::time::Duration;

use anyhow::{Context, Result};
use ferriscloud::Compute;
use ferriscloud::compute::flavors::ListFlavors;
use ferriscloud::compute::servers::{CreateServer, Networks, Server, ServerNetwork, Status};

pub(crate) async fn boot(compute: &Compute, image: &str, network: &str) -> Result<Server> {
    let flavors = compute
        .flavors()
        .list(&ListFlavors::default())
        .all()
        .await?;
    let smallest = flavors
        .iter()
        .min_by_key(|flavor| (flavor.ram_mib, flavor.disk_gib));
    let server = CreateServer {
        image: Some(image.into()),
        networks: Networks::from([ServerNetwork::of(network)]),
        ..CreateServer::new(
            format!("tour-{}", std::process::id()),
            smallest.context("the cloud has no flavor")?,
        )
    };
    let server = compute.servers().create(&server).await?;
    let mut last = String::new();
    let active = compute
        .servers()
        .wait_for(&server, Status::Active)
        .within(Duration::from_secs(300))
        .watch(move |server: &Server| {
            let task = server.task_state.as_deref().unwrap_or("");
            let now = format!("  {} {task}", server.status);
            if now != last {
                println!("{now}");
                last = now;
            }
        })
        .await;
    if active.is_err() {
        // Nobody else knows of it.
        compute.servers().delete(&server).await?;
    }
    Ok(active?)
}

pub(crate) async fn delete(compute: &Compute, server: &Server) -> Result<()> {
    compute.servers().delete(server).await?;
    Ok(compute.servers().wait_gone(server).await?)
}
