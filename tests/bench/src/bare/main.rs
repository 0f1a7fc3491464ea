//! The workloads by hand, on hyper and serde_json: the practical limit. `bare PORT WORKLOAD COUNT`.
//!
//! It knows the addresses beforehand, sends the token as it is, decodes every field of an answer to owned
//! types in one pass, and checks nothing.

mod connection;
mod model;
#[path = "../report.rs"]
mod report;
mod upload;

use http_body_util::BodyExt;
use hyper::Method;

use connection::{Connection, Error};
use model::{Object, One, Page};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [port, workload, count] = args.as_slice() else {
        return Err("usage: bare PORT WORKLOAD COUNT".into());
    };
    let (connection, count) = (Connection::log_in(port).await?, count.parse()?);
    let done = match workload.as_str() {
        "list-servers" => list_servers(&connection, count).await?,
        "get-server" => get_server(&connection, count).await?,
        "list-objects" => list_objects(&connection, count).await?,
        "download" => download(&connection, count).await?,
        "upload" => upload(&connection, count).await?,
        _ => return Err("no such workload".into()),
    };
    Ok(report::print(done)?)
}

const SERVERS: &str = "/nova/v2.1/servers";
const CONTAINER: &str = "/swift/v1/AUTH_p/many";

async fn list_servers(connection: &Connection, times: usize) -> Result<usize, Error> {
    let mut count = 0;
    for _ in 0..times {
        let mut next = Some(format!("{SERVERS}/detail"));
        while let Some(path) = next {
            let page: Page = serde_json::from_slice(&connection.get(&path).await?)?;
            count += page.servers.len();
            let link = page.servers_links.iter().find(|link| link.rel == "next");
            next = link.and_then(|link| {
                Some(format!("{SERVERS}/detail?{}", link.href.split_once('?')?.1))
            });
        }
    }
    Ok(count)
}

async fn get_server(connection: &Connection, times: usize) -> Result<usize, Error> {
    let page: Page = serde_json::from_slice(&connection.get(&format!("{SERVERS}/detail")).await?)?;
    let first = page.servers.first().ok_or("no servers")?;
    let path = format!("{SERVERS}/{}", first.id);
    let mut count = 0;
    for _ in 0..times {
        let one: One = serde_json::from_slice(&connection.get(&path).await?)?;
        count += usize::from(one.server.id == first.id);
    }
    Ok(count)
}

async fn list_objects(connection: &Connection, times: usize) -> Result<usize, Error> {
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

async fn download(connection: &Connection, times: usize) -> Result<usize, Error> {
    let mut count = 0;
    for _ in 0..times {
        let request = connection.request(Method::GET, &format!("{CONTAINER}/large"))?;
        let mut body = connection.send(request).await?.into_body();
        while let Some(frame) = body.frame().await {
            count += frame?.data_ref().map_or(0, |data| data.len());
        }
    }
    Ok(count)
}

async fn upload(connection: &Connection, times: usize) -> Result<usize, Error> {
    let mut count = 0;
    for _ in 0..times {
        let file = upload::File::open(&report::file()?)?;
        count += file.left() as usize;
        let request = connection.request(Method::PUT, &format!("{CONTAINER}/copy"))?;
        let answer = connection.send(request.map(|_| file.boxed())).await?;
        answer.into_body().collect().await?;
    }
    Ok(count)
}
