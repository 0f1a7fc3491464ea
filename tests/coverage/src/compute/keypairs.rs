//! Keypairs.

use ferriscloud_compute::Compute;
use ferriscloud_compute::keypairs::{CreateKeypair, KeyType, ListKeypairs};

use super::ID;
use crate::verbs::Verbs;

pub(super) fn verbs(nova: &mut Verbs<Compute>) {
    nova.add(|nova| [ListKeypairs::default(), all()].map(|filter| nova.keypairs().list(&filter)));
    nova.add(|nova| [nova.keypairs().get("mine")]);
    nova.add(|nova| [nova.keypairs().get_of(ID, "mine")]);
    nova.add(|nova| [generated(), imported()].map(|keypair| nova.keypairs().create(&keypair)));
    nova.add(|nova| [nova.keypairs().delete("mine")]);
    nova.add(|nova| [nova.keypairs().delete_of(ID, "mine")]);
}

fn all() -> ListKeypairs {
    ListKeypairs {
        user_id: Some(ID.into()),
        limit: Some(2),
    }
}

fn generated() -> CreateKeypair {
    CreateKeypair::new("mine")
}

fn imported() -> CreateKeypair {
    CreateKeypair {
        key_type: Some(KeyType::Ssh),
        user_id: Some(ID.into()),
        ..CreateKeypair::import("mine", "ssh-ed25519 AAAA")
    }
}
