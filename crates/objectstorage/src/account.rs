//! The account: what a project's containers hold in all, and settings of its own.

mod acl;
mod head;

use std::collections::BTreeMap;

use ferriscloud_core::{Call, Client, Operation, Patch, Path, Request, Secret};
use http::Method;

use crate::headers::{self, Setting};

pub use acl::AccountAcl;
pub use head::{AccountHead, PolicyUse};

const METADATA: &str = "x-account-meta-";
const TEMP_URL_KEY: &str = "x-account-meta-temp-url-key";
const TEMP_URL_KEY_2: &str = "x-account-meta-temp-url-key-2";
const QUOTA_BYTES: &str = "x-account-quota-bytes";
const QUOTA_OBJECTS: &str = "x-account-quota-count";
const ACCESS: &str = "x-account-access-control";

/// Changes of an account's metadata and settings; what is kept stays as it is.
#[derive(Debug, Clone, Default)]
pub struct UpdateAccount {
    /// Metadata to set; what is not named here stays. An empty value removes the entry.
    pub metadata: BTreeMap<String, String>,
    /// The names of metadata to remove.
    pub remove_metadata: Vec<String>,
    /// What temporary URLs and forms for all its objects are signed with.
    pub temp_url_key: Patch<Secret>,
    /// A second key of that kind, so that one can be changed while the other is in use.
    pub temp_url_key_2: Patch<Secret>,
    /// How many bytes the account may hold. The right to set it is that of the cloud's operators, and of all quotas.
    pub quota_bytes: Patch<u64>,
    /// How many objects it may hold.
    pub quota_objects: Patch<u64>,
    /// How many bytes it may hold by one storage policy, by the policy's name.
    pub policy_quota_bytes: BTreeMap<String, Patch<u64>>,
    /// How many objects it may hold by one storage policy, by the policy's name.
    pub policy_quota_objects: BTreeMap<String, Patch<u64>>,
    /// Who else may use it, where users are not Keystone's.
    pub access: Patch<AccountAcl>,
}

impl UpdateAccount {
    fn write(&self, request: Request) -> Request {
        let Self {
            metadata,
            remove_metadata,
            temp_url_key,
            temp_url_key_2,
            quota_bytes,
            quota_objects,
            policy_quota_bytes,
            policy_quota_objects,
            access,
        } = self;
        // No header removes it: that of nobody does.
        let access = &match access {
            Patch::Clear => Patch::Set(AccountAcl::default()),
            other => other.clone(),
        };
        let settings: [(&str, &dyn Setting); 5] = [
            (TEMP_URL_KEY, temp_url_key),
            (TEMP_URL_KEY_2, temp_url_key_2),
            (QUOTA_BYTES, quota_bytes),
            (QUOTA_OBJECTS, quota_objects),
            (ACCESS, access),
        ];
        let request = headers::write(request, &settings);
        let policies = [
            (QUOTA_BYTES, policy_quota_bytes),
            (QUOTA_OBJECTS, policy_quota_objects),
        ];
        let policies = policies.iter().flat_map(|(name, quotas)| {
            let quotas = quotas.iter();
            quotas.map(move |(policy, quota)| (format!("{name}-policy-{policy}"), quota))
        });
        let request = policies.fold(request, |request, (name, quota)| {
            headers::write(request, &[(&name, quota)])
        });
        let request = headers::set(request, METADATA, metadata);
        headers::remove(request, "x-remove-account-meta-", remove_metadata)
    }
}

/// The account of the project, or [another one](crate::ObjectStorage::of_account).
#[derive(Debug, Clone)]
pub struct Account {
    client: Client,
}

impl Account {
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Shows what the account holds, and its settings:
    /// [`HEAD /`](https://docs.openstack.org/api-ref/object-store/#show-account-metadata).
    pub fn head(&self) -> Call<AccountHead> {
        let request = request(Method::HEAD, "head");
        self.client.call(request).reading(AccountHead::read)
    }

    /// Sets and removes metadata and settings:
    /// [`POST /`](https://docs.openstack.org/api-ref/object-store/#create-update-or-delete-account-metadata).
    pub fn update(&self, account: &UpdateAccount) -> Call<()> {
        let request = request(Method::POST, "update");
        // What it sets, it sets again: harmless.
        self.client.call(account.write(request)).idempotent(true)
    }

    /// Creates the account, or changes the one that is there: only for operators, and where the cloud lets them. An
    /// account comes to be by itself when it is first used:
    /// [`PUT /`](https://docs.openstack.org/swift/latest/overview_auth.html).
    pub fn create(&self, account: &UpdateAccount) -> Call<()> {
        self.client
            .call(account.write(request(Method::PUT, "create")))
    }

    /// Deletes the account with all its containers and objects, which the cloud removes in its own time: only for
    /// operators, and where the cloud lets them:
    /// [`DELETE /`](https://docs.openstack.org/api-ref/object-store/#delete-the-specified-account).
    pub fn delete(&self) -> Call<()> {
        self.client.call(request(Method::DELETE, "delete"))
    }
}

fn request(method: Method, verb: &'static str) -> Request {
    Request::new(method, Path::default(), Operation(verb, "account"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn updates_are_headers() {
        let update = UpdateAccount {
            metadata: BTreeMap::from([("Owner".to_owned(), "Zoë".to_owned())]),
            remove_metadata: vec!["old".to_owned()],
            quota_bytes: 5.into(),
            policy_quota_bytes: BTreeMap::from([("gold".to_owned(), Patch::Clear)]),
            access: AccountAcl {
                read_only: vec!["test:zoë".to_owned()],
                ..AccountAcl::default()
            }
            .into(),
            ..UpdateAccount::default()
        };
        let request = update.write(request(Method::POST, "update"));
        let sent = request.headers();
        assert_eq!(sent["x-account-meta-owner"].as_bytes(), "Zoë".as_bytes());
        assert!(sent.contains_key("x-remove-account-meta-old"));
        assert_eq!(sent["x-account-quota-bytes"], "5");
        assert!(sent.contains_key("x-remove-account-quota-bytes-policy-gold"));
        assert_eq!(
            sent["x-account-access-control"],
            r#"{"read-only":["test:zo\u00eb"]}"#
        );
        assert_eq!(sent.len(), 5);
    }
}
