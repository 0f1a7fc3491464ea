//! Attaches a volume to a server, shows the volumes of the server, and detaches it.
//!
//! `OS_CLOUD=mycloud cargo run --example attach_volume SERVER VOLUME`, with the ids of both.
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use ferriscloud_compute::volume_attachments::AttachVolume;
use ferriscloud_compute::{Cloud, Compute};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let [server, volume] = [std::env::args().nth(1), std::env::args().nth(2)];
    let (server, volume) = server
        .zip(volume)
        .ok_or("usage: attach_volume SERVER VOLUME")?;
    let compute = Compute::new(&Cloud::from_env().await?)?;
    let attachments = compute.volume_attachments(server);

    // The volume outlives the server, as it does where nothing is said.
    let attach = AttachVolume {
        delete_on_termination: Some(false),
        ..AttachVolume::new(&volume)
    };
    attachments.create(&attach).await?;
    for attachment in attachments.list().all().await? {
        println!("{} {:?}", attachment.volume_id, attachment.device);
    }

    attachments.delete(&volume).await?;
    attachments.wait_gone(&volume).await?;
    println!("detached");
    Ok(())
}
