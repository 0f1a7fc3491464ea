//! Swift: a proxy and three storage servers, with one device and one replica.

use std::fs;
use std::hash::{BuildHasher, RandomState};

use anyhow::Result;

use super::{Config, data, token_check};
use crate::cloud::layout::{Cloud, HOST, PASSWORD};

pub(super) fn config(cloud: &Cloud) -> Result<Config> {
    let mut files = vec![("swift.conf".to_owned(), cluster(cloud)?)];
    for kind in ["account", "container", "object"] {
        files.push((format!("{kind}-server.conf"), storage_server(cloud, kind)));
    }
    files.push(("proxy-server.conf".to_owned(), proxy_server(cloud)));
    Ok(Config {
        directories: &["devices/d1", "recon"],
        files,
    })
}

/// What the servers have in common. The salt places the data, so it never changes.
fn cluster(cloud: &Cloud) -> Result<String> {
    let file = cloud.path("etc/swift/swift.conf");
    // Written at one go, and complete if it ends like this.
    const END: &str = "[storage-policy:0]\nname = Policy-0\ndefault = yes\n";
    if let Some(text) = fs::read_to_string(&file)
        .ok()
        .filter(|text| text.ends_with(END))
    {
        return Ok(text);
    }
    // The standard library's only source of chance, which is plenty for a salt.
    let [prefix, suffix] = [(); 2].map(|()| RandomState::new().hash_one("swift"));
    Ok(format!(
        "[swift-hash]
swift_hash_path_prefix = {prefix:016x}
swift_hash_path_suffix = {suffix:016x}

{END}"
    ))
}

fn storage_server(cloud: &Cloud, kind: &str) -> String {
    let common = common(cloud, &format!("swift-{kind}"));
    let recon = data(cloud, "swift").join("recon");
    let recon = recon.display();
    format!(
        "[DEFAULT]
{common}

[pipeline:main]
pipeline = healthcheck recon {kind}-server

[app:{kind}-server]
use = egg:swift#{kind}
allow_versions = true

[filter:healthcheck]
use = egg:swift#healthcheck

[filter:recon]
use = egg:swift#recon
recon_cache_path = {recon}

[container-updater]
# Moves the counters of a container up to its account.
interval = 2
concurrency = 1
account_suppression_time = 1
slowdown = 0
recon_cache_path = {recon}
"
    )
}

fn proxy_server(cloud: &Cloud) -> String {
    let common = common(cloud, "swift-proxy");
    let token_check = token_check(cloud, "swift", "object-store");
    let plain: String = PLAIN_FILTERS
        .iter()
        .map(|name| {
            format!(
                "[filter:{name}]\nuse = egg:swift#{}\n\n",
                name.replace('-', "_")
            )
        })
        .collect();
    format!(
        "[DEFAULT]
{common}

[pipeline:main]
pipeline = {PIPELINE}

[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
admin_key = {PASSWORD}
node_timeout = 30
conn_timeout = 5

# Keystone's accounts are AUTH_<project id>, tempauth's own TEMP_<account>: so both fit into one
# pipeline.
[filter:authtoken]
{token_check}
paste.filter_factory = keystonemiddleware.auth_token:filter_factory
delay_auth_decision = true
cache = swift.cache
include_service_catalog = false

[filter:keystoneauth]
use = egg:swift#keystoneauth
reseller_prefix = AUTH
operator_roles = admin, member
reseller_admin_role = ResellerAdmin

[filter:tempauth]
use = egg:swift#tempauth
reseller_prefix = TEMP
user_admin_admin = admin .admin .reseller_admin
user_test_tester = testing .admin
user_test_tester2 = testing2
user_test2_tester = testing .admin
user_test_reader = testing

[filter:cache]
paste.filter_factory = ferris.memory_cache:filter_factory

[filter:slo]
use = egg:swift#slo
# Segments of tests are small, and many.
rate_limit_under_size = 0

[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_versioned_writes = true
allow_object_versioning = true

{plain}"
    )
}

fn common(cloud: &Cloud, process: &str) -> String {
    let port = crate::cloud::services::processes()
        .find(|known| known.name == process)
        .and_then(|known| cloud.port(known))
        .unwrap_or_default();
    let etc = cloud.path("etc/swift");
    let devices = data(cloud, "swift").join("devices");
    // A device is a plain directory here. 0 workers: one process that does not fork.
    format!(
        "bind_ip = {HOST}
bind_port = {port}
workers = 0
swift_dir = {}
devices = {}
mount_check = false
disable_fallocate = true
log_level = INFO",
        etc.display(),
        devices.display(),
    )
}

const PIPELINE: &str = "catch_errors gatekeeper healthcheck list-endpoints proxy-logging cache \
    listing_formats bulk tempurl formpost authtoken keystoneauth tempauth staticweb copy container-quotas \
    account-quotas slo dlo versioned_writes symlink proxy-logging proxy-server";

/// The filters without settings.
const PLAIN_FILTERS: [&str; 15] = [
    "catch_errors",
    "gatekeeper",
    "healthcheck",
    "list-endpoints",
    "proxy-logging",
    "listing_formats",
    "bulk",
    "tempurl",
    "formpost",
    "staticweb",
    "copy",
    "container-quotas",
    "account-quotas",
    "dlo",
    "symlink",
];
