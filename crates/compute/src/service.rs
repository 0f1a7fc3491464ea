//! The service itself.

use ferriscloud_core::{Client, Cloud, Result, Service, ServiceSetup};

use crate::availability_zones::AvailabilityZones;
use crate::consoles::Consoles;
use crate::flavors::Flavors;
use crate::instance_actions::InstanceActions;
use crate::interfaces::Interfaces;
use crate::keypairs::Keypairs;
use crate::limits::ProjectLimits;
use crate::server_groups::ServerGroups;
use crate::server_metadata::ServerMetadata;
use crate::server_migrations::ServerMigrations;
use crate::server_shares::ServerShares;
use crate::server_tags::ServerTags;
use crate::servers::{ServerId, Servers};
use crate::volume_attachments::VolumeAttachments;

/// Nova: virtual machines.
#[derive(Debug, Clone)]
pub struct Compute {
    client: Client,
}

impl Compute {
    /// The compute service of a cloud, as its configuration has it.
    ///
    /// # Errors
    /// [`ErrorKind::Endpoint`](ferriscloud_core::ErrorKind::Endpoint) if the cloud has none.
    pub fn new(cloud: &Cloud) -> Result<Self> {
        Self::builder(cloud).build()
    }

    /// The compute service of another region, interface or address, or with a microversion.
    ///
    /// A call asks for the lowest microversion that serves it. With
    /// `.microversion(2, 96)` all calls ask for that one, and answers carry what has
    /// been added since: what is marked with "Since 2.N" in their docs.
    pub fn builder(cloud: &Cloud) -> ServiceSetup<Self> {
        ServiceSetup::new(cloud)
    }

    /// The availability zones.
    pub fn availability_zones(&self) -> AvailabilityZones {
        AvailabilityZones(self.client.clone())
    }

    /// The consoles of servers.
    pub fn consoles(&self) -> Consoles {
        Consoles(self.client.clone())
    }

    /// The flavors.
    pub fn flavors(&self) -> Flavors {
        Flavors(self.client.collection())
    }

    /// What was done to one server.
    pub fn instance_actions(&self, server: impl Into<ServerId>) -> InstanceActions {
        InstanceActions::new(&self.client, &server.into())
    }

    /// The interfaces of one server.
    pub fn interfaces(&self, server: impl Into<ServerId>) -> Interfaces {
        Interfaces::new(&self.client, &server.into())
    }

    /// The keypairs of the user.
    pub fn keypairs(&self) -> Keypairs {
        Keypairs(self.client.collection())
    }

    /// How much the project may have, and has.
    pub fn limits(&self) -> ProjectLimits {
        ProjectLimits(self.client.clone())
    }

    /// The server groups of the project.
    pub fn server_groups(&self) -> ServerGroups {
        ServerGroups(self.client.collection())
    }

    /// The metadata of one server.
    pub fn server_metadata(&self, server: impl Into<ServerId>) -> ServerMetadata {
        ServerMetadata::new(&self.client, &server.into())
    }

    /// The moves of one server that are under way.
    pub fn server_migrations(&self, server: impl Into<ServerId>) -> ServerMigrations {
        ServerMigrations::new(&self.client, &server.into())
    }

    /// The file systems that one server has in common with others.
    pub fn server_shares(&self, server: impl Into<ServerId>) -> ServerShares {
        ServerShares::new(&self.client, &server.into())
    }

    /// The tags of one server.
    pub fn server_tags(&self, server: impl Into<ServerId>) -> ServerTags {
        ServerTags::new(&self.client, &server.into())
    }

    /// The servers of the project.
    pub fn servers(&self) -> Servers {
        Servers(self.client.collection())
    }

    /// The volumes that one server has.
    pub fn volume_attachments(&self, server: impl Into<ServerId>) -> VolumeAttachments {
        VolumeAttachments::new(&self.client, &server.into())
    }

    /// The low door: any path of the service.
    pub fn client(&self) -> &Client {
        &self.client
    }
}

impl Service for Compute {
    const TYPE: &'static str = "compute";
    const VERSION: &'static str = "v2.1";

    fn from_client(client: Client) -> Self {
        Self { client }
    }
}
