//! The service itself.

#[cfg(feature = "temp-urls")]
use ferriscloud_core::Path;
use ferriscloud_core::{Client, Cloud, Result, Service, ServiceSetup};

use crate::account::Account;
use crate::containers::{ContainerName, Containers};
use crate::objects::Objects;

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
        let path = Path::default()
            .segment(container.into().as_str())
            .name(object);
        let address = format!("{}/{path}", self.client.endpoint());
        let path = address.splitn(4, '/').nth(3).unwrap_or_default();
        let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
        Ok(format!("{address}?{}", url.query(&format!("/{path}"))?))
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
