//! Servers.

use std::net::{Ipv4Addr, Ipv6Addr};

use ferriscloud_compute::Compute;
use ferriscloud_compute::servers::{
    BlockDevice, CreateServer, Destination, ListServers, Networks, PowerState, SchedulerHints,
    ServerNetwork, Source, Status, UpdateServer,
};
use ferriscloud_core::Patch;

use super::{ID, moment, text};
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| [ListServers::default(), listed()].map(|filter| nova.servers().list(&filter)));
    nova.add(|nova| {
        let filters = [ListServers::default(), listed()];
        filters.map(|filter| nova.servers().list_summaries(&filter))
    });
    nova.add(|nova| [nova.servers().get(ID)]);
    nova.add(|nova| created().map(|server| nova.servers().create(&server)));
    nova.add(|nova| {
        let all = [on_network(), large()];
        all.map(|server| nova.servers().create_several(&server, 1..=2))
    });
    nova.add(|nova| {
        let all = [renamed(), cleared(), changed()];
        all.map(|changes| nova.servers().update(ID, &changes))
    });
    nova.add(|nova| [nova.servers().delete(ID)]);
}

fn listed() -> ListServers {
    ListServers {
        name: text(),
        status: Some(Status::Active),
        flavor: Some("1".into()),
        image: Some(ID.into()),
        ip: text(),
        ip6: text(),
        availability_zone: text(),
        key_name: text(),
        tags: vec!["a".to_owned(), "b".to_owned()],
        any_tags: vec!["a".to_owned()],
        not_tags: vec!["a".to_owned()],
        not_any_tags: vec!["a".to_owned()],
        config_drive: Some(true),
        power_state: Some(PowerState::Running),
        task_state: text(),
        vm_state: text(),
        progress: Some(100),
        created_at: text(),
        launched_at: text(),
        terminated_at: text(),
        hostname: text(),
        reservation_id: text(),
        locked: Some(true),
        changed_since: moment(),
        changed_before: moment(),
        limit: Some(2),
        sort_key: Some("created_at".to_owned()),
        sort_dir: Some("asc".to_owned()),
        ..of_administrators()
    }
}

fn of_administrators() -> ListServers {
    ListServers {
        host: text(),
        all_projects: true,
        project_id: Some(ID.into()),
        user_id: Some(ID.into()),
        deleted: true,
        node: text(),
        id: Some(ID.into()),
        description: text(),
        access_ipv4: text(),
        access_ipv6: text(),
        auto_disk_config: Some(true),
        launch_index: Some(0),
        locked_by: Some("admin".to_owned()),
        root_device_name: text(),
        kernel_id: text(),
        ramdisk_id: text(),
        soft_deleted: true,
        ..ListServers::default()
    }
}

fn small() -> CreateServer {
    CreateServer::new("web", "1")
}

fn on_network() -> CreateServer {
    CreateServer {
        networks: Networks::from([ServerNetwork::of(ID)]),
        ..small()
    }
}

fn from_volumes() -> CreateServer {
    CreateServer {
        networks: Networks::None,
        block_devices: vec![
            BlockDevice::boot_from_volume(ID),
            BlockDevice::blank_volume(1),
            BlockDevice::boot_from_image(ID, 1),
            BlockDevice::new(Source::Snapshot(ID.into()), Destination::Volume),
            BlockDevice::none("/dev/vdc"),
        ],
        ..small()
    }
}

/// Few things, all, and each newer one alone: it has to ask for what that one needs.
fn created() -> [CreateServer; 12] {
    let with = |change: fn(&mut CreateServer)| {
        let mut server = on_network();
        change(&mut server);
        server
    };
    [
        small(),
        on_network(),
        from_volumes(),
        large(),
        with(|server| server.description = text()),
        with(|server| server.tags = vec!["web".to_owned()]),
        with(|server| server.trusted_image_certificates = vec![ID.to_owned()]),
        with(|server| server.host = text()),
        with(|server| server.hypervisor_hostname = text()),
        with(|server| server.hostname = text()),
        with(|server| {
            let device = BlockDevice::boot_from_volume(ID);
            server.block_devices = vec![BlockDevice {
                tag: text(),
                ..device
            }];
        }),
        with(|server| {
            let device = BlockDevice::boot_from_image(ID, 1);
            server.block_devices = vec![BlockDevice {
                volume_type: text(),
                ..device
            }];
        }),
    ]
}

fn large() -> CreateServer {
    CreateServer {
        image: Some(ID.into()),
        networks: Networks::from([
            ServerNetwork {
                fixed_ip: Some([10, 0, 0, 4].into()),
                tag: text(),
                ..ServerNetwork::of(ID)
            },
            ServerNetwork::port(ID),
        ]),
        block_devices: vec![BlockDevice {
            boot_index: Some(1),
            size_gib: Some(1),
            volume_type: Some("lvm".to_owned()),
            delete_on_termination: Some(true),
            device_name: Some("/dev/vdb".to_owned()),
            device_type: Some("disk".to_owned()),
            disk_bus: Some("virtio".to_owned()),
            guest_format: Some("ext4".to_owned()),
            tag: text(),
            ..BlockDevice::volume(ID)
        }],
        key_name: text(),
        security_groups: vec!["default".into()],
        user_data: Some("#!/bin/sh".into()),
        config_drive: Some(true),
        metadata: [("role".to_owned(), "web".to_owned())].into(),
        description: text(),
        tags: vec!["web".to_owned()],
        hostname: Some("web.example.org".to_owned()),
        admin_password: Some("open-sesame".into()),
        availability_zone: Some("nova".to_owned()),
        host: Some("one".to_owned()),
        hypervisor_hostname: Some("one".to_owned()),
        scheduler_hints: SchedulerHints {
            group: Some(ID.into()),
            different_host: vec![ID.into()],
            same_host: vec![ID.into()],
            query: Some("[\">=\", \"$free_ram_mb\", 1024]".to_owned()),
            build_near_host_ip: Some([10, 0, 0, 1].into()),
            cidr: Some("/24".to_owned()),
            others: [("of_our_own".to_owned(), 1.into())].into(),
        },
        trusted_image_certificates: vec![ID.to_owned()],
        disk_config: Some("MANUAL".to_owned()),
        access_ipv4: Some(Ipv4Addr::LOCALHOST),
        access_ipv6: Some(Ipv6Addr::LOCALHOST),
        ..small()
    }
}

fn renamed() -> UpdateServer {
    UpdateServer {
        name: text(),
        ..UpdateServer::default()
    }
}

fn cleared() -> UpdateServer {
    UpdateServer {
        description: Patch::Clear,
        pinned_availability_zone: Patch::Clear,
        ..UpdateServer::default()
    }
}

fn changed() -> UpdateServer {
    UpdateServer {
        description: "web".into(),
        hostname: Some("web.example.org".to_owned()),
        pinned_availability_zone: "web".into(),
        disk_config: Some("AUTO".to_owned()),
        access_ipv4: Some(Ipv4Addr::LOCALHOST),
        access_ipv6: Some(Ipv6Addr::LOCALHOST),
        ..renamed()
    }
}
