//! Assisted volume snapshots.

use ferriscloud_compute::Compute;
use ferriscloud_compute::assisted_volume_snapshots::{CreateAssistedVolumeSnapshot, DeleteInfo};

use super::{ID, text};
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| {
        let least = CreateAssistedVolumeSnapshot::new(ID, ID, "volume-1.snap");
        let mut most = least.clone();
        most.create_info.id = text();
        [least, most].map(|snapshot| nova.assisted_volume_snapshots().create(&snapshot))
    });
    nova.add(|nova| {
        [None, text()].map(|file| nova.assisted_volume_snapshots().delete(ID, &without(file)))
    });
}

fn without(file: Option<String>) -> DeleteInfo {
    DeleteInfo {
        file_to_merge: file.clone(),
        merge_target_file: file,
        ..DeleteInfo::new(ID)
    }
}
