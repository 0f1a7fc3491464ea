//! What servers decode from, and what is sent of them.

use std::net::IpAddr;

use ferriscloud_core::{Microversion, Patch, Path};
use serde_json::{Value, from_value, json, to_value};

use super::*;

fn query(filter: &ListServers) -> String {
    let request = Request::new(Method::GET, Path::default(), Operation("list", "servers"));
    request.filter(filter).query().to_owned()
}

#[test]
fn odd_servers_decode() {
    let server = json!({
        "id": "s", "name": "web", "status": "ACTIVE", "image": "", "progress": null, "locked": null,
        "OS-EXT-STS:power_state": 4, "OS-EXT-STS:task_state": null, "config_drive": "True",
        "accessIPv4": "", "accessIPv6": "::1", "tags": null, "created": "2026-11-24T03:49:01Z",
        "OS-SRV-USG:launched_at": "2026-11-24T03:49:02.523657", "tenant_id": "p",
        "flavor": {"id": 1, "links": []}, "metadata": {"a": "1"}, "hostId": "",
        "os-extended-volumes:volumes_attached": [{"id": "v"}, "odd"],
        "OS-EXT-SRV-ATTR:user_data": "aGVsbG8=", "security_groups": [{"name": "default"}],
        "addresses": {
            "front": [
                {"version": 4, "addr": "10.0.0.7", "OS-EXT-IPS:type": "fixed", "OS-EXT-IPS-MAC:mac_addr": "fa:16"},
                {"version": 6, "addr": "fd00::7"}
            ]
        }
    });
    let server: Server = from_value(server).unwrap();
    assert_eq!(server.status, Status::Active);
    assert_eq!((server.image.is_none(), server.config_drive), (true, true));
    assert_eq!(server.power_state, PowerState::Shutdown);
    assert_eq!(server.access_ipv4, None);
    assert_eq!(server.access_ipv6, Some(Ipv6Addr::LOCALHOST));
    assert_eq!(server.flavor.id.unwrap(), "1");
    assert_eq!(
        server.launched_at,
        time::parse("2026-11-24T03:49:02.523657Z")
    );
    assert_eq!(server.volumes.len(), 1);
    assert_eq!(server.project_id.unwrap(), "p");
    assert_eq!(server.user_data, Some(UserData::from("hello")));
    let front = &server.addresses["front"];
    assert_eq!(front[0].ip, "10.0.0.7".parse::<IpAddr>().unwrap());
    assert_eq!((front[0].kind.as_str(), front.len()), ("fixed", 2));
}

#[test]
fn flavors_of_servers_decode_old_and_new() {
    let new = json!({"vcpus": 1, "ram": 64, "disk": 1, "ephemeral": 0, "swap": 0, "original_name": "m1.nano"});
    let new: ServerFlavor = from_value(new).unwrap();
    assert_eq!((new.id, new.name.as_deref()), (None, Some("m1.nano")));
    assert_eq!((new.ram_mib, new.disk_gib), (Some(64), Some(1)));
}

#[test]
fn a_password_is_not_shown() {
    let created: Server = from_value(json!({"id": "s", "adminPass": "sesame"})).unwrap();
    assert_eq!(created.admin_password.as_ref().unwrap().expose(), "sesame");
    assert!(!format!("{created:?}").contains("sesame"));
    assert!(!to_value(&created).unwrap().to_string().contains("sesame"));
    let create = CreateServer {
        admin_password: Some("sesame".into()),
        user_data: Some("sesame".into()),
        ..CreateServer::new("web", "1")
    };
    assert!(!format!("{create:?}").contains("sesame"));
    assert_eq!(to_value(&create).unwrap()["adminPass"], "sesame");
}

#[test]
fn little_is_sent_of_little() {
    let create = CreateServer::new("web", "1");
    let sent = json!({"name": "web", "flavorRef": "1", "networks": "auto"});
    assert_eq!(to_value(&create).unwrap(), sent);
    assert_eq!(create.needs(), Some(Microversion(2, 37)));
    assert_eq!(query(&ListServers::default()), "");
    assert_eq!(to_value(UpdateServer::default()).unwrap(), json!({}));
}

