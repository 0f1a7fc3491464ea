//! The flavors and servers of a project, by somebody who took `ferriscloud-compute` alone.

use ferriscloud_compute::{Cloud, Compute, Result};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let cloud = Cloud::from_env().await?;
    let compute = Compute::new(&cloud)?;
    let flavors = compute.flavors().list(&Default::default()).all().await?;
    let servers = compute.servers().list(&Default::default()).all().await?;
    println!("{} flavors, {} servers", flavors.len(), servers.len());
    Ok(())
}
