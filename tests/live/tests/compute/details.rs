//! What else Nova tells of one server.

use ferriscloud::compute::server_shares::AttachShare;
use ferriscloud::compute::servers::{CreateServer, SecurityGroup};
use ferriscloud_live::{admin, demo, unique};
use serde_json::json;

use crate::{boot, compute, lonely, remove, small};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn addresses_and_password() {
    let cloud = demo().await;
    let servers = compute(&cloud).servers();
    let server = boot(&servers, &small(&cloud, &unique("told")).await).await;
    let addresses = servers.addresses(&server).await.unwrap();
    assert_eq!(
        addresses["private"][0].ip,
        server.addresses["private"][0].ip
    );
    let private = servers.addresses_on(&server, "private").await.unwrap();
    assert_eq!(private, addresses);
    let nowhere = servers.addresses_on(&server, "no/where").await;
    assert!(nowhere.unwrap_err().is_not_found());
    assert_eq!(servers.password(&server).await.unwrap(), "");
    servers.clear_password(&server).await.unwrap();
    remove(&servers, &server).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn security_groups_with_their_rules() {
    let cloud = demo().await;
    let servers = compute(&cloud).servers();
    let neutron = cloud.service("network").unwrap();
    let name = unique("group");
    let group = json!({"security_group": {"name": name, "description": "web"}});
    let group = neutron
        .post(["v2.0", "security-groups"], &group)
        .await
        .unwrap();
    let id = group["security_group"]["id"].as_str().unwrap();
    let rule = json!({"security_group_rule": {
        "security_group_id": id, "direction": "ingress", "protocol": "tcp",
        "port_range_min": 80, "port_range_max": 90, "remote_ip_prefix": "10.0.0.0/8"
    }});
    let rules = ["v2.0", "security-group-rules"];
    neutron.post(rules, &rule).await.unwrap();

    let create = CreateServer {
        security_groups: vec![SecurityGroup { name: name.clone() }],
        ..small(&cloud, &unique("guarded")).await
    };
    let server = boot(&servers, &create).await;
    let groups = servers.security_groups(&server).await.unwrap();
    assert_eq!(
        (groups[0].id.as_str(), groups[0].name.as_str()),
        (id, name.as_str())
    );
    let rule = &groups[0].rules[0];
    assert_eq!((rule.from_port, rule.to_port), (Some(80), Some(90)));
    assert_eq!(rule.protocol.as_deref(), Some("tcp"));
    assert_eq!(rule.ip_range.cidr.as_deref(), Some("10.0.0.0/8"));
    assert_eq!((&rule.group.name, &*rule.parent_group_id), (&None, id));
    remove(&servers, &server).await;
    neutron
        .delete(["v2.0", "security-groups", id])
        .await
        .unwrap();
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn diagnostics_and_topology() {
    let cloud = demo().await;
    let server = lonely(&cloud, "measured").await;
    let operator = compute(&admin().await).servers();
    let measured = operator.diagnostics(&server).await.unwrap();
    assert_eq!(
        (measured.state.as_str(), measured.driver.as_str()),
        ("running", "libvirt")
    );
    assert!(!measured.cpus.is_empty() && measured.cpus[0].time.is_some());
    assert!(measured.memory.maximum_mib.is_some());
    // The fake hypervisor has no nodes to tell of.
    let topology = operator.topology(&server).await.unwrap();
    assert!(topology.nodes.is_empty(), "{topology:?}");
    let servers = compute(&cloud).servers();
    assert!(
        servers
            .diagnostics(&server)
            .await
            .unwrap_err()
            .is_forbidden()
    );
    remove(&servers, &server).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn shares() {
    let cloud = demo().await;
    let compute = compute(&cloud);
    let server = lonely(&cloud, "shares").await;
    let shares = compute.server_shares(&server);
    assert!(shares.list().all().await.unwrap().is_empty());
    let stranger = "e8debdc0-447a-4376-a10a-4cd9122d7986";
    assert!(shares.get(stranger).await.unwrap_err().is_not_found());
    let deleted = shares.delete(stranger).await.unwrap_err();
    assert!(deleted.status().unwrap().is_client_error(), "{deleted}");
    // The test cloud has no shared file systems, and servers have to be stopped for them.
    let refused = shares
        .create(&AttachShare::new(stranger))
        .await
        .unwrap_err();
    assert!(refused.status().unwrap().is_client_error(), "{refused}");
    remove(&compute.servers(), &server).await;
}
