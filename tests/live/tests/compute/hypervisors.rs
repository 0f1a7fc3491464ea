//! The machines that run servers, and what of Nova runs on them.

use ferriscloud::compute::hypervisors::ListHypervisors;
use ferriscloud::compute::services::{ListServices, ServiceState, ServiceStatus, UpdateService};
use ferriscloud_live::{admin, demo};

use crate::{compute, lonely, remove};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn hypervisors_with_their_servers() {
    let cloud = demo().await;
    let server = lonely(&cloud, "seen").await;
    let operator = compute(&admin().await);
    let hypervisors = operator.hypervisors();
    let all = hypervisors
        .list(&ListHypervisors::default())
        .all()
        .await
        .unwrap();
    assert!(all.len() >= 2 && all[0].memory_mib.is_some(), "{all:?}");
    let pages = ListHypervisors {
        limit: Some(1),
        with_servers: true,
        ..ListHypervisors::default()
    };
    let paged = hypervisors.list(&pages).all().await.unwrap();
    assert_eq!(paged.len(), all.len());
    let on =
        |id| move |server: &ferriscloud::compute::hypervisors::HypervisorServer| server.id == id;
    let of_ours = paged
        .iter()
        .find(|host| host.servers.iter().any(on(server.id.clone())));
    let host = of_ours.expect("a hypervisor with the server");
    let summaries = hypervisors.list_summaries(&pages).all().await.unwrap();
    let ours = summaries.iter().find(|summary| summary.id == host.id);
    let ours = ours.expect("the same among the summaries");
    assert_eq!((&ours.name, &ours.state), (&host.name, &host.state));
    assert!(ours.servers.iter().any(on(server.id.clone())));
    let with_servers = hypervisors.get_with_servers(host).await.unwrap();
    assert!(with_servers.servers.iter().any(on(server.id.clone())));

    let named = ListHypervisors {
        name: Some(host.name.clone()),
        ..ListHypervisors::default()
    };
    let named = hypervisors.list(&named).all().await.unwrap();
    assert!(named.iter().any(|other| other.id == host.id));
    let newest = hypervisors.get(host).microversion(2, 88).await.unwrap();
    assert_eq!(
        (&newest.state, &newest.status),
        (&ServiceState::Up, &ServiceStatus::Enabled)
    );
    assert!(newest.uptime.is_some() && newest.vcpus.is_none());
    let shown = hypervisors.get(host).await.unwrap();
    assert!(shown.servers.is_empty());
    assert!(shown.vcpus.is_some() && shown.running_servers.is_some());
    let refused = compute(&cloud).hypervisors().get(host).await;
    assert!(refused.unwrap_err().is_forbidden());
    remove(&compute(&cloud).servers(), &server).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn services() {
    let services = compute(&admin().await).services();
    let conductor = ListServices {
        binary: Some("nova-conductor".into()),
        ..ListServices::default()
    };
    let found = services.list(&conductor).all().await.unwrap();
    let conductor = &found[0];
    assert_eq!(
        (&conductor.state, &conductor.status),
        (&ServiceState::Up, &ServiceStatus::Enabled)
    );
    // Only hosts that run servers can be told to stop doing so: another test needs those.
    let disabled = UpdateService {
        status: Some(ServiceStatus::Disabled),
        disabled_reason: Some("new disks".into()),
        ..UpdateService::default()
    };
    let refused = services.update(conductor, &disabled).await.unwrap_err();
    assert_eq!(refused.status().unwrap(), 400, "{refused}");
    let hosts = ListServices {
        binary: Some("nova-compute".into()),
        ..ListServices::default()
    };
    let hosts = services.list(&hosts).all().await.unwrap();
    let enabled = UpdateService {
        status: Some(ServiceStatus::Enabled),
        ..UpdateService::default()
    };
    let same = services.update(&hosts[0], &enabled).await.unwrap();
    assert_eq!(
        (&same.id, same.status),
        (&hosts[0].id, ServiceStatus::Enabled)
    );
    let up = UpdateService {
        forced_down: Some(false),
        ..UpdateService::default()
    };
    assert!(!services.update(&hosts[0], &up).await.unwrap().forced_down);
    let stranger = "e8debdc0-447a-4376-a10a-4cd9122d7986";
    assert!(services.delete(stranger).await.unwrap_err().is_not_found());
}
