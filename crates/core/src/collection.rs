//! The plain verbs, written once for all resources.

use std::fmt;
use std::marker::PhantomData;

use http::Method;
use serde::Serialize;

use crate::call::Call;
use crate::find::Find;
use crate::id::Id;
use crate::listing::Listing;
use crate::path::Path;
use crate::request::{Operation, Request};
use crate::resource::Resource;
use crate::response;
use crate::sender::Sender;

/// A collection of one kind of resource: what the handles of service crates are made of.
///
/// It is the one generic implementation of list, get, create, update, delete and action. A handle
/// such as `Servers` holds one, and offers those of its verbs that exist, each with its own sentence.
///
/// ```no_run
/// # use ferriscloud_core::{Call, Client, Collection, Id, Resource, Result, kind};
/// # use serde::{Deserialize, Serialize};
/// #[derive(Debug, Clone, Serialize, Deserialize)]
/// pub struct Network { pub id: Id<kind::Network>, pub name: String }
///
/// impl Resource for Network {
///     type Kind = kind::Network;
///     const PATH: &'static str = "networks";
///     const KEY: &'static str = "network";
///     const KEYS: &'static str = "networks";
///     fn id(&self) -> &Id<kind::Network> { &self.id }
/// }
///
/// async fn first(neutron: &Client) -> Result<Option<Network>> {
///     neutron.collection::<Network>().list(&()).try_next().await
/// }
/// ```
pub struct Collection<R> {
    sender: Sender,
    path: Path,
    list_path: Path,
    resource: PhantomData<fn() -> R>,
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "handles make an id of whatever they are given, and hand it on"
)]
impl<R: Resource> Collection<R> {
    pub(crate) fn new(sender: Sender, parent: &Path) -> Self {
        Self {
            sender,
            path: parent.clone().then(R::PATH),
            list_path: parent.clone().then(R::LIST_PATH),
            resource: PhantomData,
        }
    }

    /// Lists those that pass the filter.
    pub fn list<F: Serialize + ?Sized>(&self, filter: &F) -> Listing<R> {
        let path = self.list_path.clone();
        self.listing(Request::new(Method::GET, path, Operation("list", R::KEYS)).filter(filter))
    }

    /// Any other listing of the same resource, wherever it is.
    pub fn listing(&self, request: Request) -> Listing<R> {
        Listing::new(self.sender.clone(), request, R::KEYS, R::PAGING)
            .marked_by(|item| item.id().as_str().to_owned())
    }

    /// Shows one.
    pub fn get(&self, id: Id<R::Kind>) -> Call<R> {
        self.one(Request::new(
            Method::GET,
            self.path_of(&id),
            Operation("get", R::KEY),
        ))
    }

    /// Finds one by its name or id: asks for the id, and else for the name among those that pass the filter.
    ///
    /// The filter may let through too many, but has to let through all that have the name.
    pub fn find<F: Serialize + ?Sized>(
        &self,
        wanted: impl Into<String>,
        filter: &F,
        name: fn(&R) -> &str,
    ) -> Find<R> {
        let wanted = wanted.into();
        let get = self.get(Id::from(wanted.as_str()));
        Find::new(wanted, get, self.list(filter), name)
    }

    /// Creates one.
    pub fn create<B: Serialize + ?Sized>(&self, body: &B) -> Call<R> {
        let request = Request::new(Method::POST, self.path.clone(), Operation("create", R::KEY));
        self.one(request.envelope(R::KEY, body))
    }

    /// Changes one.
    pub fn update<B: Serialize + ?Sized>(&self, id: Id<R::Kind>, body: &B) -> Call<R> {
        let request = Request::new(R::UPDATE, self.path_of(&id), Operation("update", R::KEY));
        self.one(request.envelope(R::KEY, body))
    }

    /// Deletes one.
    pub fn delete(&self, id: Id<R::Kind>) -> Call<()> {
        self.call(Request::new(
            Method::DELETE,
            self.path_of(&id),
            Operation("delete", R::KEY),
        ))
    }

    /// Does something to one: `{name: body}` to its `action`.
    pub fn action<B: Serialize + ?Sized>(
        &self,
        id: Id<R::Kind>,
        name: &'static str,
        body: &B,
    ) -> Call<()> {
        let path = self.path_of(&id).then("action");
        self.call(Request::new(Method::POST, path, Operation(name, R::KEY)).envelope(name, body))
    }

    /// Anything else, on the paths of this collection.
    pub fn call(&self, request: Request) -> Call<()> {
        Call::new(self.sender.clone(), request)
    }

    /// Anything else that answers with one of this collection.
    pub fn one(&self, request: Request) -> Call<R> {
        self.call(request).under(R::KEY).reading(response::json)
    }

    /// The path of the collection.
    pub fn path(&self) -> Path {
        self.path.clone()
    }

    /// The path of one of it.
    pub fn path_of(&self, id: &Id<R::Kind>) -> Path {
        self.path.below(id.as_str())
    }
}

impl<R> Clone for Collection<R> {
    fn clone(&self) -> Self {
        let Self {
            sender,
            path,
            list_path,
            resource,
        } = self;
        Self {
            sender: sender.clone(),
            path: path.clone(),
            list_path: list_path.clone(),
            resource: *resource,
        }
    }
}

impl<R> fmt::Debug for Collection<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Collection({}/{})", self.sender.endpoint(), self.path)
    }
}
