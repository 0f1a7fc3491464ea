//! A host that is said to be down. Apart from other tests, whose servers would be on it.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

use std::time::Duration;

use ferriscloud::compute::servers::{CreateServer, EvacuateServer, Networks, Server, Status};
use ferriscloud::compute::services::{ListServices, ServiceStatus, UpdateService};
use ferriscloud::{Compute, Error, Result};
use ferriscloud_live::{admin, unique};

const SOON: Duration = Duration::from_secs(240);

/// The other host is kept from taking the server: after an evacuation that succeeds, Nova wants the service of the first
/// host to be started anew, which no test can do.
#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn servers_of_a_host_that_is_down_are_made_anew_or_say_why_not() {
    let cloud = admin().await;
    let compute = Compute::new(&cloud).unwrap();
    let servers = compute.servers();
    let images = cloud.service("image").unwrap();
    let images = images.get(["v2", "images"]).await.unwrap();
    let create = CreateServer {
        image: images["images"][0]["id"].as_str().map(Into::into),
        networks: Networks::None,
        host: Some("compute1".into()),
        ..CreateServer::new(unique("evacuated"), "1")
    };
    let server = servers.create_and_wait(&create).within(SOON);
    let server = server.await.unwrap();
    let first = |down| UpdateService {
        forced_down: Some(down),
        ..UpdateService::default()
    };
    let second = |status| UpdateService {
        status: Some(status),
        ..UpdateService::default()
    };
    change(&compute, "compute2", second(ServiceStatus::Disabled))
        .await
        .unwrap();
    change(&compute, "compute1", first(true)).await.unwrap();
    let evacuated = evacuate(&compute, &server).await;
    change(&compute, "compute1", first(false)).await.unwrap();
    change(&compute, "compute2", second(ServiceStatus::Enabled))
        .await
        .unwrap();

    let (refused, failed) = evacuated.unwrap();
    assert!(refused.is_not_found());
    assert!(refused.to_string().contains("nowhere"), "{refused}");
    assert!(failed.to_string().contains("No valid host"), "{failed}");
    let gone = servers.delete_and_wait(&server).within(SOON);
    gone.await.unwrap();
}

async fn change(compute: &Compute, host: &str, changes: UpdateService) -> Result<()> {
    let filter = ListServices {
        host: Some(host.to_owned()),
        binary: Some("nova-compute".into()),
    };
    let services = compute.services();
    let service = services.list(&filter).try_next().await?.unwrap();
    services.update(&service, &changes).await?;
    Ok(())
}

/// How it fails for a host that there is not, and for any host.
async fn evacuate(compute: &Compute, server: &Server) -> Result<(Error, Error)> {
    let servers = compute.servers();
    let nowhere = EvacuateServer {
        host: Some("nowhere".into()),
        admin_password: Some("sesame-90".into()),
    };
    let refused = servers.evacuate(server, &nowhere).await.unwrap_err();
    let anywhere = EvacuateServer::default();
    servers.evacuate(server, &anywhere).await?;
    let active = servers.wait_for(server, Status::Active).within(SOON);
    Ok((refused, active.await.unwrap_err()))
}
