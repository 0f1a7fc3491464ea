//! What versions of its API a service has, and where: as it says in its version document.
//!
//! Little of it is needed to use a cloud: [`Cloud::find`](crate::Cloud::find) and
//! [`ServiceSetup::discover`](crate::ServiceSetup::discover) ask services where the catalog does not tell enough,
//! and so does the login where the auth URL names no version.
//!
//! The rules are keystoneauth's. A version document is read leniently ([`Document`]), for no two services write it
//! alike. What is wanted ([`Wanted`]) decides at which addresses it is looked for, and which of its versions is used
//! ([`Lookup`]). Of the links in it only the path counts: scheme and host stay those that were asked
//! ([`resolve`]), so that no document can lead a token astray.

mod document;
mod documents;
mod keystone;
mod link;
mod lookup;
mod wanted;

pub use crate::version::{ApiVersion, Part, Status, VersionNumber};
pub use document::{Allow, Document};
pub(crate) use documents::Documents;
pub use keystone::{keystone_named, keystone_of};
pub use link::{resolve, version_in};
pub use lookup::{Aim, Found, Lookup};
pub use wanted::Wanted;
