//! Every field of the answers, owned; times stay text.
#![allow(dead_code, reason = "decoding them is the work")]

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct One {
    pub(crate) server: Server,
}

#[derive(Deserialize)]
#[serde(bound = "T: serde::de::DeserializeOwned")]
pub(crate) struct Page<T> {
    pub(crate) servers: Vec<T>,
    #[serde(default)]
    pub(crate) servers_links: Vec<Link>,
}

#[derive(Deserialize)]
pub(crate) struct Link {
    pub(crate) rel: String,
    pub(crate) href: String,
}

#[derive(Deserialize)]
pub(crate) struct Server {
    pub(crate) id: String,
    name: String,
    status: String,
    tenant_id: String,
    user_id: String,
    metadata: BTreeMap<String, String>,
    #[serde(rename = "hostId")]
    host_id: String,
    image: Image,
    flavor: Flavor,
    created: String,
    updated: String,
    addresses: BTreeMap<String, Vec<Address>>,
    #[serde(rename = "accessIPv4")]
    access_ipv4: String,
    #[serde(rename = "accessIPv6")]
    access_ipv6: String,
    #[serde(rename = "OS-DCF:diskConfig")]
    disk_config: String,
    progress: u8,
    #[serde(rename = "OS-EXT-AZ:availability_zone")]
    availability_zone: String,
    config_drive: String,
    key_name: Option<String>,
    #[serde(rename = "OS-SRV-USG:launched_at")]
    launched_at: Option<String>,
    #[serde(rename = "OS-SRV-USG:terminated_at")]
    terminated_at: Option<String>,
    security_groups: Vec<SecurityGroup>,
    #[serde(rename = "OS-EXT-SRV-ATTR:host")]
    host: Option<String>,
    #[serde(rename = "OS-EXT-SRV-ATTR:instance_name")]
    instance_name: Option<String>,
    #[serde(rename = "OS-EXT-SRV-ATTR:hypervisor_hostname")]
    hypervisor_hostname: Option<String>,
    #[serde(rename = "OS-EXT-STS:task_state")]
    task_state: Option<String>,
    #[serde(rename = "OS-EXT-STS:vm_state")]
    vm_state: Option<String>,
    #[serde(rename = "OS-EXT-STS:power_state")]
    power_state: u8,
    #[serde(rename = "os-extended-volumes:volumes_attached")]
    volumes: Vec<Volume>,
}

/// No more than is needed.
#[derive(Deserialize)]
pub(crate) struct Lean {
    pub(crate) id: String,
    pub(crate) status: String,
}

#[derive(Deserialize)]
struct Image {
    id: String,
}

#[derive(Deserialize)]
struct Flavor {
    id: String,
}

#[derive(Deserialize)]
struct Address {
    version: u8,
    addr: String,
    #[serde(rename = "OS-EXT-IPS:type")]
    kind: String,
    #[serde(rename = "OS-EXT-IPS-MAC:mac_addr")]
    mac: String,
}

#[derive(Deserialize)]
struct SecurityGroup {
    name: String,
}

#[derive(Deserialize)]
struct Volume {
    id: String,
}

#[derive(Deserialize)]
pub(crate) struct Object {
    pub(crate) name: String,
    bytes: u64,
    hash: String,
    content_type: String,
    last_modified: String,
}
