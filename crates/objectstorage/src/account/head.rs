//! What an account says of itself.

use std::collections::BTreeMap;

use ferriscloud_core::time::Timestamp;
use ferriscloud_core::{Answer, Result, Secret};
use http::HeaderMap;
use serde::{Deserialize, Serialize};

use super::{
    ACCESS, AccountAcl, METADATA, QUOTA_BYTES, QUOTA_OBJECTS, TEMP_URL_KEY, TEMP_URL_KEY_2,
};
use crate::headers;

/// What an account holds, and its settings.
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
    /// How many objects the account may hold, where that is limited.
    pub quota_objects: Option<u64>,
    /// What it holds by each storage policy, by the policies' names in lower case.
    pub policies: BTreeMap<String, PolicyUse>,
    /// When the account came to be.
    pub created_at: Option<Timestamp>,
    /// Who else may use it, where users are not Keystone's; shown to owners.
    pub access: Option<AccountAcl>,
    /// What temporary URLs and forms are signed with; shown to owners, and never written out.
    #[serde(skip)]
    pub temp_url_key: Option<Secret>,
    /// A second key of that kind.
    #[serde(skip)]
    pub temp_url_key_2: Option<Secret>,
    /// The rest of the metadata, by names in lower case.
    pub metadata: BTreeMap<String, String>,
}

/// What an account holds by one storage policy.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PolicyUse {
    /// The number of containers.
    pub containers: u64,
    /// The number of objects.
    pub objects: u64,
    /// The size of the objects together, in bytes.
    pub bytes: u64,
    /// How many bytes there may be, where that is limited.
    pub quota_bytes: Option<u64>,
    /// How many objects there may be, where that is limited.
    pub quota_objects: Option<u64>,
}

impl AccountHead {
    // The signature is that of every reader.
    #[allow(clippy::unnecessary_wraps)]
    pub(super) fn read(answer: &Answer) -> Result<Self> {
        let headers = answer.headers();
        let number = |name| headers::number(headers, name);
        let access = headers::text(headers, ACCESS).filter(|text| !text.is_empty());
        Ok(Self {
            containers: number("x-account-container-count").unwrap_or_default(),
            objects: number("x-account-object-count").unwrap_or_default(),
            bytes: number("x-account-bytes-used").unwrap_or_default(),
            quota_bytes: number(QUOTA_BYTES).or_else(|| number(OLD_QUOTA)),
            quota_objects: number(QUOTA_OBJECTS),
            policies: policies(headers),
            created_at: headers::moment(headers, "x-timestamp"),
            access: access
                .and_then(|text| serde_json::from_str(&text).ok())
                .filter(|acl| *acl != AccountAcl::default()),
            temp_url_key: headers::secret(headers, TEMP_URL_KEY),
            temp_url_key_2: headers::secret(headers, TEMP_URL_KEY_2),
            metadata: headers::metadata(headers, METADATA, &TYPED),
        })
    }
}

/// The only one in clouds from before 2023.
const OLD_QUOTA: &str = "x-account-meta-quota-bytes";

/// The metadata that are fields.
const TYPED: [&str; 3] = [OLD_QUOTA, TEMP_URL_KEY, TEMP_URL_KEY_2];

fn policies(headers: &HeaderMap) -> BTreeMap<String, PolicyUse> {
    let mut policies = BTreeMap::<String, PolicyUse>::new();
    for name in headers.keys() {
        let number = headers::number(headers, name.as_str());
        if let (Some((policy, note)), Some(number)) = (of_policy(name.as_str()), number) {
            note(policies.entry(policy.to_owned()).or_default(), number);
        }
    }
    policies
}

/// Notes a number of a header.
type Note = fn(&mut PolicyUse, u64);

/// Of which policy a header tells, and what.
fn of_policy(name: &str) -> Option<(&str, Note)> {
    if let Some(used) = name.strip_prefix("x-account-storage-policy-") {
        return if let Some(policy) = used.strip_suffix("-container-count") {
            Some((policy, |used, number| used.containers = number))
        } else if let Some(policy) = used.strip_suffix("-object-count") {
            Some((policy, |used, number| used.objects = number))
        } else {
            let policy = used.strip_suffix("-bytes-used")?;
            Some((policy, |used, number| used.bytes = number))
        };
    }
    if let Some(quota) = name.strip_prefix(QUOTA_BYTES) {
        let policy = quota.strip_prefix("-policy-")?;
        return Some((policy, |used, number| used.quota_bytes = Some(number)));
    }
    let quota = name.strip_prefix(QUOTA_OBJECTS)?;
    let policy = quota.strip_prefix("-policy-")?;
    Some((policy, |used, number| used.quota_objects = Some(number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_are_told_apart() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("x-account-storage-policy-gold-bytes-used", "9"),
            ("x-account-storage-policy-gold-object-count", "2"),
            ("x-account-storage-policy-policy-0-container-count", "1"),
            ("x-account-quota-bytes-policy-policy-0", "70"),
            ("x-account-quota-bytes", "80"),
            ("x-account-quota-count-policy-gold", "3"),
        ] {
            headers.insert(name, value.parse().unwrap());
        }
        let policies = policies(&headers);
        assert_eq!(policies.len(), 2, "{policies:?}");
        let (gold, zero) = (&policies["gold"], &policies["policy-0"]);
        assert_eq!(
            (gold.bytes, gold.objects, gold.quota_objects),
            (9, 2, Some(3))
        );
        assert_eq!((zero.containers, zero.quota_bytes), (1, Some(70)));
    }
}
