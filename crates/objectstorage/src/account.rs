//! The account: what a project's containers hold in all, and metadata of its own.

use std::collections::BTreeMap;

use ferriscloud_core::time::Timestamp;
use ferriscloud_core::{Answer, Call, Client, Operation, Path, Request, Result};
use http::Method;
use serde::{Deserialize, Serialize};

use crate::headers;

const METADATA: &str = "x-account-meta-";

/// What an account holds.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AccountHead {
    /// The number of containers. It lags behind changes by some seconds, as the others do.
    pub containers: u64,
    /// The number of objects.
    pub objects: u64,
    /// The size of all objects together, in bytes.
    pub bytes: u64,
    /// How many bytes the account may hold, where that is limited.
    pub quota_bytes: Option<u64>,
    /// When the account came to be.
    pub created_at: Option<Timestamp>,
    /// The metadata, by names in lower case.
    pub metadata: BTreeMap<String, String>,
}

impl AccountHead {
    // The signature is that of every reader.
    #[allow(clippy::unnecessary_wraps)]
    fn read(answer: &Answer) -> Result<Self> {
        let headers = answer.headers();
        let count = |name| headers::number(headers, name).unwrap_or_default();
        Ok(Self {
            containers: count("x-account-container-count"),
            objects: count("x-account-object-count"),
            bytes: count("x-account-bytes-used"),
            quota_bytes: headers::number(headers, "x-account-meta-quota-bytes"),
            created_at: headers::moment(headers, "x-timestamp"),
            metadata: headers::metadata(headers, METADATA),
        })
    }
}

/// Changes of an account's metadata.
#[derive(Debug, Clone, Default)]
pub struct UpdateAccount {
    /// Metadata to set; what is not named here stays. An empty value removes the entry.
    pub metadata: BTreeMap<String, String>,
    /// The names of metadata to remove.
    pub remove_metadata: Vec<String>,
}

impl UpdateAccount {
    fn write(&self, request: Request) -> Request {
        let request = headers::set(request, METADATA, &self.metadata);
        headers::remove(request, "x-remove-account-meta-", &self.remove_metadata)
    }
}

/// The account of the project.
#[derive(Debug, Clone)]
pub struct Account {
    client: Client,
}

impl Account {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Shows what the account holds, and its metadata:
    /// [`HEAD /`](https://docs.openstack.org/api-ref/object-store/#show-account-metadata).
    pub fn head(&self) -> Call<AccountHead> {
        let operation = Operation("head", "account");
        let request = Request::new(Method::HEAD, Path::default(), operation);
        self.client.call(request).reading(AccountHead::read)
    }

    /// Sets and removes metadata:
    /// [`POST /`](https://docs.openstack.org/api-ref/object-store/#create-update-or-delete-account-metadata).
    pub fn update(&self, account: &UpdateAccount) -> Call<()> {
        let operation = Operation("update", "account");
        let request = Request::new(Method::POST, Path::default(), operation);
        // What it sets, it sets again: harmless.
        self.client.call(account.write(request)).idempotent(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn updates_are_headers() {
        let update = UpdateAccount {
            metadata: BTreeMap::from([("Owner".to_owned(), "Zoë".to_owned())]),
            remove_metadata: vec!["old".to_owned()],
        };
        let request = Request::new(
            Method::POST,
            Path::default(),
            Operation("update", "account"),
        );
        let request = update.write(request);
        let sent = request.headers();
        assert_eq!(sent["x-account-meta-owner"].as_bytes(), "Zoë".as_bytes());
        assert!(sent.contains_key("x-remove-account-meta-old"));
        assert_eq!(sent.len(), 2);
    }
}
