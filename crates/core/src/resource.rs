//! What a resource is called on the wire.

use http::Method;
use serde::de::DeserializeOwned;

use crate::id::Id;
use crate::paging::{Auto, Paging};

/// A kind of thing that a service keeps a collection of: declared once, used by
/// [`Collection`](crate::Collection)'s verbs.
///
/// ```
/// use ferriscloud_core::{Id, Resource, kind};
///
/// #[derive(Debug, serde::Deserialize)]
/// struct Volume { id: Id<kind::Volume> }
///
/// impl Resource for Volume {
///     type Kind = kind::Volume;
///     const PATH: &'static str = "volumes";
///     const LIST_PATH: &'static str = "volumes/detail";
///     const KEY: &'static str = "volume";
///     const KEYS: &'static str = "volumes";
///     fn id(&self) -> &Id<kind::Volume> { &self.id }
/// }
///
/// // Every verb takes `impl Into<Id<_>>`, so the resource itself serves as its id.
/// let volume = Volume { id: "v-1".into() };
/// assert_eq!(Id::from(&volume), "v-1");
/// ```
pub trait Resource: DeserializeOwned + Send + 'static {
    /// The noun that its ids carry.
    type Kind;
    /// The path of the collection below the service's endpoint.
    const PATH: &'static str;
    /// The path of the listing, where it is another one.
    const LIST_PATH: &'static str = Self::PATH;
    /// The key of the envelope around one; also its name in errors and traces.
    const KEY: &'static str;
    /// The key of the list of many.
    const KEYS: &'static str;
    /// The method of updates: PUT in Nova and Cinder, PATCH in Keystone.
    const UPDATE: Method = Method::PUT;
    /// How a page of the listing names the next one.
    const PAGING: &'static dyn Paging = &Auto;

    /// What the service knows it by.
    fn id(&self) -> &Id<Self::Kind>;
}

impl<R: Resource> From<&R> for Id<R::Kind> {
    fn from(resource: &R) -> Self {
        resource.id().clone()
    }
}