#[test]
fn much_is_sent_of_much() {
    let create = CreateServer {
        image: Some("i".into()),
        networks: Networks::from([ServerNetwork {
            fixed_ip: Some("10.0.0.9".parse().unwrap()),
            ..ServerNetwork::of("n")
        }]),
        block_devices: vec![
            BlockDevice::blank_volume(1),
            BlockDevice::boot_from_volume("v"),
        ],
        security_groups: vec!["web".into()],
        user_data: Some("hello".into()),
        ..CreateServer::new("web", "1")
    };
    let sent = json!({
        "name": "web", "flavorRef": "1", "imageRef": "i", "networks": [{"uuid": "n", "fixed_ip": "10.0.0.9"}],
        "block_device_mapping_v2": [
            {"source_type": "blank", "destination_type": "volume", "volume_size": 1},
            {"source_type": "volume", "uuid": "v", "destination_type": "volume", "boot_index": 0}
        ],
        "security_groups": [{"name": "web"}], "user_data": "aGVsbG8="
    });
    assert_eq!(to_value(&create).unwrap(), sent);
    assert_eq!(create.needs(), None);
}

#[test]
fn the_image_is_a_disk_among_others() {
    let mut create = CreateServer {
        image: Some("i".into()),
        ..CreateServer::new("web", "1")
    };
    let devices = |create: &CreateServer| create.whole().block_devices.clone();
    assert_eq!(devices(&create), []);
    create.block_devices = vec![BlockDevice::blank_volume(1)];
    let image = json!({
        "source_type": "image", "uuid": "i", "destination_type": "local", "boot_index": 0,
        "delete_on_termination": true
    });
    assert_eq!(to_value(&devices(&create)[0]).unwrap(), image);
    assert_eq!(devices(&create)[1..], create.block_devices);
    create.block_devices = vec![BlockDevice::boot_from_volume("v")];
    assert_eq!(devices(&create), create.block_devices);
    create.image = None;
    assert_eq!(devices(&create), create.block_devices);
}

#[test]
fn hints_are_sent_beside_the_server() {
    let mut create = CreateServer::new("web", "1");
    let sent = |create: &CreateServer| to_value(create.beside(create)).unwrap();
    assert_eq!(sent(&create).as_object().unwrap().len(), 1);
    create.scheduler_hints = SchedulerHints {
        different_host: vec!["s".into()],
        others: BTreeMap::from([("shelf".into(), "3".into())]),
        ..SchedulerHints::group("g")
    };
    let hints = json!({"group": "g", "different_host": ["s"], "shelf": "3"});
    assert_eq!(sent(&create)["os:scheduler_hints"], hints);
    assert_eq!(sent(&create)["server"]["name"], "web");
    assert_eq!(sent(&create)["server"].get("scheduler_hints"), None);
}

#[test]
fn the_lowest_microversion_that_serves() {
    let base = CreateServer {
        networks: Networks::List(Vec::new()),
        ..CreateServer::new("web", "1")
    };
    let needs = |change: fn(&mut CreateServer)| {
        let mut create = base.clone();
        change(&mut create);
        create.needs()
    };
    let none: Option<Microversion> = None;
    assert_eq!(base.needs(), none);
    assert_eq!(
        needs(|new| new.description = Some("d".into())),
        Some(Microversion(2, 19))
    );
    assert_eq!(
        needs(|new| new.tags = vec!["t".into()]),
        Some(Microversion(2, 52))
    );
    assert_eq!(
        needs(|new| new.hostname = Some("web".into())),
        Some(Microversion(2, 90))
    );
    assert_eq!(
        needs(|new| new.hostname = Some("web.org".into())),
        Some(Microversion(2, 94))
    );
    let typed = |new: &mut CreateServer| {
        let volume_type = Some("fast".to_owned());
        new.block_devices = vec![BlockDevice {
            volume_type,
            ..BlockDevice::blank_volume(1)
        }];
    };
    assert_eq!(needs(typed), Some(Microversion(2, 67)));
}

