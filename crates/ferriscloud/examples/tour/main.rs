//! A tour of a cloud: logs in, looks around, boots a server, gives it a volume and takes it away, moves an
//! object up and down, mints an application credential, lists everything, and cleans up after itself.
//!
//! `cargo xtask demo` runs it on a cloud of its own; on yours it is
//! `OS_CLOUD=mycloud cargo run --package ferriscloud --example tour --features full`.
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

mod credentials;
mod look_around;
mod objects;
mod report;
mod servers;
mod volumes;

use anyhow::Result;
use ferriscloud::compute::servers::Server;
use ferriscloud::{BlockStorage, Cloud, Compute, Identity, ObjectStorage};

use crate::report::Report;

#[tokio::main]
async fn main() -> Result<()> {
    let mut report = Report::default();
    let result = tour(&mut report).await;
    report.print();
    result
}

async fn tour(report: &mut Report) -> Result<()> {
    let cloud = report.step("log in", look_around::log_in()).await?;
    report
        .step("show the catalog", look_around::catalog(&cloud))
        .await?;
    let image = report
        .step("find an image", look_around::image(&cloud))
        .await?;
    let network = report
        .step("find a network", look_around::network(&cloud))
        .await?;

    let compute = Compute::new(&cloud)?;
    let server = report
        .step("boot a server", servers::boot(&compute, &image, &network))
        .await?;
    // Whatever fails from here on, the server goes.
    let rest = with_server(report, &cloud, &compute, &server).await;
    let gone = report
        .step("delete the server", servers::delete(&compute, &server))
        .await;
    rest.and(gone)
}

async fn with_server(
    report: &mut Report,
    cloud: &Cloud,
    compute: &Compute,
    server: &Server,
) -> Result<()> {
    let storage = BlockStorage::new(cloud)?;
    let volume = report
        .step("create a volume", volumes::create(&storage))
        .await?;
    let coming_and_going = volumes::attach_and_detach(compute, &storage, server, &volume);
    let attached = report.step("attach and detach it", coming_and_going).await;

    let objects = ObjectStorage::new(cloud)?;
    let moved = report
        .step("move 256 MiB up and down", objects::round_trip(&objects))
        .await;
    let identity = Identity::new(cloud)?;
    let minted = report
        .step(
            "log in by application credential",
            credentials::mint(cloud, &identity),
        )
        .await;
    let everything = look_around::everything(compute, &storage, &objects);
    let listed = report.step("list everything", everything).await;
    let gone = report
        .step("delete the volume", volumes::delete(&storage, &volume))
        .await;
    attached.and(moved).and(minted).and(listed).and(gone)
}
