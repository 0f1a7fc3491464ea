//! Getting tokens: the methods, and the session that keeps one fresh.

mod access;
mod admin_token;
mod application_credential;
mod existing_token;
mod given;
mod http_basic;
mod kept;
mod multi_factor;
mod no_auth;
#[cfg(feature = "oauth1")]
mod oauth1;
mod oauth2;
mod oidc;
mod password;
mod scope;
mod select;
mod session;
mod token;
mod v1;
mod v2;
mod v3;

use std::fmt;
use std::pin::Pin;

use crate::client::Client;
use crate::error::Result;

pub use access::{Access, Named};
pub use admin_token::AdminToken;
pub use application_credential::{ApplicationCredential, CredentialRef};
pub use existing_token::ExistingToken;
pub use http_basic::HttpBasic;
pub use multi_factor::MultiFactor;
pub use no_auth::NoAuth;
#[cfg(feature = "oauth1")]
pub use oauth1::OAuth1;
pub use oauth2::OAuth2ClientCredentials;
pub use oidc::{DevicePrompt, Oidc, OidcGrant};
pub use password::Password;
pub use scope::{DomainRef, ProjectRef, Scope, UserRef};
pub use token::Token;
pub use v1::PasswordV1;
pub use v2::{PasswordV2, TenantRef, TokenV2};

pub(crate) use kept::Kept;
pub(crate) use select::from_config;
pub(crate) use session::Session;

/// How a token is got: implement it for a method of your own.
///
/// ```
/// use ferriscloud_core::Client;
/// use ferriscloud_core::auth::{AuthMethod, Login, Password, UserRef};
///
/// /// Fetches the password anew for each login.
/// #[derive(Debug)]
/// struct FromVault;
///
/// impl AuthMethod for FromVault {
///     fn authenticate<'a>(&'a self, keystone: &'a Client) -> Login<'a> {
///         Box::pin(async move {
///             let password = "fetched"; // .await
///             Password::new(UserRef::Id("u-1".into()), password).authenticate(keystone).await
///         })
///     }
/// }
/// ```
pub trait AuthMethod: fmt::Debug + Send + Sync + 'static {
    /// Gets a new token. `keystone` sends requests below the auth URL, without a token of its own.
    fn authenticate<'a>(&'a self, keystone: &'a Client) -> Login<'a>;

    /// Whose tokens it gets, in words and without secrets, if they may be kept in a file: tokens of another
    /// identity are not used. They are not kept where this is not said.
    fn identity(&self) -> Option<String> {
        None
    }

    /// Where it gets tokens; version 3 of Keystone's API where this is not said.
    fn place(&self) -> Place<'_> {
        Place::V3
    }
}

/// A login under way.
pub type Login<'a> = Pin<Box<dyn Future<Output = Result<Access>> + Send + 'a>>;

/// Where a method gets its tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place<'a> {
    /// From version 3 of Keystone's API.
    V3,
    /// From version 2.0 of Keystone's API.
    V2,
    /// From the auth URL itself, which belongs to no Keystone.
    AuthUrl,
    /// From nowhere: there is no catalog, and all services are at this address.
    Nowhere(&'a str),
}
