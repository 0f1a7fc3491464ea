//! The workloads through ferriscloud: `ours PORT WORKLOAD COUNT`.

use ferriscloud::auth::{Password, ProjectRef, Scope, UserRef};
use ferriscloud::compute::servers::ListServers;
use ferriscloud::object_storage::downloads::DownloadObject;
use ferriscloud::object_storage::objects::ListObjects;
use ferriscloud::object_storage::uploads::{Source, UploadObject};
use ferriscloud::{Cloud, Compute, ObjectStorage};

mod report;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [port, workload, count] = args.as_slice() else {
        return Err("usage: ours PORT WORKLOAD COUNT".into());
    };
    let count: usize = count.parse()?;
    let scope = Scope::Project(ProjectRef::Id("p".into()));
    let cloud = Cloud::builder()
        .auth_url(format!("http://127.0.0.1:{port}/identity/v3"))
        .auth(Password::new(UserRef::Id("u".into()), "secret").scope(scope))
        .connect()
        .await?;
    let done = match workload.as_str() {
        "list-servers" => list_servers(&cloud, count).await?,
        "get-server" => get_server(&cloud, count).await?,
        "list-objects" => list_objects(&cloud, count).await?,
        "download" => download(&cloud, count).await?,
        "upload" => upload(&cloud, count).await?,
        _ => return Err("no such workload".into()),
    };
    Ok(report::print(done)?)
}

async fn list_servers(cloud: &Cloud, times: usize) -> ferriscloud::Result<usize> {
    let servers = Compute::new(cloud)?.servers();
    let mut count = 0;
    for _ in 0..times {
        let mut pages = servers.list(&ListServers::default()).pages();
        while let Some(page) = pages.try_next().await? {
            count += page.value.len();
        }
    }
    Ok(count)
}

async fn get_server(cloud: &Cloud, times: usize) -> ferriscloud::Result<usize> {
    let servers = Compute::new(cloud)?.servers();
    let first = servers.list(&ListServers::default()).try_next().await?;
    let Some(first) = first else { return Ok(0) };
    let mut count = 0;
    for _ in 0..times {
        count += usize::from(servers.get(&first).await?.id == first.id);
    }
    Ok(count)
}

async fn list_objects(cloud: &Cloud, times: usize) -> ferriscloud::Result<usize> {
    let objects = ObjectStorage::new(cloud)?.objects("many");
    let mut count = 0;
    for _ in 0..times {
        let mut pages = objects.list(&ListObjects::default()).pages();
        while let Some(page) = pages.try_next().await? {
            count += page.value.len();
        }
    }
    Ok(count)
}

async fn download(cloud: &Cloud, times: usize) -> ferriscloud::Result<usize> {
    let objects = ObjectStorage::new(cloud)?.objects("many");
    let mut count = 0;
    for _ in 0..times {
        let object = DownloadObject {
            verify: false,
            ..DownloadObject::new("large")
        };
        let mut pieces = objects.download(object);
        while let Some(piece) = pieces.try_next().await? {
            count += piece.len();
        }
    }
    Ok(count)
}

async fn upload(cloud: &Cloud, times: usize) -> Result<usize, Box<dyn std::error::Error>> {
    let objects = ObjectStorage::new(cloud)?.objects("many");
    let file = report::file()?;
    for _ in 0..times {
        let object = UploadObject {
            verify: false,
            ..UploadObject::new("copy")
        };
        objects.upload(object, Source::file(&file)).await?;
    }
    Ok(std::fs::metadata(file)?.len() as usize * times)
}
