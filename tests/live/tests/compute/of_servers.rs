//! What servers have: interfaces, metadata, tags; and where they are.

use std::collections::BTreeMap;

use ferriscloud::compute::instance_actions::ListInstanceActions;
use ferriscloud::compute::interfaces::AttachInterface;
use ferriscloud::compute::limits::ShowLimits;
use ferriscloud::compute::servers::{CreateServer, Networks};
use ferriscloud_live::{admin, demo, unique};

use crate::{SOON, boot, compute, network, remove, small};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn interfaces_come_and_go() {
    let cloud = demo().await;
    let compute = compute(&cloud);
    let server = boot(&compute.servers(), &small(&cloud, &unique("ports")).await).await;
    let interfaces = compute.interfaces(&server);
    let private = network(&cloud, "private").await;
    let attach = AttachInterface {
        network: Some(private.clone()),
        ..AttachInterface::default()
    };
    let second = interfaces.create(&attach).await.unwrap();
    assert_eq!(second.network_id, Some(private));
    assert_eq!(second.fixed_ips.len(), 1);
    let all = interfaces.list().all().await.unwrap();
    assert_eq!(all.len(), 2);
    let shown = interfaces.get(&second).await.unwrap();
    assert_eq!(
        (shown.mac, shown.fixed_ips),
        (second.mac.clone(), second.fixed_ips.clone())
    );
    interfaces.delete(&second).await.unwrap();
    interfaces.wait_gone(&second).within(SOON).await.unwrap();
    remove(&compute.servers(), &server).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn metadata_and_tags() {
    let cloud = demo().await;
    let compute = compute(&cloud);
    let create = CreateServer {
        networks: Networks::None,
        metadata: BTreeMap::from([("a".into(), "1".into())]),
        ..small(&cloud, &unique("notes")).await
    };
    let server = boot(&compute.servers(), &create).await;
    let metadata = compute.server_metadata(&server);
    let of = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect()
    };
    let added = of(&[("a", "2"), ("b", "3")]);
    assert_eq!(
        metadata.add(&of(&[("a", "2"), ("b", "3")])).await.unwrap(),
        added
    );
    assert_eq!(metadata.all().await.unwrap(), added);
    assert_eq!(metadata.get("b").await.unwrap(), of(&[("b", "3")]));
    let odd = metadata.set("a:1 b", "ä/ö").await.unwrap();
    assert_eq!(odd, of(&[("a:1 b", "ä/ö")]));
    metadata.delete("a:1 b").await.unwrap();
    metadata.delete("a").await.unwrap();
    assert_eq!(metadata.all().await.unwrap(), of(&[("b", "3")]));
    assert_eq!(
        metadata.replace(&of(&[("c", "4")])).await.unwrap(),
        of(&[("c", "4")])
    );
    assert!(metadata.delete("a").await.unwrap_err().is_not_found());

    let tags = compute.server_tags(&server);
    assert_eq!(tags.replace(&["one", "two"]).await.unwrap(), ["one", "two"]);
    tags.add("three").await.unwrap();
    tags.check("three").await.unwrap();
    tags.delete("one").await.unwrap();
    assert!(tags.check("one").await.unwrap_err().is_not_found());
    let mut all = tags.all().await.unwrap();
    all.sort();
    assert_eq!(all, ["three", "two"]);
    tags.delete_all().await.unwrap();
    assert!(tags.all().await.unwrap().is_empty());
    remove(&compute.servers(), &server).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn availability_zones() {
    let zones = compute(&demo().await)
        .availability_zones()
        .list()
        .all()
        .await
        .unwrap();
    let nova = zones.iter().find(|zone| zone.name == "nova").unwrap();
    assert!(nova.state.available && nova.hosts.is_empty());
    let zones = compute(&admin().await)
        .availability_zones()
        .list_with_hosts();
    let zones = zones.all().await.unwrap();
    let nova = zones.iter().find(|zone| zone.name == "nova").unwrap();
    let host = nova.hosts.values().next().unwrap();
    assert!(host["nova-compute"].active);
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn what_was_done_to_a_server() {
    let cloud = demo().await;
    let compute = compute(&cloud);
    let create = CreateServer {
        networks: Networks::None,
        ..small(&cloud, &unique("history")).await
    };
    let server = boot(&compute.servers(), &create).await;
    for _ in 0..2 {
        compute.servers().lock(&server).await.unwrap();
        compute.servers().unlock(&server).await.unwrap();
    }
    let actions = compute.instance_actions(&server);
    let pages = ListInstanceActions {
        limit: Some(2),
        ..ListInstanceActions::default()
    };
    let all = actions.list(&pages).all().await.unwrap();
    let names: Vec<_> = all.iter().map(|action| action.action.as_str()).collect();
    assert_eq!(names, ["unlock", "lock", "unlock", "lock", "create"]);
    let create = actions.get(&all[4]).await.unwrap();
    assert_eq!(create.events[0].result.as_deref(), Some("Success"));
    assert_eq!(create.server_id, server.id);
    remove(&compute.servers(), &server).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn limits() {
    let cloud = demo().await;
    let project = cloud.access().await.unwrap().project.clone().unwrap().id;
    let own = compute(&cloud)
        .limits()
        .get(&ShowLimits::default())
        .await
        .unwrap();
    assert!(own.max_servers != 0 && own.max_keypairs != 0);
    let theirs = ShowLimits {
        project_id: Some(project.as_str().into()),
    };
    let theirs = compute(&admin().await).limits().get(&theirs).await.unwrap();
    assert_eq!(theirs.max_vcpus, own.max_vcpus);
}
