//! Server tags.

use ferriscloud_compute::Compute;

use super::ID;
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| [nova.server_tags(ID).all()]);
    nova.add(|nova| [&[][..], &["web", "blue"]].map(|tags| nova.server_tags(ID).replace(tags)));
    nova.add(|nova| [nova.server_tags(ID).add("web")]);
    nova.add(|nova| [nova.server_tags(ID).check("web")]);
    nova.add(|nova| [nova.server_tags(ID).delete("web")]);
    nova.add(|nova| [nova.server_tags(ID).delete_all()]);
}
