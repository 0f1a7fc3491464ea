//! The workloads, as users of the SDK would write them.

use ferriscloud::compute::servers::ListServers;
use ferriscloud::object_storage::objects::ListObjects;
use ferriscloud::object_storage::uploads::{Source, UploadObject};
use ferriscloud::{Cloud, Compute, ObjectStorage};
use serde::Deserialize;
use tokio::task::JoinSet;

use crate::{Result, report};

/// The first of the cloud's servers.
const KNOWN: &str = "e220a839-7b1d-4daf-8630-c2ba6daab072";

pub(crate) async fn list_servers(cloud: &Cloud, times: usize) -> Result<usize> {
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

/// A type of the user's own, with no more than is needed.
#[derive(Deserialize)]
struct Lean {
    id: String,
    status: String,
}

pub(crate) async fn lean_servers(cloud: &Cloud, times: usize) -> Result<usize> {
    let servers = Compute::new(cloud)?.servers();
    let mut count = 0;
    for _ in 0..times {
        let listing = servers.list(&ListServers::default()).extract::<Lean>();
        let mut pages = listing.pages();
        while let Some(page) = pages.try_next().await? {
            let is_whole = |server: &&Lean| !server.id.is_empty() && server.status == "ACTIVE";
            count += page.value.iter().filter(is_whole).count();
        }
    }
    Ok(count)
}

pub(crate) async fn few_servers(cloud: &Cloud, times: usize) -> Result<usize> {
    let servers = Compute::new(cloud)?.servers();
    let few = ListServers::named("few");
    let mut count = 0;
    for _ in 0..times {
        count += servers.list(&few).all().await?.len();
    }
    Ok(count)
}

pub(crate) async fn get_server(cloud: &Cloud, times: usize) -> Result<usize> {
    let servers = Compute::new(cloud)?.servers();
    let first = servers.list(&ListServers::default()).try_next().await?;
    let Some(first) = first else { return Ok(0) };
    let mut count = 0;
    for _ in 0..times {
        count += usize::from(servers.get(&first).await?.id == first.id);
    }
    Ok(count)
}

/// By 64 tasks at a time.
pub(crate) async fn get_servers(cloud: &Cloud, times: usize) -> Result<usize> {
    let servers = Compute::new(cloud)?.servers();
    let mut tasks = JoinSet::new();
    for task in 0..64 {
        let servers = servers.clone();
        tasks.spawn(async move {
            let mut count = 0;
            for _ in (task..times).step_by(64) {
                count += usize::from(servers.get(KNOWN).await?.id == KNOWN);
            }
            Ok::<_, ferriscloud::Error>(count)
        });
    }
    let mut count = 0;
    while let Some(done) = tasks.join_next().await {
        count += done??;
    }
    Ok(count)
}

pub(crate) async fn get_known_server(cloud: &Cloud, times: usize) -> Result<usize> {
    let servers = Compute::new(cloud)?.servers();
    let mut count = 0;
    for _ in 0..times {
        count += usize::from(servers.get(KNOWN).await?.id == KNOWN);
    }
    Ok(count)
}

pub(crate) async fn list_objects(cloud: &Cloud, container: &str, times: usize) -> Result<usize> {
    let objects = ObjectStorage::new(cloud)?.objects(container);
    let mut count = 0;
    for _ in 0..times {
        let mut pages = objects.list(&ListObjects::default()).pages();
        while let Some(page) = pages.try_next().await? {
            count += page.value.len();
        }
    }
    Ok(count)
}

pub(crate) async fn download(
    cloud: &Cloud,
    name: &str,
    verify: bool,
    times: usize,
) -> Result<usize> {
    let objects = ObjectStorage::new(cloud)?.objects("many");
    let mut count = 0;
    for _ in 0..times {
        let mut pieces = objects.download(name).verify(verify);
        while let Some(piece) = pieces.try_next().await? {
            count += piece.len();
        }
    }
    Ok(count)
}

pub(crate) async fn upload(cloud: &Cloud, name: &str, verify: bool, times: usize) -> Result<usize> {
    let objects = ObjectStorage::new(cloud)?.objects("many");
    let file = report::file()?;
    for _ in 0..times {
        let object = UploadObject {
            verify,
            ..UploadObject::new(name)
        };
        objects.upload(object, Source::file(&file)).await?;
    }
    Ok(std::fs::metadata(file)?.len() as usize * times)
}

/// In segments, eight at a time, each with its MD5.
pub(crate) async fn large_upload(cloud: &Cloud, times: usize) -> Result<usize> {
    let objects = ObjectStorage::new(cloud)?.objects("many");
    let file = report::file()?;
    let mut count = 0;
    for _ in 0..times {
        let upload = objects.upload_large("segmented", Source::file(&file));
        count += upload.await?.bytes as usize;
    }
    Ok(count)
}

/// Of segments, eight at a time, each with its MD5; into a file, as nothing else would do.
pub(crate) async fn large_download(cloud: &Cloud, times: usize) -> Result<usize> {
    let objects = ObjectStorage::new(cloud)?.objects("many");
    let file = report::file()?.with_extension("downloaded");
    let mut count = 0;
    for _ in 0..times {
        let head = objects.download_large("segmented", &file).await?;
        count += head.bytes.unwrap_or_default() as usize;
    }
    std::fs::remove_file(file)?;
    Ok(count)
}

/// By one request, into a file.
pub(crate) async fn download_to_file(cloud: &Cloud, times: usize) -> Result<usize> {
    let objects = ObjectStorage::new(cloud)?.objects("many");
    let file = report::file()?.with_extension("downloaded");
    let mut count = 0;
    for _ in 0..times {
        let head = objects.download("checked").to_file(&file).await?;
        count += head.bytes.unwrap_or_default() as usize;
    }
    std::fs::remove_file(file)?;
    Ok(count)
}
