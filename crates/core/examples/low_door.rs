//! Lists images and networks of a cloud without a typed crate: the low door.
//!
//! ```sh
//! OS_CLOUD=mine cargo run -p ferriscloud-core --example low_door
//! ```
#![allow(clippy::print_stdout, reason = "an example talks")]

use ferriscloud_core::{Cloud, Result};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let cloud = Cloud::from_env().await?;
    let mut images = cloud.service("image")?.list(["v2", "images"], "images");
    while let Some(image) = images.try_next().await? {
        println!("image   {} {}", image["id"], image["name"]);
    }
    let mut networks = cloud
        .service("network")?
        .list(["v2.0", "networks"], "networks");
    while let Some(network) = networks.try_next().await? {
        println!("network {} {}", network["id"], network["name"]);
    }
    Ok(())
}
