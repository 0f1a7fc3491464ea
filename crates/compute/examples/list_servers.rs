//! Lists the servers that run, with their addresses; and once more with fields of one's own.
//!
//! `OS_CLOUD=mycloud cargo run --example list_servers`
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use ferriscloud_compute::servers::{ListServers, Status};
use ferriscloud_compute::{Cloud, Compute, Result};
use serde::Deserialize;

#[tokio::main]
async fn main() -> Result<()> {
    let compute = Compute::new(&Cloud::from_env().await?)?;
    let active = ListServers {
        status: Some(Status::Active),
        ..ListServers::default()
    };
    let mut servers = compute.servers().list(&active);
    while let Some(server) = servers.try_next().await? {
        println!("{} {}", server.id, server.name);
        for (network, addresses) in &server.addresses {
            for address in addresses {
                println!("    {network}: {} ({})", address.ip, address.kind);
            }
        }
    }

    // Of large clouds, you may not want all that Nova tells.
    #[derive(Deserialize)]
    struct Placed {
        name: String,
        #[serde(rename = "OS-EXT-AZ:availability_zone")]
        zone: String,
    }
    let placed: Vec<Placed> = compute.servers().list(&active).extract().all().await?;
    for server in placed {
        println!("{} is in {}", server.name, server.zone);
    }
    Ok(())
}
