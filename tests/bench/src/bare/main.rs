//! The workloads by hand, on hyper and serde_json: the practical limit. `bare URL WORKLOAD COUNT`.
//!
//! It knows the addresses beforehand, sends the token as it is, decodes every field of an answer to owned
//! types in one pass, and checks nothing.

mod connection;
mod model;
#[path = "../report.rs"]
mod report;
mod upload;
mod workloads;

use connection::{Connection, Error};
use report::Task;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let Task {
        url,
        workload,
        count,
    } = Task::read()?;
    let keystone = match workload.as_str() {
        // Its tokens end after some calls.
        "renewals" => "/identity/short/v3",
        _ => "/identity/v3",
    };
    let connection = Connection::log_in(&url, keystone).await?;
    let done = match workload.as_str() {
        "list-servers" => workloads::list_servers(&connection, count).await?,
        "lean-servers" => workloads::lean_servers(&connection, count).await?,
        "get-server" => workloads::get_server(&connection, count).await?,
        "get-servers" => workloads::get_servers(connection, count).await?,
        "start" | "renewals" => workloads::get_known_server(&connection, count).await?,
        "list-objects" => workloads::list_objects(&connection, count).await?,
        "download" => workloads::download(&connection, "large", false, count).await?,
        "checked-download" => workloads::download(&connection, "checked", true, count).await?,
        "upload" => workloads::upload(&connection, "copy", false, count).await?,
        "checked-upload" => workloads::upload(&connection, "checked", true, count).await?,
        "file-download" => workloads::download_to_file(&connection, count).await?,
        // What it would take is written nowhere but in the SDK.
        "large-upload" | "large-download" => {
            println!("cannot");
            return Ok(());
        }
        _ => return Err("no such workload".into()),
    };
    Ok(report::print(done)?)
}
