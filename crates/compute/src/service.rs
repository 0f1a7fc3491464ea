//! The service itself.

use ferriscloud_core::{Client, Cloud, Collection, Path, Resource, Result, Service, ServiceSetup};

use crate::aggregates::Aggregates;
use crate::assisted_volume_snapshots::AssistedVolumeSnapshots;
use crate::availability_zones::AvailabilityZones;
use crate::consoles::Consoles;
use crate::external_events::ExternalEvents;
use crate::flavor_access::FlavorAccesses;
use crate::flavor_extra_specs::FlavorExtraSpecs;
use crate::flavors::{FlavorId, Flavors};
use crate::hypervisors::Hypervisors;
use crate::instance_actions::InstanceActions;
use crate::interfaces::Interfaces;
use crate::keypairs::Keypairs;
use crate::limits::ProjectLimits;
use crate::migrations::Migrations;
use crate::quota_classes::QuotaClasses;
use crate::quota_sets::QuotaSets;
use crate::server_groups::ServerGroups;
use crate::server_metadata::ServerMetadata;
use crate::server_migrations::ServerMigrations;
use crate::server_shares::ServerShares;
use crate::server_tags::ServerTags;
use crate::servers::{ServerId, Servers};
use crate::services::Services;
use crate::usage_audits::UsageAudits;
use crate::usages::Usages;
use crate::versions::Versions;
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

    /// The sets of hosts.
    pub fn aggregates(&self) -> Aggregates {
        Aggregates(self.client.collection())
    }

    /// The snapshots of volumes that Cinder cannot make without Nova.
    pub fn assisted_volume_snapshots(&self) -> AssistedVolumeSnapshots {
        AssistedVolumeSnapshots(self.client.clone())
    }

    /// The availability zones.
    pub fn availability_zones(&self) -> AvailabilityZones {
        AvailabilityZones(self.client.clone())
    }

    /// The consoles of servers.
    pub fn consoles(&self) -> Consoles {
        Consoles(self.client.clone())
    }

    /// What other services tell of servers.
    pub fn external_events(&self) -> ExternalEvents {
        ExternalEvents(self.client.clone())
    }

    /// The projects that can use one private flavor.
    pub fn flavor_access(&self, flavor: impl Into<FlavorId>) -> FlavorAccesses {
        FlavorAccesses::new(&self.client, &flavor.into())
    }

    /// The extra specs of one flavor.
    pub fn flavor_extra_specs(&self, flavor: impl Into<FlavorId>) -> FlavorExtraSpecs {
        FlavorExtraSpecs::new(&self.client, &flavor.into())
    }

    /// The flavors.
    pub fn flavors(&self) -> Flavors {
        Flavors(self.client.collection())
    }

    /// The machines that run servers.
    pub fn hypervisors(&self) -> Hypervisors {
        Hypervisors(self.client.collection())
    }

    /// What was done to one server.
    pub fn instance_actions(&self, server: impl Into<ServerId>) -> InstanceActions {
        InstanceActions(self.of_server(&server.into()))
    }

    /// The interfaces of one server.
    pub fn interfaces(&self, server: impl Into<ServerId>) -> Interfaces {
        Interfaces(self.of_server(&server.into()))
    }

    /// The keypairs of the user.
    pub fn keypairs(&self) -> Keypairs {
        Keypairs(self.client.collection())
    }

    /// How much the project may have, and has.
    pub fn limits(&self) -> ProjectLimits {
        ProjectLimits(self.client.clone())
    }

    /// The moves of servers, past and present.
    pub fn migrations(&self) -> Migrations {
        Migrations(self.client.collection())
    }

    /// How much projects may have where nobody says anything of them.
    pub fn quota_classes(&self) -> QuotaClasses {
        QuotaClasses(self.client.clone())
    }

    /// How much projects may have.
    pub fn quota_sets(&self) -> QuotaSets {
        QuotaSets(self.client.clone())
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
        ServerMigrations(self.of_server(&server.into()))
    }

    /// The file systems that one server has in common with others.
    pub fn server_shares(&self, server: impl Into<ServerId>) -> ServerShares {
        ServerShares(self.of_server(&server.into()))
    }

    /// The tags of one server.
    pub fn server_tags(&self, server: impl Into<ServerId>) -> ServerTags {
        ServerTags::new(&self.client, &server.into())
    }

    /// The servers of the project.
    pub fn servers(&self) -> Servers {
        Servers(self.client.collection())
    }

    /// The parts of Nova.
    pub fn services(&self) -> Services {
        Services(self.client.collection())
    }

    /// Whether hosts have reported what their servers use.
    pub fn usage_audits(&self) -> UsageAudits {
        UsageAudits(self.client.clone())
    }

    /// What servers had over a time.
    pub fn usages(&self) -> Usages {
        Usages(self.client.clone())
    }

    /// The version of the API, with its microversions.
    pub fn versions(&self) -> Versions {
        Versions(self.client.clone())
    }

    /// The volumes that one server has.
    pub fn volume_attachments(&self, server: impl Into<ServerId>) -> VolumeAttachments {
        VolumeAttachments(self.of_server(&server.into()))
    }

    /// The low door: any path of the service.
    pub fn client(&self) -> &Client {
        &self.client
    }

    fn of_server<R: Resource>(&self, server: &ServerId) -> Collection<R> {
        let path = Path::from(["servers", server.as_str()]);
        self.client.collection_under(path)
    }
}

impl Service for Compute {
    const TYPE: &'static str = "compute";
    const VERSION: &'static str = "v2.1";

    fn from_client(client: Client) -> Self {
        Self { client }
    }
}
