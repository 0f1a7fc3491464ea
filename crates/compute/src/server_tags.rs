//! Server tags: words to find servers by.

use ferriscloud_core::{Call, Client, Microversion, Operation, Path, Request};
use http::Method;

use crate::servers::ServerId;

/// All of it is since this one.
const TAGS: Microversion = Microversion(2, 26);

/// The tags of one server. Since 2.26.
#[derive(Debug, Clone)]
pub struct ServerTags {
    client: Client,
    path: Path,
}

impl ServerTags {
    pub(crate) fn new(client: &Client, server: &ServerId) -> Self {
        Self {
            client: client.clone(),
            path: Path::from(["servers", server.as_str(), "tags"]),
        }
    }

    /// Shows all tags. Since 2.26:
    /// [`GET /servers/{id}/tags`](https://docs.openstack.org/api-ref/compute/#list-tags).
    pub fn all(&self) -> Call<Vec<String>> {
        let all = self.call(self.request(Method::GET, "get"));
        all.under("tags").extract()
    }

    /// Makes these all the tags that there are. Since 2.26:
    /// [`PUT /servers/{id}/tags`](https://docs.openstack.org/api-ref/compute/#replace-tags).
    pub fn replace<T: AsRef<str>>(&self, tags: &[T]) -> Call<Vec<String>> {
        let tags: Vec<&str> = tags.iter().map(AsRef::as_ref).collect();
        let request = self.request(Method::PUT, "replace");
        let replace = self.call(request.envelope("tags", &tags));
        replace.under("tags").extract()
    }

    /// Adds a tag; one that is there already stays. Since 2.26:
    /// [`PUT /servers/{id}/tags/{tag}`](https://docs.openstack.org/api-ref/compute/#add-a-single-tag).
    pub fn add(&self, tag: &str) -> Call<()> {
        self.one(Method::PUT, "add", tag)
    }

    /// Shows whether the server has a tag, by an error that is
    /// [not found](ferriscloud_core::Error::is_not_found) if it has not. Since 2.26:
    /// [`GET /servers/{id}/tags/{tag}`](https://docs.openstack.org/api-ref/compute/#check-tag-existence).
    pub fn check(&self, tag: &str) -> Call<()> {
        self.one(Method::GET, "check", tag)
    }

    /// Takes a tag away. Since 2.26:
    /// [`DELETE /servers/{id}/tags/{tag}`](https://docs.openstack.org/api-ref/compute/#delete-a-single-tag).
    pub fn delete(&self, tag: &str) -> Call<()> {
        self.one(Method::DELETE, "delete", tag)
    }

    /// Takes all tags away. Since 2.26:
    /// [`DELETE /servers/{id}/tags`](https://docs.openstack.org/api-ref/compute/#delete-all-tags).
    pub fn delete_all(&self) -> Call<()> {
        self.call(self.request(Method::DELETE, "delete"))
    }

    fn one(&self, method: Method, verb: &'static str, tag: &str) -> Call<()> {
        let path = self.path.clone().segment(tag);
        self.call(Request::new(method, path, Operation(verb, "server tag")))
    }

    fn request(&self, method: Method, verb: &'static str) -> Request {
        Request::new(method, self.path.clone(), Operation(verb, "server tags"))
    }

    fn call(&self, request: Request) -> Call<()> {
        self.client.call(request).since(TAGS)
    }
}
