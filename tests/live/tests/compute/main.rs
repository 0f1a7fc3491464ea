//! Compute, verb by verb, against a real Nova.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's way to fail")]

mod actions;
mod aggregates;
mod consoles;
mod details;
mod external_events;
mod filters;
mod finding;
mod flavors;
mod hypervisors;
mod keypairs;
mod of_servers;
mod operator_actions;
mod placing;
mod quota_sets;
mod server_groups;
mod servers;
mod usages;
mod versions;
mod volume_attachments;

use std::time::Duration;

use ferriscloud::compute::servers::{
    CreateServer, Networks, Server, ServerId, ServerNetwork, Servers, Status,
};
use ferriscloud::{Cloud, Compute, Id, kind};
use ferriscloud_live::unique;
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

async fn named(cloud: &Cloud, service: &str, path: [&str; 2], key: &str, name: &str) -> String {
    let service = cloud.service(service).unwrap();
    let mut found = serde_json::Value::Null;
    // A look while others write may find nothing: the test cloud's databases are SQLite's.
    for _ in 0..5 {
        let call = service.get(path).query(&json!({"name": name}));
        found = call.await.unwrap();
        if let Some(id) = found[key][0]["id"].as_str() {
            return id.to_owned();
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("there is no {name}: {found}")
}

/// A server to be, from the test cloud's image, on its private network.
async fn small(cloud: &Cloud, name: &str) -> CreateServer {
    CreateServer {
        image: Some(image(cloud).await),
        networks: Networks::from([ServerNetwork::of(network(cloud, "private").await)]),
        ..CreateServer::new(name, NANO)
    }
}

/// A server without a network, which is all that most actions need.
async fn lonely(cloud: &Cloud, word: &str) -> Server {
    let create = CreateServer {
        networks: Networks::None,
        ..small(cloud, &unique(word)).await
    };
    boot(&compute(cloud).servers(), &create).await
}

async fn reached(servers: &Servers, server: &Server, status: Status) -> Server {
    servers.wait_for(server, status).within(SOON).await.unwrap()
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
