//! Compute, verb by verb, against a real Nova.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

mod actions;
mod flavors;
mod keypairs;
mod of_servers;
mod server_groups;
mod servers;
mod volume_attachments;

use std::time::Duration;

use ferriscloud::compute::servers::{
    CreateServer, Networks, Server, ServerId, ServerNetwork, Servers, Status,
};
use ferriscloud::{Cloud, Compute, Id, kind};
use serde_json::json;

/// Long enough for a slow machine with many tests.
const SOON: Duration = Duration::from_secs(240);

/// The smallest flavor of the test cloud.
const NANO: &str = "1";

/// The id of the test cloud's image.
async fn image(cloud: &Cloud) -> Id<kind::Image> {
    named(cloud, "image", ["v2", "images"], "images", "cirros")
        .await
        .into()
}

/// The id of a network of the test cloud.
async fn network(cloud: &Cloud, name: &str) -> Id<kind::Network> {
    named(cloud, "network", ["v2.0", "networks"], "networks", name)
        .await
        .into()
}

async fn named(
    cloud: &Cloud,
    service: &str,
    path: [&str; 2],
    key: &'static str,
    name: &str,
) -> String {
    let found = cloud
        .service(service)
        .unwrap()
        .list(path, key)
        .query(&json!({"name": name}));
    found.all().await.unwrap()[0]["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// A server to be, from the test cloud's image, on its private network.
async fn small(cloud: &Cloud, name: &str) -> CreateServer {
    CreateServer {
        image: Some(image(cloud).await),
        networks: Networks::from([ServerNetwork::of(network(cloud, "private").await)]),
        ..CreateServer::new(name, NANO)
    }
}

async fn boot(servers: &Servers, create: &CreateServer) -> Server {
    let server = servers.create(create).await.unwrap();
    servers
        .wait_for(&server, Status::Active)
        .within(SOON)
        .await
        .unwrap()
}

async fn remove(servers: &Servers, server: impl Into<ServerId>) {
    let server = server.into();
    servers.delete(&server).await.unwrap();
    servers.wait_gone(&server).within(SOON).await.unwrap();
}

fn compute(cloud: &Cloud) -> Compute {
    Compute::new(cloud).unwrap()
}
