//! The workloads by openstack: `PROGRAM URL WORKLOAD COUNT`.

#[path = "../../../bench/src/report.rs"]
#[allow(dead_code, reason = "it is for programs that do TLS too")]
mod report;

use futures::TryStreamExt;
use futures::io::AsyncReadExt;
use openstack::Cloud;
use openstack::compute::Server;
use tokio::task::JoinSet;
use tokio_util::compat::TokioAsyncReadCompatExt;

use report::Task;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

const KNOWN: &str = "e220a839-7b1d-4daf-8630-c2ba6daab072";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let Task {
        url,
        workload,
        count,
    } = Task::read()?;
    let known = [
        "start",
        "get-server",
        "get-servers",
        "list-servers",
        "list-objects",
        "download",
        "upload",
    ];
    if url.starts_with("https") || !known.contains(&workload.as_str()) {
        println!("cannot");
        return Ok(());
    }
    let cloud = Cloud::from_config("bench").await?;
    let done = match workload.as_str() {
        "list-servers" => list_servers(&cloud, count).await?,
        "start" | "get-server" => get_server(&cloud, count).await?,
        "get-servers" => get_servers(&cloud, count).await?,
        "list-objects" => list_objects(&cloud, count).await?,
        "download" => download(&cloud, count).await?,
        _ => upload(&cloud, count).await?,
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

async fn download(cloud: &Cloud, times: usize) -> Result<usize> {
    let mut count = 0;
    for _ in 0..times {
        let object = cloud.get_object("many", "large").await?;
        let mut body = std::pin::pin!(object.download().await?);
        let mut buffer = vec![0; 256 << 10];
        loop {
            match body.read(&mut buffer).await? {
                0 => break,
                length => count += length,
            }
        }
    }
    Ok(count)
}

async fn upload(cloud: &Cloud, times: usize) -> Result<usize> {
    let path = report::file()?;
    for _ in 0..times {
        let file = tokio::fs::File::open(&path).await?.compat();
        // It asks for the object afterwards: the name is one that there is.
        cloud.create_object("many", "large", file).await?;
    }
    Ok(std::fs::metadata(path)?.len() as usize * times)
}
