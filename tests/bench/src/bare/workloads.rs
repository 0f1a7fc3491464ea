//! The workloads.

use std::fs::File;
use std::io::{self, Write};
use std::sync::Arc;

use http_body_util::BodyExt;
use hyper::Method;
use md5::{Digest, Md5};
use serde::de::DeserializeOwned;
use tokio::task::JoinSet;

use crate::connection::{Connection, Error};
use crate::model::{Lean, Object, One, Page, Server};
use crate::{report, upload};

const SERVERS: &str = "/nova/v2.1/servers";
const CONTAINER: &str = "/swift/v1/AUTH_p/many";

/// The first of the cloud's servers.
const KNOWN: &str = "e220a839-7b1d-4daf-8630-c2ba6daab072";

pub(crate) async fn list_servers(connection: &Connection, times: usize) -> Result<usize, Error> {
    pages::<Server>(connection, times, |_| true).await
}

pub(crate) async fn lean_servers(connection: &Connection, times: usize) -> Result<usize, Error> {
    let is_whole = |server: &Lean| !server.id.is_empty() && server.status == "ACTIVE";
    pages(connection, times, is_whole).await
}

async fn pages<T: DeserializeOwned>(
    connection: &Connection,
    times: usize,
    counts: fn(&T) -> bool,
) -> Result<usize, Error> {
    let mut count = 0;
    for _ in 0..times {
        let mut next = Some(format!("{SERVERS}/detail"));
        while let Some(path) = next {
            let page: Page<T> = serde_json::from_slice(&connection.get(&path).await?)?;
            count += page.servers.iter().filter(|item| counts(item)).count();
            let link = page.servers_links.iter().find(|link| link.rel == "next");
            next = link.and_then(|link| {
                Some(format!("{SERVERS}/detail?{}", link.href.split_once('?')?.1))
            });
        }
    }
    Ok(count)
}

pub(crate) async fn get_server(connection: &Connection, times: usize) -> Result<usize, Error> {
    let page = connection.get(&format!("{SERVERS}/detail")).await?;
    let page: Page<Server> = serde_json::from_slice(&page)?;
    let first = page.servers.first().ok_or("no servers")?;
    let path = format!("{SERVERS}/{}", first.id);
    let mut count = 0;
    for _ in 0..times {
        let one: One = serde_json::from_slice(&connection.get(&path).await?)?;
        count += usize::from(one.server.id == first.id);
    }
    Ok(count)
}

/// By 64 tasks at a time.
pub(crate) async fn get_servers(connection: Connection, times: usize) -> Result<usize, Error> {
    let connection = Arc::new(connection);
    let mut tasks = JoinSet::new();
    for task in 0..64 {
        let connection = connection.clone();
        tasks.spawn(async move {
            let path = format!("{SERVERS}/{KNOWN}");
            let mut count = 0;
            for _ in (task..times).step_by(64) {
                let one: One = serde_json::from_slice(&connection.get(&path).await?)?;
                count += usize::from(one.server.id == KNOWN);
            }
            Ok::<_, Error>(count)
        });
    }
    let mut count = 0;
    while let Some(done) = tasks.join_next().await {
        count += done??;
    }
    Ok(count)
}

pub(crate) async fn get_known_server(
    connection: &Connection,
    times: usize,
) -> Result<usize, Error> {
    let path = format!("{SERVERS}/{KNOWN}");
    let mut count = 0;
    for _ in 0..times {
        let one: One = serde_json::from_slice(&connection.get_renewing(&path).await?)?;
        count += usize::from(one.server.id == KNOWN);
    }
    Ok(count)
}

pub(crate) async fn list_objects(connection: &Connection, times: usize) -> Result<usize, Error> {
    let mut count = 0;
    for _ in 0..times {
        let mut path = format!("{CONTAINER}?format=json");
        loop {
            let page: Vec<Object> = serde_json::from_slice(&connection.get(&path).await?)?;
            let Some(last) = page.last() else { break };
            path = format!(
                "{CONTAINER}?format=json&marker={}",
                last.name.replace('/', "%2F")
            );
            count += page.len();
        }
    }
    Ok(count)
}

/// By one request, into a file, with its MD5.
pub(crate) async fn download_to_file(
    connection: &Connection,
    times: usize,
) -> Result<usize, Error> {
    let path = report::file()?.with_extension("downloaded");
    let mut count = 0;
    for _ in 0..times {
        let mut file = File::create(&path)?;
        let write = |data: &[u8]| file.write_all(data);
        count += get(connection, "checked", true, write).await?;
    }
    std::fs::remove_file(path)?;
    Ok(count)
}

pub(crate) async fn download(
    connection: &Connection,
    name: &str,
    verify: bool,
    times: usize,
) -> Result<usize, Error> {
    let mut count = 0;
    for _ in 0..times {
        count += get(connection, name, verify, |_| Ok(())).await?;
    }
    Ok(count)
}

async fn get(
    connection: &Connection,
    name: &str,
    verify: bool,
    mut write: impl FnMut(&[u8]) -> io::Result<()>,
) -> Result<usize, Error> {
    let request = connection.request(Method::GET, &format!("{CONTAINER}/{name}"))?;
    let answer = connection.send(request).await?;
    let expected = answer.headers().get("etag").cloned();
    let mut body = answer.into_body();
    let (mut md5, mut count) = (verify.then(Md5::new), 0);
    while let Some(frame) = body.frame().await {
        let data = frame?.into_data().unwrap_or_default();
        if let Some(md5) = &mut md5 {
            md5.update(&data);
        }
        write(&data)?;
        count += data.len();
    }
    check(md5, expected.as_ref())?;
    Ok(count)
}

pub(crate) async fn upload(
    connection: &Connection,
    name: &str,
    verify: bool,
    times: usize,
) -> Result<usize, Error> {
    let mut count = 0;
    for _ in 0..times {
        let (file, sum) = upload::File::open(&report::file()?, verify)?;
        count += file.left() as usize;
        let request = connection.request(Method::PUT, &format!("{CONTAINER}/{name}"))?;
        let answer = connection.send(request.map(|_| file.boxed())).await?;
        let expected = answer.headers().get("etag").cloned();
        answer.into_body().collect().await?;
        check(
            sum.map(|sum| sum.lock().map(|sum| sum.clone()).unwrap_or_default()),
            expected.as_ref(),
        )?;
    }
    Ok(count)
}

fn check(md5: Option<Md5>, expected: Option<&hyper::header::HeaderValue>) -> Result<(), Error> {
    let Some(md5) = md5 else { return Ok(()) };
    let actual: String = md5
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    match expected.map(|expected| expected.as_bytes()) {
        Some(expected) if expected == actual.as_bytes() => Ok(()),
        expected => Err(format!("MD5 {actual}, not {expected:?}").into()),
    }
}
