//! The configuration files of the services, written anew by every `up`.

mod cinder;
mod glance;
mod keystone;
mod neutron;
mod nova;
mod placement;
mod swift;

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::layout::{self, Cloud, PASSWORD, REGION};
use super::services::Service;

/// What one service needs on disk before it starts.
struct Config {
    /// Directories to make, below the service's own `data/<name>`.
    directories: &'static [&'static str],
    /// File names, below the service's own `etc/<name>`, with their text.
    files: Vec<(String, String)>,
}

/// Writes the configuration of a service, and returns its fingerprint: a process that was started
/// with another one has to be started again.
pub(crate) fn write(cloud: &Cloud, service: &Service) -> Result<String> {
    let config = match service.name {
        "cinder" => cinder::config(cloud),
        "glance" => glance::config(cloud),
        "keystone" => keystone::config(cloud),
        "neutron" => neutron::config(cloud),
        "nova" => nova::config(cloud),
        "placement" => placement::config(cloud),
        _ => swift::config(cloud)?,
    };
    let etc = cloud.path("etc").join(service.name);
    let data = data(cloud, service.name);
    let directories = config
        .directories
        .iter()
        .map(|directory| data.join(directory));
    for directory in directories.chain([etc.clone(), data.clone()]) {
        fs::create_dir_all(&directory)
            .with_context(|| format!("cannot make {}", directory.display()))?;
    }
    let mut hasher = DefaultHasher::new();
    for (name, text) in config.files {
        let path = etc.join(name);
        fs::write(&path, &text).with_context(|| format!("cannot write {}", path.display()))?;
        text.hash(&mut hasher);
    }
    hash_sources(&mut hasher)?;
    Ok(format!("{:016x}", hasher.finish()))
}

/// What runs inside the services counts as their configuration.
fn hash_sources(hasher: &mut DefaultHasher) -> Result<()> {
    for directory in [layout::sources(), layout::sources().join("ferris")] {
        let mut files: Vec<PathBuf> = fs::read_dir(&directory)
            .and_then(|entries| {
                entries
                    .map(|entry| entry.map(|entry| entry.path()))
                    .collect()
            })
            .with_context(|| format!("cannot read {}", directory.display()))?;
        files.retain(|file| file.extension().is_some_and(|end| end == "py"));
        files.sort();
        for file in files {
            fs::read(&file)?.hash(hasher);
        }
    }
    Ok(())
}

fn data(cloud: &Cloud, service: &str) -> PathBuf {
    cloud.path("data").join(service)
}

/// The options by which a service user logs in.
fn login(cloud: &Cloud, user: &str) -> String {
    let keystone = cloud.service_url("keystone");
    format!(
        "auth_type = password
auth_url = {keystone}/v3
username = {user}
password = {PASSWORD}
project_name = service
user_domain_id = default
project_domain_id = default
region_name = {REGION}"
    )
}

/// The options by which a service checks the tokens of its callers.
fn token_check(cloud: &Cloud, user: &str, service_type: &str) -> String {
    let keystone = cloud.service_url("keystone");
    let login = login(cloud, user);
    // Cinder refuses to delete an attachment for Nova without the service token.
    format!(
        "{login}
www_authenticate_uri = {keystone}/v3
service_token_roles = service
service_token_roles_required = true
service_type = {service_type}
interface = public"
    )
}

/// Where the database is.
fn database(cloud: &Cloud, name: &str) -> String {
    // No fsync: the data are disposable.
    format!(
        "connection = {}\nsqlite_synchronous = false",
        cloud.database(name)
    )
}

/// Where log lines go: to stderr, which is the file `log/<process>.log`.
const LOG: &str = "use_stderr = true
debug = false";

/// Enough where everything that talks is in one process.
const TRANSPORT: &str = "transport_url = fake:///";
