//! The service itself.

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
