//! The workloads by openstack_sdk: `PROGRAM URL WORKLOAD COUNT`. Its typed answers are those of openstack_types.

mod objects;
#[path = "../../../bench/src/report.rs"]
#[allow(dead_code, reason = "it finds the authority by itself")]
mod report;
mod servers;
#[path = "../../transfers.rs"]
mod transfers;

use openstack_sdk::AsyncOpenStack;
use openstack_sdk::config::ConfigFile;
use openstack_sdk::types::ServiceType;

use report::Task;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let Task {
        workload, count, ..
    } = Task::read()?;
    let config = ConfigFile::new()?;
    let profile = config.get_cloud_config("bench")?.ok_or("no cloud")?;
    let connect = AsyncOpenStack::builder(&profile).disable_auth_cache(true);
    let cloud = connect.connect().await?;
    let service = match workload.contains("server") || ["start", "renewals"].contains(&&*workload) {
        true => ServiceType::Compute,
        false => ServiceType::ObjectStore,
    };
    cloud.discover_service_endpoint(&service).await?;
    let done = match workload.as_str() {
        "start" | "get-server" | "renewals" => servers::get(&cloud, count).await?,
        "get-servers" => servers::get_at_a_time(&cloud, count).await?,
        "list-servers" => servers::list(&cloud, count).await?,
        "lean-servers" => servers::list_lean(&cloud, count).await?,
        "list-objects" => objects::list(&cloud, count).await?,
        "download" => objects::download(&cloud, "large", None, count).await?,
        "checked-download" => objects::download(&cloud, "checked", None, count).await?,
        "file-download" => {
            let path = report::file()?.with_extension("downloaded");
            let done = objects::download(&cloud, "checked", Some(&path), count).await?;
            std::fs::remove_file(path)?;
            done
        }
        "upload" => objects::upload(&cloud, "copy", false, count).await?,
        "checked-upload" => objects::upload(&cloud, "sent", true, count).await?,
        _ => {
            println!("cannot");
            return Ok(());
        }
    };
    Ok(report::print(done)?)
}
