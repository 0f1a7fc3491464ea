//! Of compute.

use futures::StreamExt;
use openstack_sdk::AsyncOpenStack;
use openstack_sdk::api::compute::v2::server::{get_20 as get, list_detailed_21 as list_detailed};
use openstack_sdk::api::{Pagination, QueryAsync, paged};
use openstack_types::compute::v2::server::response::get_20;
use openstack_types::compute::v2::server::response::list_detailed_21::ServerResponse;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::task::JoinSet;

use crate::Result;

const KNOWN: &str = "e220a839-7b1d-4daf-8630-c2ba6daab072";

pub(crate) async fn get(cloud: &AsyncOpenStack, times: usize) -> Result<usize> {
    let mut count = 0;
    for _ in 0..times {
        let endpoint = get::Request::builder().id(KNOWN).build()?;
        let server: get_20::ServerResponse = endpoint.query_async(cloud).await?;
        count += usize::from(server.id == KNOWN);
    }
    Ok(count)
}

/// By 64 tasks at a time.
pub(crate) async fn get_at_a_time(cloud: &AsyncOpenStack, times: usize) -> Result<usize> {
    let mut tasks = JoinSet::new();
    for task in 0..64 {
        let cloud = cloud.clone();
        tasks.spawn(async move { get(&cloud, (task..times).step_by(64).count()).await });
    }
    let mut count = 0;
    while let Some(done) = tasks.join_next().await {
        count += done??;
    }
    Ok(count)
}

pub(crate) async fn list(cloud: &AsyncOpenStack, times: usize) -> Result<usize> {
    pages::<ServerResponse>(cloud, times, |_| true).await
}

/// A type of the user's own, with no more than is needed.
#[derive(Deserialize)]
struct Lean {
    id: String,
    status: String,
}

pub(crate) async fn list_lean(cloud: &AsyncOpenStack, times: usize) -> Result<usize> {
    let is_whole = |server: &Lean| !server.id.is_empty() && server.status == "ACTIVE";
    pages(cloud, times, is_whole).await
}

async fn pages<T: DeserializeOwned + Send + 'static>(
    cloud: &AsyncOpenStack,
    times: usize,
    counts: fn(&T) -> bool,
) -> Result<usize> {
    let mut count = 0;
    for _ in 0..times {
        let endpoint = list_detailed::Request::builder().build()?;
        let pages = paged(endpoint, Pagination::All);
        let mut servers = std::pin::pin!(pages.iter_async::<_, T>(cloud));
        while let Some(server) = servers.next().await {
            count += usize::from(counts(&server?));
        }
    }
    Ok(count)
}
