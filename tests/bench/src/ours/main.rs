//! The workloads through ferriscloud: `ours URL WORKLOAD COUNT`.

#[path = "../report.rs"]
mod report;
mod workloads;

use ferriscloud::Cloud;
use ferriscloud::auth::{Password, ProjectRef, Scope, UserRef};
use ferriscloud::transport::TlsOptions;

use report::Task;

type Result<T, E = Box<dyn std::error::Error + Send + Sync>> = std::result::Result<T, E>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let Task {
        url,
        workload,
        count,
    } = Task::read()?;
    let keystone = match workload.as_str() {
        // Its tokens end after some calls.
        "renewals" => "identity/short/v3",
        _ => "identity/v3",
    };
    let scope = Scope::Project(ProjectRef::Id("p".into()));
    let mut setup = Cloud::builder()
        .auth_url(format!("{url}/{keystone}"))
        .auth(Password::new(UserRef::Id("u".into()), "secret").scope(scope));
    if url.starts_with("https") {
        let authority = report::authority()?.to_string_lossy().into_owned();
        setup = setup.tls(TlsOptions {
            cacert: Some(authority),
            ..TlsOptions::default()
        });
    }
    let cloud = setup.connect().await?;
    let done = match workload.as_str() {
        "list-servers" => workloads::list_servers(&cloud, count).await?,
        "lean-servers" => workloads::lean_servers(&cloud, count).await?,
        "few-servers" => workloads::few_servers(&cloud, count).await?,
        "get-server" => workloads::get_server(&cloud, count).await?,
        "get-servers" => workloads::get_servers(&cloud, count).await?,
        "start" | "renewals" => workloads::get_known_server(&cloud, count).await?,
        "list-objects" => workloads::list_objects(&cloud, "many", count).await?,
        "few-objects" => workloads::list_objects(&cloud, "few", count).await?,
        "download" => workloads::download(&cloud, "large", false, count).await?,
        "checked-download" => workloads::download(&cloud, "checked", true, count).await?,
        "upload" => workloads::upload(&cloud, "copy", false, count).await?,
        "checked-upload" => workloads::upload(&cloud, "checked", true, count).await?,
        "file-download" => workloads::download_to_file(&cloud, count).await?,
        "large-upload" => workloads::large_upload(&cloud, count).await?,
        "large-download" => workloads::large_download(&cloud, count).await?,
        _ => return Err("no such workload".into()),
    };
    Ok(report::print(done)?)
}
