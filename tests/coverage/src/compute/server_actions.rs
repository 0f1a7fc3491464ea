//! What can be done to a server.

use std::net::{Ipv4Addr, Ipv6Addr};

use ferriscloud_compute::Compute;
use ferriscloud_compute::servers::{
    CreateBackup, CreateImage, RebootType, RebuildServer, RescueServer, ResizeServer,
    UnshelveServer,
};
use ferriscloud_core::Patch;

use super::{ID, text};
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| [nova.servers().start(ID)]);
    nova.add(|nova| [nova.servers().stop(ID)]);
    nova.add(|nova| [RebootType::Soft, RebootType::Hard].map(|how| nova.servers().reboot(ID, how)));
    nova.add(|nova| [nova.servers().pause(ID)]);
    nova.add(|nova| [nova.servers().unpause(ID)]);
    nova.add(|nova| [nova.servers().suspend(ID)]);
    nova.add(|nova| [nova.servers().resume(ID)]);
    nova.add(|nova| [nova.servers().lock(ID)]);
    nova.add(|nova| [nova.servers().lock_because(ID, "busy")]);
    nova.add(|nova| [nova.servers().unlock(ID)]);
    nova.add(|nova| [nova.servers().shelve(ID)]);
    nova.add(|nova| [nova.servers().shelve_offload(ID)]);
    nova.add(|nova| {
        let all = [UnshelveServer::default(), anywhere(), there()];
        all.map(|to| nova.servers().unshelve(ID, &to))
    });
    nova.add(|nova| {
        [RescueServer::default(), rescued()].map(|how| nova.servers().rescue(ID, &how))
    });
    nova.add(|nova| [nova.servers().unrescue(ID)]);
    nova.add(|nova| [ResizeServer::from("2"), resized()].map(|to| nova.servers().resize(ID, to)));
    nova.add(|nova| [nova.servers().confirm_resize(ID)]);
    nova.add(|nova| [nova.servers().revert_resize(ID)]);
    nova.add(|nova| {
        let all = [RebuildServer::new(ID), cleared(), rebuilt()];
        all.map(|from| nova.servers().rebuild(ID, &from))
    });
    nova.add(|nova| {
        [CreateImage::new("web"), image()].map(|image| nova.servers().create_image(ID, &image))
    });
    nova.add(|nova| {
        let all = [CreateBackup::new("web", "daily", 0), backup()];
        all.map(|backup| nova.servers().create_backup(ID, &backup))
    });
    nova.add(|nova| [nova.servers().change_password(ID, &"open-sesame".into())]);
    nova.add(|nova| [nova.servers().trigger_crash_dump(ID)]);
    nova.add(|nova| [None, Some(10)].map(|lines| nova.servers().console_output(ID, lines)));
    nova.add(|nova| [nova.servers().add_security_group(ID, "web")]);
    nova.add(|nova| [nova.servers().remove_security_group(ID, "web")]);
    nova.add(|nova| [nova.servers().force_delete(ID)]);
    nova.add(|nova| [nova.servers().restore(ID)]);
}

fn anywhere() -> UnshelveServer {
    UnshelveServer {
        availability_zone: Patch::Clear,
        ..there()
    }
}

fn there() -> UnshelveServer {
    UnshelveServer {
        availability_zone: "web".into(),
        host: text(),
    }
}

fn rescued() -> RescueServer {
    RescueServer {
        image: Some(ID.into()),
        admin_password: Some("open-sesame".into()),
    }
}

fn resized() -> ResizeServer {
    ResizeServer {
        disk_config: Some("AUTO".to_owned()),
        ..ResizeServer::from("2")
    }
}

fn cleared() -> RebuildServer {
    RebuildServer {
        description: Patch::Clear,
        key_name: Patch::Clear,
        user_data: Patch::Clear,
        trusted_image_certificates: Patch::Clear,
        ..RebuildServer::new(ID)
    }
}

fn rebuilt() -> RebuildServer {
    RebuildServer {
        name: text(),
        admin_password: Some("open-sesame".into()),
        metadata: Some([("role".to_owned(), "web".to_owned())].into()),
        description: "web".into(),
        key_name: "web".into(),
        user_data: Patch::Set("#!/bin/sh".into()),
        trusted_image_certificates: Patch::Set(vec![ID.to_owned()]),
        hostname: Some("web.example.org".to_owned()),
        preserve_ephemeral: Some(true),
        disk_config: Some("AUTO".to_owned()),
        access_ipv4: Some(Ipv4Addr::LOCALHOST),
        access_ipv6: Some(Ipv6Addr::LOCALHOST),
        ..RebuildServer::new(ID)
    }
}

fn image() -> CreateImage {
    CreateImage {
        metadata: [("role".to_owned(), "web".to_owned())].into(),
        ..CreateImage::new("web")
    }
}

fn backup() -> CreateBackup {
    CreateBackup {
        metadata: [("role".to_owned(), "web".to_owned())].into(),
        ..CreateBackup::new("web", "daily", 2)
    }
}
