//! The workloads by openstack: `PROGRAM URL WORKLOAD COUNT`.

#[path = "../../../bench/src/report.rs"]
#[allow(dead_code, reason = "it finds the authority by itself")]
mod report;
#[path = "../../transfers.rs"]
mod transfers;

use std::path::Path;

use futures::TryStreamExt;
use openstack::compute::Server;
use openstack::{Cloud, ErrorKind};
use tokio::task::JoinSet;

use report::Task;
use transfers::{Sent, Sum, compare, receive};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

const KNOWN: &str = "e220a839-7b1d-4daf-8630-c2ba6daab072";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let Task {
        workload, count, ..
    } = Task::read()?;
    let cloud = Cloud::from_config("bench").await?;
    let done = match workload.as_str() {
        "start" | "get-server" => get_server(&cloud, count).await?,
        "get-servers" => get_servers(&cloud, count).await?,
        "renewals" => get_renewing(cloud, count).await?,
        "list-servers" => list_servers(&cloud, count).await?,
        "list-objects" => list_objects(&cloud, count).await?,
        "download" => download(&cloud, "large", None, count).await?,
        "checked-download" => download(&cloud, "checked", None, count).await?,
        "file-download" => {
            let path = report::file()?.with_extension("downloaded");
            let done = download(&cloud, "checked", Some(&path), count).await?;
            std::fs::remove_file(path)?;
            done
        }
        "upload" => upload(&cloud, "copy", false, count).await?,
        "checked-upload" => upload(&cloud, "sent", true, count).await?,
        _ => {
            println!("cannot");
            return Ok(());
        }
    };
    Ok(report::print(done)?)
}

async fn list_servers(cloud: &Cloud, times: usize) -> Result<usize> {
    let mut count = 0;
    for _ in 0..times {
        let servers: Vec<Server> = cloud.find_servers().detailed().all().await?;
        count += servers.len();
    }
    Ok(count)
}

async fn get_server(cloud: &Cloud, times: usize) -> Result<usize> {
    let mut count = 0;
    for _ in 0..times {
        count += usize::from(cloud.get_server(KNOWN).await?.id() == KNOWN);
    }
    Ok(count)
}

/// With a new cloud where the service wants a new token: it keeps one that is to last, even if told to refresh it.
async fn get_renewing(mut cloud: Cloud, times: usize) -> Result<usize> {
    let mut count = 0;
    for _ in 0..times {
        let server = match cloud.get_server(KNOWN).await {
            Err(error) if error.kind() == ErrorKind::AuthenticationFailed => {
                cloud = Cloud::from_config("bench").await?;
                cloud.get_server(KNOWN).await?
            }
            answer => answer?,
        };
        count += usize::from(server.id() == KNOWN);
    }
    Ok(count)
}

async fn get_servers(cloud: &Cloud, times: usize) -> Result<usize> {
    let mut tasks = JoinSet::new();
    for task in 0..64 {
        let cloud = cloud.clone();
        tasks.spawn(async move { get_server(&cloud, (task..times).step_by(64).count()).await });
    }
    let mut count = 0;
    while let Some(done) = tasks.join_next().await {
        count += done??;
    }
    Ok(count)
}

async fn list_objects(cloud: &Cloud, times: usize) -> Result<usize> {
    let mut count = 0;
    for _ in 0..times {
        let objects = cloud
            .find_objects("many")
            .with_limit(10_000)
            .into_stream()
            .await?;
        let mut objects = std::pin::pin!(objects);
        while objects.try_next().await?.is_some() {
            count += 1;
        }
    }
    Ok(count)
}

/// All but the one without a checksum are checked.
async fn download(cloud: &Cloud, name: &str, path: Option<&Path>, times: usize) -> Result<usize> {
    let mut count = 0;
    for _ in 0..times {
        let object = cloud.get_object("many", name).await?;
        let body = object.download().await?;
        count += receive(body, object.hash().as_deref(), path).await?;
    }
    Ok(count)
}

async fn upload(cloud: &Cloud, name: &str, verify: bool, times: usize) -> Result<usize> {
    let path = report::file()?;
    for _ in 0..times {
        let sum = verify.then(Sum::default);
        let body = Sent::open(&path, sum.clone()).await?;
        // It asks for the object afterwards.
        let object = cloud.create_object("many", name, body).await?;
        if let Some(sum) = sum {
            let sum = sum.lock().map_err(|_| "poisoned")?.clone();
            compare(sum, object.hash().as_deref().ok_or("no checksum")?)?;
        }
    }
    Ok(std::fs::metadata(path)?.len() as usize * times)
}
