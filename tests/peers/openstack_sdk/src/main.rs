//! The workloads by openstack_sdk: `PROGRAM URL WORKLOAD COUNT`. Its typed answers are those of openstack_types.

#[path = "../../../bench/src/report.rs"]
#[allow(dead_code, reason = "it is for programs that do TLS too")]
mod report;

use futures::{AsyncReadExt, StreamExt};
use openstack_sdk::AsyncOpenStack;
use openstack_sdk::api::compute::v2::server::{get_20 as get, list_detailed_21 as list_detailed};
use openstack_sdk::api::object_store::v1::{container, object};
use openstack_sdk::api::{Pagination, QueryAsync, download, paged, raw_with_body};
use openstack_sdk::config::ConfigFile;
use openstack_sdk::types::{BoxedAsyncRead, ServiceType};
use openstack_types::compute::v2::server::response::{get_20, list_detailed_21};
use openstack_types::object_store::v1::container::response::get::ContainerResponse;
use tokio::task::JoinSet;
use tokio_util::compat::TokioAsyncReadCompatExt;

use report::Task;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

const KNOWN: &str = "e220a839-7b1d-4daf-8630-c2ba6daab072";
const ACCOUNT: &str = "AUTH_p";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let task = Task::read()?;
    let config = ConfigFile::new()?;
    let profile = config.get_cloud_config("bench")?.ok_or("no cloud")?;
    let objects = ["list-objects", "download", "upload"].contains(&task.workload.as_str());
    let servers =
        ["start", "get-server", "get-servers", "list-servers"].contains(&task.workload.as_str());
    if task.url.starts_with("https") || !(objects || servers) {
        println!("cannot");
        return Ok(());
    }
    let connect = AsyncOpenStack::builder(&profile).disable_auth_cache(true);
    let mut cloud = connect.connect().await?;
    let service = if objects {
        ServiceType::ObjectStore
    } else {
        ServiceType::Compute
    };
    cloud.discover_service_endpoint(&service).await?;
    let done = match task.workload.as_str() {
        "list-servers" => list_servers(&cloud, task.count).await?,
        "start" | "get-server" => get_server(&cloud, task.count).await?,
        "get-servers" => get_servers(&cloud, task.count).await?,
        "list-objects" => list_objects(&cloud, task.count).await?,
        "download" => fetch(&cloud, task.count).await?,
        _ => upload(&cloud, task.count).await?,
    };
    Ok(report::print(done)?)
}

async fn list_servers(cloud: &AsyncOpenStack, times: usize) -> Result<usize> {
    let mut count = 0;
    for _ in 0..times {
        let endpoint = list_detailed::Request::builder().build()?;
        let pages = paged(endpoint, Pagination::All);
        let mut servers =
            std::pin::pin!(pages.iter_async::<_, list_detailed_21::ServerResponse>(cloud));
        while let Some(server) = servers.next().await {
            server?;
            count += 1;
        }
    }
    Ok(count)
}

async fn one(cloud: &AsyncOpenStack) -> Result<usize> {
    let endpoint = get::Request::builder().id(KNOWN).build()?;
    let server: get_20::ServerResponse = endpoint.query_async(cloud).await?;
    Ok(usize::from(server.id == KNOWN))
}

async fn get_server(cloud: &AsyncOpenStack, times: usize) -> Result<usize> {
    let mut count = 0;
    for _ in 0..times {
        count += one(cloud).await?;
    }
    Ok(count)
}

async fn get_servers(cloud: &AsyncOpenStack, times: usize) -> Result<usize> {
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

async fn list_objects(cloud: &AsyncOpenStack, times: usize) -> Result<usize> {
    let mut count = 0;
    for _ in 0..times {
        let mut marker = String::new();
        loop {
            let mut endpoint = container::get::Request::builder();
            endpoint
                .account(ACCOUNT)
                .container("many")
                .format("json")
                .limit(10_000_u32);
            let endpoint = endpoint.marker(marker.clone()).build()?;
            let page: Vec<ContainerResponse> = endpoint.query_async(cloud).await?;
            let Some(last) = page.last() else { break };
            marker = last.name.clone().unwrap_or_default();
            count += page.len();
        }
    }
    Ok(count)
}

async fn fetch(cloud: &AsyncOpenStack, times: usize) -> Result<usize> {
    let mut count = 0;
    for _ in 0..times {
        let endpoint = object::get::Request::builder()
            .account(ACCOUNT)
            .container("many")
            .object("large")
            .build()?;
        let (_, mut body): (_, BoxedAsyncRead) = download(endpoint).query_async(cloud).await?;
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

async fn upload(cloud: &AsyncOpenStack, times: usize) -> Result<usize> {
    let path = report::file()?;
    for _ in 0..times {
        let file = tokio::fs::File::open(&path).await?;
        let endpoint = object::put::Request::builder()
            .account(ACCOUNT)
            .container("many")
            .object("copy")
            .build()?;
        let body = BoxedAsyncRead::new(file.compat());
        let answer = raw_with_body(endpoint, body).query_async(cloud).await?;
        if !answer.status().is_success() {
            return Err(answer.status().to_string().into());
        }
    }
    Ok(std::fs::metadata(path)?.len() as usize * times)
}
