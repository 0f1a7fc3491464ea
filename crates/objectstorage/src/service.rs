//! The service itself.

use std::time::Duration;

use ferriscloud_core::{
    Call, Client, Cloud, ErrorKind, Operation, Path, Request, Result, Service, ServiceSetup,
};
#[cfg(feature = "temp-urls")]
use ferriscloud_core::{Secret, time::Timestamp};
use http::Method;
#[cfg(feature = "temp-urls")]
use percent_encoding::percent_decode_str;

use crate::account::Account;
use crate::address::{account_of, root_of};
use crate::archives::{ExtractArchive, Extraction};
use crate::containers::{ContainerName, Containers};
use crate::info::{self, Info};
use crate::objects::Objects;
use crate::uploads::Source;

/// How long the service may take for what it does itself with many objects, or with much data: copies, manifests of many
/// segments, deletions of many. It answers when it is done.
pub(crate) const SLOW: Duration = Duration::from_secs(15 * 60);

/// Swift: containers of objects, in one account for each project.
#[derive(Debug, Clone)]
pub struct ObjectStorage {
    client: Client,
}

impl ObjectStorage {
    /// The object storage of a cloud, as its configuration has it.
    ///
    /// # Errors
    /// [`ErrorKind::Endpoint`](ferriscloud_core::ErrorKind::Endpoint) if the cloud has none.
    pub fn new(cloud: &Cloud) -> Result<Self> {
        Self::builder(cloud).build()
    }

    /// The object storage of another region, interface or address.
    pub fn builder(cloud: &Cloud) -> ServiceSetup<Self> {
        ServiceSetup::new(cloud)
    }

    /// Another account, by its name, such as `AUTH_0f3c`: for operators, and for whoever its owners let at it. Nothing
    /// is asked here.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](ferriscloud_core::ErrorKind::Input) if the name is empty, or the address of the object
    /// storage has no account in it.
    pub fn of_account(&self, account: &str) -> Result<Self> {
        let own = self.account_name();
        if own.is_none() {
            let what = format!("there is no account in {}", self.client.endpoint());
            return Err(ErrorKind::Input(what).into());
        }
        let client = self.client.relative(1, Path::default().segment(account))?;
        Ok(Self { client })
    }

    /// The name of the account, as its address has it; `None` where the token says which account is meant.
    pub fn account_name(&self) -> Option<String> {
        account_of(&self.client)
    }

    /// The account: how much it holds, and its metadata.
    pub fn account(&self) -> Account {
        Account::new(self.client.clone())
    }

    /// The containers of the account.
    pub fn containers(&self) -> Containers {
        Containers::new(self.client.clone())
    }

    /// The objects of one container.
    pub fn objects(&self, container: impl Into<ContainerName>) -> Objects {
        Objects::new(self.client.clone(), container.into())
    }

    /// What the cloud is capable of, and up to where:
    /// [`GET /info`](https://docs.openstack.org/api-ref/object-store/#list-activated-capabilities).
    pub fn info(&self) -> Call<Info> {
        info::ask(&root_of(&self.client))
    }

    /// What the cloud is capable of, with what it tells operators alone, who know the key of the service
    /// (`admin_key`); the request is good until this time:
    /// [`GET /info`](https://docs.openstack.org/api-ref/object-store/#list-activated-capabilities) with a signature.
    #[cfg(feature = "temp-urls")]
    pub fn admin_info(&self, key: impl Into<Secret>, until: Timestamp) -> Call<Info> {
        info::ask_all(&root_of(&self.client), &key.into(), until)
    }

    /// Whether the proxy that is asked takes requests; it is an error (503) if it is being taken out of service:
    /// [`GET /healthcheck`](https://docs.openstack.org/swift/latest/middleware.html#healthcheck).
    pub fn healthcheck(&self) -> Call<()> {
        let operation = Operation("check", "health");
        let request = Request::new(Method::GET, Path::fixed("healthcheck"), operation);
        root_of(&self.client).call(request)
    }

    /// Uploads an archive, which the service unpacks into objects:
    /// [`PUT /?extract-archive`](https://docs.openstack.org/swift/latest/middleware.html#extract-archive), for the
    /// account, a container, or what begins so in it.
    pub fn extract(&self, archive: &ExtractArchive, source: impl Into<Source>) -> Extraction {
        Extraction::new(&self.client, archive, source.into())
    }

    /// The temporary URL of an object, which needs no token: for whoever has it, until it ends.
    ///
    /// Swift checks it when it is used; nothing is asked here.
    ///
    /// # Errors
    /// Those of [`TempUrl::query`](crate::temp_urls::TempUrl::query).
    #[cfg(feature = "temp-urls")]
    pub fn temp_url(
        &self,
        container: impl Into<ContainerName>,
        object: &str,
        url: &crate::temp_urls::TempUrl,
    ) -> Result<String> {
        let (address, path) = self.address(&container.into(), object)?;
        Ok(format!("{address}?{}", url.query(&path)?))
    }

    /// A form by which somebody without a token uploads into a container, under names that begin with `prefix` (which may
    /// be empty) and end with those of their files.
    ///
    /// Swift checks it when it is sent; nothing is asked here.
    ///
    /// # Errors
    /// Those of [`FormPost::fields`](crate::form_posts::FormPost::fields).
    #[cfg(feature = "temp-urls")]
    pub fn form_post(
        &self,
        container: impl Into<ContainerName>,
        prefix: &str,
        form: &crate::form_posts::FormPost,
    ) -> Result<crate::form_posts::SignedForm> {
        let (action, path) = self.address(&container.into(), prefix)?;
        let fields = form.fields(&path)?;
        Ok(crate::form_posts::SignedForm { action, fields })
    }

    /// The address of an object, and the path of it with its encoding undone.
    #[cfg(feature = "temp-urls")]
    fn address(&self, container: &ContainerName, object: &str) -> Result<(String, String)> {
        crate::containers::check(container).map_err(ErrorKind::Input)?;
        let path = Path::default().segment(container.as_str());
        let path = match object {
            "" => format!("{path}/"),
            object => path.name(object).to_string(),
        };
        let address = format!("{}/{path}", self.client.endpoint());
        let path = address.splitn(4, '/').nth(3).unwrap_or_default();
        let decoded = percent_decode_str(path).decode_utf8_lossy();
        let decoded = format!("/{decoded}");
        Ok((address, decoded))
    }

    /// The low door: any path of the service.
    pub fn client(&self) -> &Client {
        &self.client
    }
}

impl Service for ObjectStorage {
    const TYPE: &'static str = "object-store";
    const VERSION: &'static str = "";

    fn from_client(client: Client) -> Self {
        Self { client }
    }
}
