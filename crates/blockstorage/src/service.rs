//! The service itself.

use ferriscloud_core::{Client, Cloud, Result, Service, ServiceSetup};

use crate::snapshots::Snapshots;
use crate::volume_types::VolumeTypes;
use crate::volumes::Volumes;

/// Cinder: volumes for servers to use as disks.
#[derive(Debug, Clone)]
pub struct BlockStorage {
    client: Client,
}

impl BlockStorage {
    /// The block storage of a cloud, as its configuration has it.
    ///
    /// # Errors
    /// [`ErrorKind::Endpoint`](ferriscloud_core::ErrorKind::Endpoint) if the cloud has none.
    pub fn new(cloud: &Cloud) -> Result<Self> {
        Self::builder(cloud).build()
    }

    /// The block storage of another region, interface or address, or with a microversion.
    pub fn builder(cloud: &Cloud) -> ServiceSetup<Self> {
        ServiceSetup::new(cloud)
    }

    /// The snapshots of the project.
    pub fn snapshots(&self) -> Snapshots {
        Snapshots(self.client.collection())
    }

    /// The types of volumes.
    pub fn volume_types(&self) -> VolumeTypes {
        VolumeTypes(self.client.collection())
    }

    /// The volumes of the project.
    pub fn volumes(&self) -> Volumes {
        Volumes(self.client.collection())
    }

    /// The low door: any path of the service.
    pub fn client(&self) -> &Client {
        &self.client
    }
}

impl Service for BlockStorage {
    const TYPE: &'static str = "block-storage";
    const VERSION: &'static str = "v3";

    fn from_client(client: Client) -> Self {
        Self { client }
    }
}
