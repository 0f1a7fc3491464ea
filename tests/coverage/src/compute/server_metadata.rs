//! Server metadata.

use ferriscloud_compute::Compute;
use ferriscloud_compute::server_metadata::Metadata;

use super::ID;
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| [nova.server_metadata(ID).all()]);
    nova.add(|nova| [nova.server_metadata(ID).add(&role())]);
    nova.add(|nova| [Metadata::new(), role()].map(|all| nova.server_metadata(ID).replace(&all)));
    nova.add(|nova| [nova.server_metadata(ID).get("role")]);
    nova.add(|nova| [nova.server_metadata(ID).set("role", "web")]);
    nova.add(|nova| [nova.server_metadata(ID).delete("role")]);
}

fn role() -> Metadata {
    Metadata::from([("role".to_owned(), "web".to_owned())])
}
