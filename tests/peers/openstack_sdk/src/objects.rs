//! Of object storage.

use std::path::Path;

use openstack_sdk::AsyncOpenStack;
use openstack_sdk::api::object_store::v1::{container, object};
use openstack_sdk::api::{QueryAsync, download as streamed, raw_with_body};
use openstack_sdk::types::BoxedAsyncRead;
use openstack_types::object_store::v1::container::response::get::ContainerResponse;

use crate::transfers::{Sent, Sum, compare, receive};
use crate::{Result, report};

const ACCOUNT: &str = "AUTH_p";

pub(crate) async fn list(cloud: &AsyncOpenStack, times: usize) -> Result<usize> {
    let mut count = 0;
    for _ in 0..times {
        let mut marker = String::new();
        loop {
            let mut endpoint = container::get::Request::builder();
            endpoint.account(ACCOUNT).container("many").format("json");
            let endpoint = endpoint.marker(marker.clone()).build()?;
            let page: Vec<ContainerResponse> = endpoint.query_async(cloud).await?;
            let Some(last) = page.last() else { break };
            marker = last.name.clone().unwrap_or_default();
            count += page.len();
        }
    }
    Ok(count)
}

/// All but the one without a checksum are checked.
pub(crate) async fn download(
    cloud: &AsyncOpenStack,
    name: &str,
    path: Option<&Path>,
    times: usize,
) -> Result<usize> {
    let mut count = 0;
    for _ in 0..times {
        let mut endpoint = object::get::Request::builder();
        endpoint.account(ACCOUNT).container("many").object(name);
        let answer = streamed(endpoint.build()?).query_async(cloud).await?;
        let (head, body): (_, BoxedAsyncRead) = answer;
        let expected = head.get("etag").map(|etag| etag.to_str()).transpose()?;
        count += receive(body, expected, path).await?;
    }
    Ok(count)
}

pub(crate) async fn upload(
    cloud: &AsyncOpenStack,
    name: &str,
    verify: bool,
    times: usize,
) -> Result<usize> {
    let path = report::file()?;
    for _ in 0..times {
        let sum = verify.then(Sum::default);
        let body = BoxedAsyncRead::new(Sent::open(&path, sum.clone()).await?);
        let mut endpoint = object::put::Request::builder();
        endpoint.account(ACCOUNT).container("many").object(name);
        let answer = raw_with_body(endpoint.build()?, body);
        let answer = answer.query_async(cloud).await?;
        if !answer.status().is_success() {
            return Err(answer.status().to_string().into());
        }
        if let Some(sum) = sum {
            let etag = answer.headers().get("etag").ok_or("no checksum")?;
            let sum = sum.lock().map_err(|_| "poisoned")?.clone();
            compare(sum, etag.to_str()?)?;
        }
    }
    Ok(std::fs::metadata(path)?.len() as usize * times)
}
