//! What servers can be listed by.

use ferriscloud::compute::servers::{CreateServer, ListServers, Networks, PowerState, Server};
use ferriscloud_live::{admin, demo, unique};

use crate::{boot, compute, remove, small};

type Filter = fn(&Server) -> ListServers;

fn none() -> ListServers {
    ListServers::default()
}

/// Filters of everybody that a server passes, and those that it does not.
const OF_ALL: [(Filter, Filter); 9] = [
    (
        |server| ListServers::named(&server.name),
        |server| ListServers::named(&server.name[1..]),
    ),
    (
        |_| ListServers {
            config_drive: Some(true),
            ..none()
        },
        |_| ListServers {
            config_drive: Some(false),
            ..none()
        },
    ),
    (
        |_| ListServers {
            power_state: Some(PowerState::Running),
            ..none()
        },
        |_| ListServers {
            power_state: Some(PowerState::Crashed),
            ..none()
        },
    ),
    (
        |_| ListServers {
            vm_state: Some("active".into()),
            ..none()
        },
        |_| ListServers {
            task_state: Some("rebooting".into()),
            ..none()
        },
    ),
    (
        |_| ListServers {
            created_at: Some("^20".into()),
            ..none()
        },
        |_| ListServers {
            created_at: Some("^19".into()),
            ..none()
        },
    ),
    (
        |_| ListServers {
            launched_at: Some("^20".into()),
            ..none()
        },
        |_| ListServers {
            terminated_at: Some("^20".into()),
            ..none()
        },
    ),
    (
        |_| ListServers {
            progress: Some(0),
            ..none()
        },
        |_| ListServers {
            progress: Some(77),
            ..none()
        },
    ),
    (
        |server| ListServers {
            hostname: server.hostname.clone(),
            ..none()
        },
        |_| ListServers {
            hostname: Some("^elsewhere$".into()),
            ..none()
        },
    ),
    (
        |server| ListServers {
            user_id: server.user_id.clone(),
            ..none()
        },
        |_| ListServers {
            user_id: Some("nobody".into()),
            ..none()
        },
    ),
];

/// Those of administrators.
const OF_OPERATORS: [(Filter, Filter); 9] = [
    (
        |server| ListServers {
            node: server.hypervisor_hostname.clone(),
            ..none()
        },
        |_| ListServers {
            node: Some("nowhere".into()),
            ..none()
        },
    ),
    (
        |server| ListServers {
            host: server.host.clone(),
            ..none()
        },
        |_| ListServers {
            host: Some("nowhere".into()),
            ..none()
        },
    ),
    (
        |server| ListServers {
            id: Some(server.id.clone()),
            ..none()
        },
        |_| ListServers {
            id: Some("e8debdc0-447a-4376-a10a-4cd9122d7986".into()),
            ..none()
        },
    ),
    (
        |_| ListServers {
            description: Some("of a test$".into()),
            ..none()
        },
        |_| ListServers {
            description: Some("of no test$".into()),
            ..none()
        },
    ),
    (
        |_| ListServers {
            access_ipv4: Some("^192.0.2".into()),
            ..none()
        },
        |_| ListServers {
            access_ipv6: Some("^2001:db8::8$".into()),
            ..none()
        },
    ),
    (
        |_| ListServers {
            auto_disk_config: Some(false),
            ..none()
        },
        |_| ListServers {
            auto_disk_config: Some(true),
            ..none()
        },
    ),
    (
        |_| ListServers {
            launch_index: Some(0),
            ..none()
        },
        |_| ListServers {
            launch_index: Some(7),
            ..none()
        },
    ),
    (
        |_| ListServers {
            locked_by: Some("owner".into()),
            ..none()
        },
        |_| ListServers {
            locked_by: Some("admin".into()),
            ..none()
        },
    ),
    (
        |server| ListServers {
            root_device_name: server.root_device_name.clone(),
            ..none()
        },
        |_| ListServers {
            kernel_id: Some("k".into()),
            ramdisk_id: Some("r".into()),
            ..none()
        },
    ),
];

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn servers_are_listed_by_what_they_are() {
    let cloud = demo().await;
    let servers = compute(&cloud).servers();
    let create = CreateServer {
        networks: Networks::None,
        config_drive: Some(true),
        description: Some("one of a test".into()),
        hostname: Some(unique("host")),
        access_ipv4: Some("192.0.2.7".parse().unwrap()),
        disk_config: Some("MANUAL".into()),
        ..small(&cloud, &unique("filters")).await
    };
    let server = boot(&servers, &create).await;
    servers.lock(&server).await.unwrap();
    let operator = compute(&admin().await).servers();
    // What administrators see of it, the host name of today included.
    let server = operator.get(&server).microversion(2, 90).await.unwrap();

    for (index, (passes, does_not)) in OF_ALL.into_iter().enumerate() {
        for (filter, is_listed) in [(passes, true), (does_not, false)] {
            let all = servers.list(&filter(&server)).all().await.unwrap();
            let found = all.iter().any(|one| one.id == server.id);
            assert_eq!(found, is_listed, "filter {index}");
        }
    }
    for (index, (passes, does_not)) in OF_OPERATORS.into_iter().enumerate() {
        for (filter, is_listed) in [(passes, true), (does_not, false)] {
            let filter = ListServers {
                all_projects: true,
                ..filter(&server)
            };
            let all = operator.list(&filter).all().await.unwrap();
            let found = all.iter().any(|one| one.id == server.id);
            assert_eq!(found, is_listed, "filter {index} of operators");
        }
    }

    servers.unlock(&server).await.unwrap();
    remove(&servers, &server).await;
    let deleted = |soft_deleted| ListServers {
        all_projects: true,
        deleted: true,
        soft_deleted,
        ..ListServers::named(&server.name)
    };
    let gone = operator.list(&deleted(false)).all().await.unwrap();
    assert_eq!(gone[0].id, server.id);
    let kept = operator.list(&deleted(true)).all().await.unwrap();
    assert_eq!(kept.len(), 1);
}
