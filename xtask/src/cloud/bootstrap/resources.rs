//! Flavors, an image and networks, so that a test can boot a server.

use anyhow::Result;
use serde_json::{Value, json};

use crate::cloud::api::{Api, id};
use crate::cloud::layout::Cloud;
use crate::progress::say;

/// Makes the samples of the services that have none yet.
pub(crate) fn create(cloud: &Cloud) -> Result<()> {
    once(cloud, "nova", flavors)?;
    once(cloud, "glance", image)?;
    once(cloud, "neutron", networks)
}

fn once(cloud: &Cloud, service: &str, make: fn(&Cloud) -> Result<()>) -> Result<()> {
    let mark = format!("resources-{service}");
    if cloud.has(service) && !cloud.is_done(&mark) {
        make(cloud)?;
        cloud.mark_done(&mark)?;
        say(format_args!("{service}: sample resources created"));
    }
    Ok(())
}

fn flavors(cloud: &Cloud) -> Result<()> {
    let api = Api::log_in(cloud, "admin", "admin")?;
    // Disks of 1 GiB at least: on flavors without a disk only an admin may boot an image.
    for (id, name, ram, disk) in [
        ("1", "m1.nano", 64, 1),
        ("2", "m1.tiny", 512, 1),
        ("3", "m1.small", 2048, 20),
    ] {
        let flavor = json!({"id": id, "name": name, "vcpus": 1, "ram": ram, "disk": disk});
        api.ensure("nova", "/v2.1/flavors", &flavor)?;
    }
    Ok(())
}

fn image(cloud: &Cloud) -> Result<()> {
    let api = Api::log_in(cloud, "admin", "admin")?;
    let found = &api.get("glance", "/v2/images?name=cirros")?["images"][0];
    let mut image = found.clone();
    if image.is_null() {
        let fields = json!({"name": "cirros", "disk_format": "raw", "container_format": "bare",
            "visibility": "public"});
        image = api.post("glance", "/v2/images", &fields)?;
    }
    // Not so after an upload that was cut short.
    if image["status"] == "queued" {
        let mut data = b"ferris\n".repeat(9362);
        data.resize(1 << 16, 0);
        api.upload("glance", &format!("/v2/images/{}/file", id(&image)?), data)?;
    }
    Ok(())
}

fn networks(cloud: &Cloud) -> Result<()> {
    let admin = Api::log_in(cloud, "admin", "admin")?;
    let public = json!({"name": "public", "router:external": true,
        "provider:network_type": "flat", "provider:physical_network": "public"});
    let public = admin.ensure("neutron", "/v2.0/networks", &public)?;
    subnet(&admin, "public-subnet", &public, "172.24.4.0/24", false)?;
    admin.ensure(
        "neutron",
        "/v2.0/networks",
        &json!({"name": "shared", "shared": true}),
    )?;

    let demo = Api::log_in(cloud, "demo", "demo")?;
    let private = demo.ensure("neutron", "/v2.0/networks", &json!({"name": "private"}))?;
    let private = subnet(&demo, "private-subnet", &private, "10.0.0.0/24", true)?;
    let gateway = json!({"network_id": public});
    let router = json!({"name": "router1", "external_gateway_info": gateway});
    let router = demo.ensure("neutron", "/v2.0/routers", &router)?;
    let ports = demo.get("neutron", &format!("/v2.0/ports?device_id={router}"))?;
    let mut ports = ports["ports"].as_array().into_iter().flatten();
    if !ports.any(|port| port["device_owner"] == "network:router_interface") {
        let path = format!("/v2.0/routers/{router}/add_router_interface");
        demo.put("neutron", &path, Some(&json!({"subnet_id": private})))?;
    }
    Ok(())
}

fn subnet(api: &Api<'_>, name: &str, network: &str, cidr: &str, dhcp: bool) -> Result<String> {
    let fields: Value = json!({"name": name, "network_id": network, "ip_version": 4,
        "cidr": cidr, "enable_dhcp": dhcp});
    api.ensure("neutron", "/v2.0/subnets", &fields)
}
