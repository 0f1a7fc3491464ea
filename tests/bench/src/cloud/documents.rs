//! What the cloud says, in the shapes and sizes of real answers.

use std::collections::HashMap;

use bytes::Bytes;
use hyper::Uri;
use serde_json::{Value, json};

use crate::object::SIZE;

/// As long as a Fernet token.
pub(crate) const TOKEN: &str = concat!(
    "gAAAAABpHqXAthis-is-no-real-token-but-as-long-as-a-real-one-is-AAAAAAAAAAAAAAAAAAAAAAAA",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
);
pub(crate) const ACCOUNT: &str = "/swift/v1/AUTH_p/";
pub(crate) const CONTAINER: &str = "/swift/v1/AUTH_p/many";
/// What a small listing has, in pages of half of it.
const FEW: &str = "/swift/v1/AUTH_p/few";
const FEW_SERVERS: usize = 100;
const FEW_OBJECTS: usize = 1_000;
const SERVERS: usize = 10_000;
pub(crate) const OBJECTS: usize = 1_000_000;
const PAGE_OF_SERVERS: usize = 1_000;
const PAGE_OF_OBJECTS: usize = 10_000;

pub(crate) struct Documents {
    url: String,
    servers: Vec<String>,
    places: HashMap<String, usize>,
}

