//! What Keystone gives instead of a token, to those who have to prove more.

use http::{HeaderMap, HeaderName};
use serde::Deserialize;

use crate::secret::Secret;

/// The header that a receipt comes and goes in.
pub(crate) const RECEIPT: HeaderName = HeaderName::from_static("openstack-auth-receipt");

/// What Keystone gives to a user who has to prove more before there is a token: see
/// [multi-factor authentication](https://docs.openstack.org/api-ref/identity/v3/#multi-step-authentication-2-factor-password-and-totp-example).
///
/// Log in once more with [`MultiFactor`](crate::auth::MultiFactor), what is still missing, and the receipt.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Receipt {
    /// The receipt itself.
    pub id: Secret,
    /// The methods that were proof enough for their part: `password`.
    pub methods: Vec<String>,
    /// The sets of methods of which one is asked for, whole.
    pub required: Vec<Vec<String>>,
}

impl Receipt {
    /// Reads it from a refusal, if there is one in it.
    pub(crate) fn read(headers: &HeaderMap, body: &[u8]) -> Option<Self> {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Told {
            receipt: Given,
            required_auth_methods: Vec<Vec<String>>,
        }
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Given {
            methods: Vec<String>,
        }
        let id = headers.get(RECEIPT)?.to_str().ok()?.into();
        let told: Told = serde_json::from_slice(body).unwrap_or_default();
        Some(Self {
            id,
            methods: told.receipt.methods,
            required: told.required_auth_methods,
        })
    }

    /// What is asked for besides, in words.
    pub(crate) fn wanted(&self) -> String {
        let sets = self.required.iter().map(|set| set.join(" and "));
        sets.collect::<Vec<_>>().join(", or ")
    }
}
