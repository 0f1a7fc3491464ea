//! Volume attachments.

use ferriscloud_compute::Compute;
use ferriscloud_compute::volume_attachments::{AttachVolume, UpdateVolumeAttachment};

use super::{ID, text};
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| [nova.volume_attachments(ID).list()]);
    nova.add(|nova| [nova.volume_attachments(ID).get(ID)]);
    nova.add(|nova| {
        let all = [AttachVolume::new(ID), attached()];
        all.map(|attachment| nova.volume_attachments(ID).create(&attachment))
    });
    nova.add(|nova| {
        let all = [UpdateVolumeAttachment::new(ID), kept()];
        all.map(|changes| nova.volume_attachments(ID).update(ID, &changes))
    });
    nova.add(|nova| [nova.volume_attachments(ID).delete(ID)]);
    nova.add(|nova| [nova.servers().attach_volume(ID, ID)]);
    nova.add(|nova| [nova.servers().detach_volume(ID, ID)]);
}

fn attached() -> AttachVolume {
    AttachVolume {
        device: Some("/dev/vdb".to_owned()),
        tag: text(),
        delete_on_termination: Some(true),
        ..AttachVolume::new(ID)
    }
}

fn kept() -> UpdateVolumeAttachment {
    UpdateVolumeAttachment {
        delete_on_termination: Some(false),
        ..UpdateVolumeAttachment::new(ID)
    }
}
