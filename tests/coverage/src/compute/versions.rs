//! Versions.

use ferriscloud_compute::Compute;
use ferriscloud_core::discovery::Allow;

use crate::stage::ADDRESS;
use crate::verbs::{Got, Verbs};

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| [nova.versions().get()]);
    // They are asked for before there is a service, and of all services alike.
    nova.add_of_cloud(|cloud| async move {
        let document = cloud.document(&format!("{ADDRESS}/")).await?;
        let versions: Vec<_> = document.raw(Allow::default()).collect();
        Ok(Got::of("versions", &versions))
    });
}
