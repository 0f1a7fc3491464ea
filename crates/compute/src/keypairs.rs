//! Keypairs: the keys that let their owner log in to servers.

use std::collections::BTreeMap;

use ferriscloud_core::time::{self, Timestamp};
use ferriscloud_core::{
    Call, Collection, Id, Listing, Microversion, Resource, Secret, kind, lenient,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The id of a keypair: its name.
pub type KeypairId = Id<kind::Keypair>;

/// A keypair.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct Keypair {
    /// The name, which is also the id; unique among those of the user.
    pub name: KeypairId,
    /// SSH, or a certificate of X.509. Since 2.2.
    #[serde(rename = "type", default, deserialize_with = "lenient::or_default")]
    pub key_type: KeyType,
    /// The public key, or the certificate.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub public_key: String,
    /// The private key: in the answer of a [`create`](Keypairs::create) without a public key alone, and
    /// never again. It is not serialized.
    #[serde(default, deserialize_with = "lenient::or_none", skip_serializing)]
    pub private_key: Option<Secret>,
    /// The fingerprint of the public key, by MD5.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub fingerprint: String,
    /// Whose it is; listings do not say it.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub user_id: Option<Id<kind::User>>,
    /// When it was created; listings do not say it.
    #[serde(default, deserialize_with = "time::lenient")]
    pub created_at: Option<Timestamp>,
}

/// Listings wrap each keypair once more.
impl<'de> Deserialize<'de> for Keypair {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Wire {
            Wrapped {
                #[serde(with = "Keypair")]
                keypair: Keypair,
            },
            Bare(#[serde(with = "Keypair")] Keypair),
        }
        Wire::deserialize(deserializer).map(|wire| match wire {
            Wire::Wrapped { keypair } | Wire::Bare(keypair) => keypair,
        })
    }
}

impl Serialize for Keypair {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl Resource for Keypair {
    type Kind = kind::Keypair;
    const PATH: &'static str = "os-keypairs";
    const KEY: &'static str = "keypair";
    const KEYS: &'static str = "keypairs";

    fn id(&self) -> &KeypairId {
        &self.name
    }
}

/// What a keypair is a key to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum KeyType {
    /// SSH.
    Ssh,
    /// Windows' remote management, by a certificate of X.509.
    X509,
    /// Something newer.
    #[serde(untagged)]
    Other(String),
}

/// All keypairs were for SSH before they said it.
impl Default for KeyType {
    fn default() -> Self {
        Self::Ssh
    }
}

/// Since this one, administrators can see to the keypairs of other users.
const OTHERS: Microversion = Microversion(2, 10);

/// Which keypairs to list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListKeypairs {
    /// Those of this user: for administrators alone. Since 2.10.
    pub user_id: Option<Id<kind::User>>,
    /// As many as this on each page; the listing goes on to the end all the same. Since 2.35.
    pub limit: Option<u32>,
}

impl ListKeypairs {
    fn needs(&self) -> Option<Microversion> {
        let user = self.user_id.as_ref().map(|_| OTHERS);
        user.max(self.limit.map(|_| Microversion(2, 35)))
    }
}

/// What a new keypair is made of.
#[derive(Debug, Clone, Serialize)]
pub struct CreateKeypair {
    /// The name, unique among those of the user.
    pub name: String,
    /// The public key to import. Without one, Nova makes a keypair and shows the private key this once;
    /// it does so up to 2.91 alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_key: Option<String>,
    /// SSH, where this is not said. Since 2.2.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub key_type: Option<KeyType>,
    /// Whose it shall be: for administrators alone. Since 2.10.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Id<kind::User>>,
}

impl CreateKeypair {
    /// A keypair that Nova makes.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            public_key: None,
            key_type: None,
            user_id: None,
        }
    }

    /// A keypair of one's own, such as the content of `~/.ssh/id_ed25519.pub`.
    pub fn import(name: impl Into<String>, public_key: impl Into<String>) -> Self {
        Self {
            public_key: Some(public_key.into()),
            ..Self::new(name)
        }
    }

    fn needs(&self) -> Option<Microversion> {
        let key_type = self.key_type.as_ref().map(|_| Microversion(2, 2));
        key_type.max(self.user_id.as_ref().map(|_| OTHERS))
    }
}

