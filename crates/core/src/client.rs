//! The client of one service: the low door to everything, and what typed services are made of.

use http::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::call::Call;
use crate::collection::Collection;
use crate::error::Result;
use crate::listing::Listing;
use crate::paging::{Auto, Paging};
use crate::path::Path;
use crate::request::{Operation, Request};
use crate::resource::Resource;
use crate::sender::Sender;

/// The client of one service: any path of it, with the same token, retries, paging and errors as typed
/// calls.
///
/// ```no_run
/// # async fn example(cloud: ferriscloud_core::Cloud) -> ferriscloud_core::Result<()> {
/// #[derive(serde::Deserialize)]
/// struct Image { id: String, status: String }
///
/// let images = cloud.service("image")?;
/// let raw = images.get(["v2", "images", "cirros"]).await?;       // a serde_json::Value
/// let typed: Image = images.get(["v2", "images", "cirros"]).extract().await?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct Client {
    sender: Sender,
}

impl Client {
    pub(crate) fn new(sender: Sender) -> Self {
        Self { sender }
    }

    /// A client for exactly this address, without paths below it. Only of one that brings no token along, as
    /// Keystone's for logins.
    pub(crate) fn at(&self, url: &str) -> Result<Self> {
        self.sender.at(url).map(Self::new)
    }

    /// The address of the service, without a trailing slash.
    pub fn endpoint(&self) -> String {
        self.sender.endpoint()
    }

    /// The client of what a service has beside its address, with the same token: so many segments up from there, and
    /// then down this path. It stays on the same host.
    ///
    /// ```no_run
    /// # fn example(swift: ferriscloud_core::Client) -> ferriscloud_core::Result<()> {
    /// let other = swift.relative(1, ["AUTH_other"])?; // of http://host/v1/AUTH_own: http://host/v1/AUTH_other
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) if there are no segments so far up, or the path has an invalid one.
    pub fn relative(&self, up: usize, down: impl Into<Path>) -> Result<Self> {
        self.sender.relative(up, &down.into()).map(Self::new)
    }

    /// Reads what is at a path.
    pub fn get(&self, path: impl Into<Path>) -> Call<Value> {
        self.verb(Method::GET, path)
    }

    /// Posts `body`, as JSON, to a path.
    pub fn post<B: Serialize + ?Sized>(&self, path: impl Into<Path>, body: &B) -> Call<Value> {
        self.verb(Method::POST, path).json(body)
    }

    /// Puts `body`, as JSON, at a path.
    pub fn put<B: Serialize + ?Sized>(&self, path: impl Into<Path>, body: &B) -> Call<Value> {
        self.verb(Method::PUT, path).json(body)
    }

    /// Patches what is at a path with `body`, as JSON.
    pub fn patch<B: Serialize + ?Sized>(&self, path: impl Into<Path>, body: &B) -> Call<Value> {
        self.verb(Method::PATCH, path).json(body)
    }

    /// Deletes what is at a path.
    pub fn delete(&self, path: impl Into<Path>) -> Call<()> {
        self.call(Request::new(Method::DELETE, path, Operation("delete", "")))
    }

    /// Lists what is at a path, from under `key` of each page.
    pub fn list(&self, path: impl Into<Path>, key: &'static str) -> Listing<Value> {
        self.listing(
            Request::new(Method::GET, path, Operation("list", key)),
            key,
            &Auto,
        )
    }

    /// A request of any other form.
    pub fn call(&self, request: Request) -> Call<()> {
        Call::new(self.sender.clone(), request)
    }

    /// A listing of any other form.
    pub fn listing<T: DeserializeOwned + Send + 'static>(
        &self,
        request: Request,
        key: &'static str,
        paging: &'static dyn Paging,
    ) -> Listing<T> {
        Listing::new(self.sender.clone(), request, key, paging)
    }

    /// The collection of a typed resource.
    pub fn collection<R: Resource>(&self) -> Collection<R> {
        Collection::new(self.sender.clone(), &Path::default())
    }

    /// The collection of a typed resource below another path, such as a server's volume attachments.
    pub fn collection_under<R: Resource>(&self, parent: impl Into<Path>) -> Collection<R> {
        Collection::new(self.sender.clone(), &parent.into())
    }

    fn verb(&self, method: Method, path: impl Into<Path>) -> Call<Value> {
        let verb = match method {
            Method::GET => "get",
            Method::POST => "post",
            Method::PUT => "put",
            _ => "patch",
        };
        self.call(Request::new(method, path, Operation(verb, "")))
            .reading(|answer| {
                if answer.bytes().is_empty() {
                    Ok(Value::Null)
                } else {
                    answer.extract()
                }
            })
    }
}