impl Documents {
    pub(crate) fn new(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            servers: (0..SERVERS)
                .map(|number| server(url, number).to_string())
                .collect(),
            places: (0..SERVERS)
                .map(|number| (server_id(number), number))
                .collect(),
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn find(&self, uri: &Uri) -> Option<Bytes> {
        let query = uri.query().unwrap_or_default();
        match (uri.path(), uri.path().strip_prefix("/nova/v2.1/servers/")) {
            (_, Some("detail")) => self.page_of_servers(query),
            (_, Some(id)) => {
                let server = self.servers.get(*self.places.get(id)?)?;
                Some(format!(r#"{{"server": {server}}}"#).into())
            }
            (CONTAINER, _) if parameter(query, "delimiter").is_some() => Some(first_level()),
            (CONTAINER, _) => Some(page_of_objects(query, OBJECTS, PAGE_OF_OBJECTS)),
            (FEW, _) => Some(page_of_objects(query, FEW_OBJECTS, FEW_OBJECTS / 2)),
            _ => None,
        }
    }

    fn page_of_servers(&self, query: &str) -> Option<Bytes> {
        let start = match parameter(query, "marker") {
            Some(marker) => self.places.get(marker)? + 1,
            None => 0,
        };
        let (all, page_size, name) = match query.contains("few") {
            true => (FEW_SERVERS, FEW_SERVERS / 2, "name=few&"),
            false => (SERVERS, PAGE_OF_SERVERS, ""),
        };
        let end = (start + page_size).min(all);
        let servers = self.servers.get(start..end)?.join(", ");
        let mut page = format!(r#"{{"servers": [{servers}]"#);
        if end < all {
            let next = format!(
                "{}/nova/v2.1/servers/detail?{name}limit={page_size}&marker={}",
                self.url,
                server_id(end - 1)
            );
            page += &format!(r#", "servers_links": [{{"rel": "next", "href": "{next}"}}]"#);
        }
        Some((page + "}").into())
    }

    /// A token for a project, with a catalog of ten services with three endpoints each.
    pub(crate) fn token(&self) -> Bytes {
        let services = [
            ("compute", "nova/v2.1"),
            ("object-store", "swift/v1/AUTH_p"),
            ("identity", "identity/v3"),
            ("image", "glance"),
            ("network", "neutron"),
            ("block-storage", "cinder/v3"),
            ("volumev3", "cinder/v3"),
            ("placement", "placement"),
            ("orchestration", "heat/v1/p"),
            ("load-balancer", "octavia"),
        ];
        let endpoint = |interface: &str, path: &str| {
            json!({
                "id": hex(mix(path.len() as u64)), "interface": interface, "region": "RegionOne",
                "region_id": "RegionOne", "url": format!("{}/{path}", self.url)
            })
        };
        let catalog: Vec<Value> = services
            .iter()
            .map(|(service, path)| {
                let endpoints = ["public", "internal", "admin"].map(|name| endpoint(name, path));
                json!({"id": service, "type": service, "name": service, "endpoints": endpoints})
            })
            .collect();
        let domain = json!({"id": "default", "name": "Default"});
        let token = json!({"token": {
            "methods": ["password"], "audit_ids": ["mAjXQhiYRyKwkB4qygdLVg"],
            "issued_at": "2026-11-23T00:00:00.000000Z", "expires_at": "2099-11-24T00:00:00.000000Z",
            "user": {"id": "u", "name": "demo", "domain": domain},
            "project": {"id": "p", "name": "demo", "domain": domain},
            "roles": [{"id": "1", "name": "member"}, {"id": "2", "name": "reader"}], "catalog": catalog
        }});
        token.to_string().into()
    }
}

/// A repeatable number that looks like a random one: splitmix64.
pub(crate) fn mix(number: u64) -> u64 {
    let next = number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let next = (next ^ (next >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let next = (next ^ (next >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    next ^ (next >> 31)
}

fn hex(number: u64) -> String {
    format!("{number:016x}{:016x}", mix(number))
}

fn uuid(number: u64) -> String {
    let hex = hex(mix(number));
    format!(
        "{}-{}-4{}-8{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[13..16],
        &hex[17..20],
        &hex[20..]
    )
}

fn server_id(number: usize) -> String {
    uuid(number as u64)
}

/// A server as Nova's 2.1 shows it to an administrator: about 2 kB.
fn server(url: &str, number: usize) -> Value {
    let n = number as u64;
    let (id, image, flavor) = (uuid(n), uuid(n % 7 + 1_000_000), uuid(n % 11 + 2_000_000));
    let mac = format!("fa:16:3e:{:02x}:{:02x}:{:02x}", n % 251, n % 241, n % 239);
    let address = |version: u8, kind: &str, ip: String| {
        json!({
            "version": version, "addr": ip, "OS-EXT-IPS:type": kind, "OS-EXT-IPS-MAC:mac_addr": mac
        })
    };
    let link = |rel: &str, path: String| json!({"rel": rel, "href": format!("{url}/nova/{path}")});
    json!({
        "id": id, "name": format!("web-{number:05}.prod.example.net"), "status": "ACTIVE",
        "tenant_id": hex(1), "user_id": hex(2), "hostId": hex(n % 200) + "0123456789abcdef01234567",
        "metadata": {
            "role": "frontend", "owner": format!("team-{}", n % 37), "backup": "daily",
            "cost-center": format!("cc-{:04}", n % 977), "ansible_group": format!("web:prod:az{}", n % 3)
        },
        "image": {"id": image, "links": [link("bookmark", format!("images/{image}"))]},
        "flavor": {"id": flavor, "links": [link("bookmark", format!("flavors/{flavor}"))]},
        "created": format!("2026-10-{:02}T{:02}:{:02}:07Z", n % 28 + 1, n % 24, n % 60),
        "updated": format!("2026-11-{:02}T{:02}:12:31Z", n % 22 + 1, n % 24),
        "addresses": {"private": [
            address(4, "fixed", format!("10.4.{}.{}", n / 256 % 256, n % 256)),
            address(6, "fixed", format!("fd12:3456:789a:1::{:x}", n + 4096)),
            address(4, "floating", format!("203.0.{}.{}", n / 256 % 256, n % 256)),
        ]},
        "accessIPv4": "", "accessIPv6": "", "progress": 0, "config_drive": "", "key_name": "ops-2026",
        "links": [link("self", format!("v2.1/servers/{id}")), link("bookmark", format!("servers/{id}"))],
        "OS-DCF:diskConfig": "AUTO", "OS-EXT-AZ:availability_zone": format!("az{}", n % 3),
        "OS-SRV-USG:launched_at": format!("2026-10-{:02}T{:02}:12:31.000000", n % 28 + 1, n % 24),
        "OS-SRV-USG:terminated_at": null, "security_groups": [{"name": "default"}, {"name": "web"}],
        "OS-EXT-SRV-ATTR:host": format!("cmp-{:03}", n % 200),
        "OS-EXT-SRV-ATTR:instance_name": format!("instance-{number:08x}"),
        "OS-EXT-SRV-ATTR:hypervisor_hostname": format!("cmp-{:03}", n % 200),
        "OS-EXT-STS:task_state": null, "OS-EXT-STS:vm_state": "active", "OS-EXT-STS:power_state": 1,
        "os-extended-volumes:volumes_attached": [{"id": uuid(n + 3_000_000)}]
    })
}

/// What is in no folder.
fn first_level() -> Bytes {
    let large = json!({
        "bytes": SIZE, "hash": "", "name": "large", "content_type": "application/octet-stream",
        "last_modified": "2026-11-23T00:00:00.000000"
    });
    json!([large, {"subdir": "logs/"}]).to_string().into()
}

fn page_of_objects(query: &str, all: usize, page: usize) -> Bytes {
    let after =
        parameter(query, "marker").and_then(|name| name.get(name.len() - 8..)?.parse().ok());
    let start = after.map_or(0, |number: usize| number + 1);
    let objects = (start..(start + page).min(all)).map(object);
    format!("[{}]", objects.collect::<Vec<_>>().join(", ")).into()
}

fn object(number: usize) -> String {
    let n = number as u64;
    format!(
        r#"{{"bytes": {}, "hash": "{}", "name": "logs/2026/11/host-{:04}/part-{number:08}", "content_type": "application/gzip", "last_modified": "2026-11-{:02}T{:02}:{:02}:07.{:06}"}}"#,
        mix(n) % 10_000_000,
        hex(n),
        n / 500 % 1000,
        n % 28 + 1,
        n % 24,
        n % 60,
        mix(n) % 1_000_000
    )
}

/// The value of a parameter. Those that are asked for need no decoding but for their slashes.
fn parameter<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .into_iter()
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}