/// The keypairs of a user.
#[derive(Debug, Clone)]
pub struct Keypairs(pub(crate) Collection<Keypair>);

impl Keypairs {
    /// Lists keypairs:
    /// [`GET /os-keypairs`](https://docs.openstack.org/api-ref/compute/#list-keypairs).
    pub fn list(&self, filter: &ListKeypairs) -> Listing<Keypair> {
        self.0.list(filter).since(filter.needs())
    }

    /// Shows one keypair:
    /// [`GET /os-keypairs/{name}`](https://docs.openstack.org/api-ref/compute/#show-keypair-details).
    pub fn get(&self, keypair: impl Into<KeypairId>) -> Call<Keypair> {
        self.0.get(keypair.into())
    }

    /// Shows one keypair of another user, which takes an administrator. Since 2.10:
    /// [`GET /os-keypairs/{name}`](https://docs.openstack.org/api-ref/compute/#show-keypair-details).
    pub fn get_of(
        &self,
        user: impl Into<Id<kind::User>>,
        keypair: impl Into<KeypairId>,
    ) -> Call<Keypair> {
        of(user.into(), self.get(keypair))
    }

    /// Imports a keypair, or has one made:
    /// [`POST /os-keypairs`](https://docs.openstack.org/api-ref/compute/#import-or-create-keypair).
    pub fn create(&self, keypair: &CreateKeypair) -> Call<Keypair> {
        self.0.create(keypair).since(keypair.needs())
    }

    /// Deletes a keypair; servers that have it keep it:
    /// [`DELETE /os-keypairs/{name}`](https://docs.openstack.org/api-ref/compute/#delete-keypair).
    pub fn delete(&self, keypair: impl Into<KeypairId>) -> Call<()> {
        self.0.delete(keypair.into())
    }

    /// Deletes a keypair of another user, which takes an administrator. Since 2.10:
    /// [`DELETE /os-keypairs/{name}`](https://docs.openstack.org/api-ref/compute/#delete-keypair).
    pub fn delete_of(
        &self,
        user: impl Into<Id<kind::User>>,
        keypair: impl Into<KeypairId>,
    ) -> Call<()> {
        of(user.into(), self.delete(keypair))
    }
}

/// The same call on a keypair of this user.
fn of<T>(user: Id<kind::User>, call: Call<T>) -> Call<T> {
    call.query(&BTreeMap::from([("user_id", user)]))
        .since(OTHERS)
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;

    #[test]
    fn keypairs_decode_wrapped_and_bare() {
        let bare = json!({"name": "mine", "fingerprint": "aa:bb", "public_key": "ssh-ed25519 AAAA", "type": null});
        for wire in [bare.clone(), json!({"keypair": bare})] {
            let keypair: Keypair = from_value(wire).unwrap();
            assert_eq!(keypair.name, "mine");
            assert_eq!(keypair.fingerprint, "aa:bb");
            assert_eq!(keypair.key_type, KeyType::Ssh);
        }
        let newer: Keypair = from_value(json!({"name": "mine", "type": "fido"})).unwrap();
        assert_eq!(newer.key_type, KeyType::Other("fido".to_owned()));
    }

    #[test]
    fn a_private_key_is_not_shown() {
        let made = json!({"name": "mine", "private_key": "-----BEGIN"});
        let made: Keypair = from_value(made).unwrap();
        assert_eq!(made.private_key.as_ref().unwrap().expose(), "-----BEGIN");
        assert!(!format!("{made:?}").contains("BEGIN"));
        assert_eq!(to_value(&made).unwrap().get("private_key"), None);
    }

    #[test]
    fn what_is_sent() {
        let create = CreateKeypair::import("mine", "ssh-ed25519 AAAA");
        let sent = json!({"name": "mine", "public_key": "ssh-ed25519 AAAA"});
        assert_eq!(to_value(&create).unwrap(), sent);
        assert_eq!(create.needs(), None);
        let other = CreateKeypair {
            key_type: Some(KeyType::X509),
            user_id: Some("u".into()),
            ..create
        };
        assert_eq!(to_value(&other).unwrap()["type"], "x509");
        assert_eq!(other.needs(), Some(Microversion(2, 10)));
    }
}