#[test]
fn filters_are_spelt_as_nova_does() {
    let filter = ListServers {
        status: Some(Status::Shutoff),
        tags: vec!["a".into(), "b".into()],
        all_projects: true,
        changed_since: time::parse("2026-11-24T03:49:01Z"),
        ..ListServers::default()
    };
    let since = "2026-11-24T03%3A49%3A01Z";
    let sent = format!("all_tenants=true&changes-since={since}&status=SHUTOFF&tags=a%2Cb");
    assert_eq!(query(&filter), sent);
    assert_eq!(filter.needs(), Some(Microversion(2, 26)));
    let changes = UpdateServer {
        description: Patch::Clear,
        ..UpdateServer::default()
    };
    let sent: Value = json!({"description": null});
    assert_eq!(to_value(&changes).unwrap(), sent);
    assert_eq!(changes.needs(), Some(Microversion(2, 19)));
}

#[test]
fn several_are_sent_as_one_with_numbers() {
    let create = CreateServer {
        networks: Networks::None,
        ..CreateServer::new("web", "1")
    };
    let several = inputs::Several::of(&create, &(2..=3));
    let sent = json!({"server": {
        "name": "web", "flavorRef": "1", "networks": "none", "min_count": 2, "max_count": 3,
        "return_reservation_id": true
    }});
    assert_eq!(to_value(create.beside(&several)).unwrap(), sent);
}

#[test]
fn hints_decode_as_nova_gives_them_back() {
    let hints = json!({
        "group": ["g"], "same_host": "s", "different_host": ["t", "u"], "cidr": null,
        "build_near_host_ip": "10.0.0.1", "query": {"odd": 1}, "shelf": [3]
    });
    let server = json!({"id": "s", "scheduler_hints": hints});
    let hints = from_value::<Server>(server).unwrap().scheduler_hints;
    let expected = SchedulerHints {
        same_host: vec!["s".into()],
        different_host: vec!["t".into(), "u".into()],
        build_near_host_ip: Some([10, 0, 0, 1].into()),
        others: BTreeMap::from([("shelf".into(), json!([3]))]),
        ..SchedulerHints::group("g")
    };
    assert_eq!(hints, expected);
    let none = from_value::<Server>(json!({"id": "s"})).unwrap();
    assert_eq!(none.scheduler_hints, SchedulerHints::default());
}

#[test]
fn a_name_is_no_pattern() {
    let named = ListServers::named("web-1.example (new)");
    assert_eq!(named.name.unwrap(), r"^web\-1\.example \(new\)$");
}

#[test]
fn what_nova_keeps_as_text_is_asked_for_as_text() {
    let filter = ListServers {
        config_drive: Some(true),
        auto_disk_config: Some(false),
        power_state: Some(PowerState::Shutdown),
        id: Some("s".into()),
        ..ListServers::default()
    };
    let sent = "auto_disk_config=0&config_drive=True&power_state=4&uuid=s";
    assert_eq!(query(&filter), sent);
    assert_eq!(filter.needs(), Some(Microversion(2, 83)));
    let hostname = ListServers {
        hostname: Some("web".into()),
        ..ListServers::default()
    };
    assert_eq!(hostname.needs(), Some(Microversion(2, 90)));
}

#[test]
fn a_flavor_is_enough_to_become() {
    let flavor = to_value(ResizeServer::from("2")).unwrap();
    assert_eq!(flavor, json!({"flavorRef": "2"}));
    let manual = ResizeServer {
        disk_config: Some("MANUAL".into()),
        ..ResizeServer::from("2")
    };
    let sent = json!({"flavorRef": "2", "OS-DCF:diskConfig": "MANUAL"});
    assert_eq!(to_value(manual).unwrap(), sent);
}

#[test]
fn a_disk_of_the_image_can_be_left_out() {
    let none = to_value(BlockDevice::none("/dev/vdb")).unwrap();
    let sent = json!({
        "source_type": "blank", "destination_type": "local", "no_device": true, "device_name": "/dev/vdb"
    });
    assert_eq!(none, sent);
}
