//! Servers: the virtual machines of a project.

mod action_inputs;
mod actions;
mod block_devices;
mod details;
mod diagnostics;
mod filters;
mod inputs;
mod networks;
mod operator_actions;
mod parts;
mod scheduler_hints;
mod security_groups;
mod status;
mod topology;
mod user_data;
mod waits;

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::RangeInclusive;

use ferriscloud_core::time::{self, Timestamp};
use ferriscloud_core::{
    Call, Collection, Find, Id, Listing, Operation, Request, Resource, Secret, kind, lenient,
};
use http::Method;
use serde::{Deserialize, Serialize};

use crate::volume_attachments::{AttachVolume, VolumeAttachment, VolumeId};

pub use action_inputs::{
    CreateBackup, CreateImage, RebuildServer, RescueServer, Rescued, ResizeServer, UnshelveServer,
};
pub use block_devices::{BlockDevice, Destination, Source};
pub use diagnostics::{
    CpuDiagnostics, Diagnostics, DiskDiagnostics, MemoryDiagnostics, NicDiagnostics,
};
pub use filters::ListServers;
pub use inputs::{CreateServer, RebootType, UpdateServer};
pub use networks::{Networks, ServerNetwork};
pub use operator_actions::{EvacuateServer, LiveMigrateServer, ResetState};
pub use parts::{
    Address, AttachedVolume, Fault, PowerState, SecurityGroup, ServerFlavor, ServerImage,
    ServerSummary,
};
pub use scheduler_hints::SchedulerHints;
pub use security_groups::{FullSecurityGroup, IpRange, RemoteGroup, SecurityGroupRule};
pub use status::Status;
pub use topology::{Topology, TopologyNode};
pub use user_data::UserData;

/// The id of a server.
pub type ServerId = Id<kind::Server>;

/// A server.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Server {
    /// The id.
    pub id: ServerId,
    /// The name; it need not be unique.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: String,
    /// The description, where there is one. Since 2.19.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub description: Option<String>,
    /// What it is doing, or can do.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub status: Status,
    /// What is being done to it, such as `rebooting`.
    #[serde(rename = "OS-EXT-STS:task_state", default, deserialize_with = "lenient::or_none")]
    pub task_state: Option<String>,
    /// What Nova has it for, such as `active`; [`status`](Self::status) is made of it and the task.
    #[serde(rename = "OS-EXT-STS:vm_state", default, deserialize_with = "lenient::or_none")]
    pub vm_state: Option<String>,
    /// What the hypervisor has it for.
    #[serde(rename = "OS-EXT-STS:power_state", default, deserialize_with = "lenient::or_default")]
    pub power_state: PowerState,
    /// What went wrong last, if it is in error or was deleted.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub fault: Option<Fault>,
    /// How far a task is, in per cent; not every one says it.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub progress: Option<u32>,
    /// Its addresses, by the names of its networks.
    #[serde(default, deserialize_with = "lenient::map")]
    pub addresses: BTreeMap<String, Vec<Address>>,
    /// The address of version 4 to reach it at, as its owner noted it.
    #[serde(rename = "accessIPv4", default, deserialize_with = "lenient::or_none")]
    pub access_ipv4: Option<Ipv4Addr>,
    /// The address of version 6 to reach it at, as its owner noted it.
    #[serde(rename = "accessIPv6", default, deserialize_with = "lenient::or_none")]
    pub access_ipv6: Option<Ipv6Addr>,
    /// Its flavor: which one, or since 2.47 what that one was when the server got it.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub flavor: ServerFlavor,
    /// The image that it was made from; none if it boots from a volume.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub image: Option<ServerImage>,
    /// The volumes that it has.
    #[serde(
        rename = "os-extended-volumes:volumes_attached",
        default,
        deserialize_with = "lenient::list"
    )]
    pub volumes: Vec<AttachedVolume>,
    /// The keypair that was put on it.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub key_name: Option<String>,
    /// Its security groups; several ports can give it the same one several times.
    #[serde(default, deserialize_with = "lenient::list")]
    pub security_groups: Vec<SecurityGroup>,
    /// The metadata of the project's own.
    #[serde(default, deserialize_with = "lenient::map")]
    pub metadata: BTreeMap<String, String>,
    /// Its tags. Since 2.26.
    #[serde(default, deserialize_with = "lenient::list")]
    pub tags: Vec<String>,
    /// Whether a drive tells it what the metadata service would.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub config_drive: bool,
    /// `AUTO` if its disk grows to the flavor's size, `MANUAL` if the guest sees to it.
    #[serde(rename = "OS-DCF:diskConfig", default, deserialize_with = "lenient::or_none")]
    pub disk_config: Option<String>,
    /// Whether it is locked against changes. Since 2.9.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub locked: bool,
    /// Why it is locked, if someone said so. Since 2.73.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub locked_reason: Option<String>,
    /// The certificates that its image's signature is checked with. Since 2.63.
    #[serde(default, deserialize_with = "lenient::list")]
    pub trusted_image_certificates: Vec<String>,
    /// The server groups that it is in; one at most, as yet. Since 2.71.
    #[serde(default, deserialize_with = "lenient::list")]
    pub server_groups: Vec<String>,
    /// The availability zone.
    #[serde(
        rename = "OS-EXT-AZ:availability_zone",
        default,
        deserialize_with = "lenient::or_none"
    )]
    pub availability_zone: Option<String>,
    /// The availability zone that it may not leave. Since 2.96.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub pinned_availability_zone: Option<String>,
    /// The host, veiled: the same for servers of the project on the same host.
    #[serde(rename = "hostId", default, deserialize_with = "lenient::or_none")]
    pub host_id: Option<String>,
    /// How the host is: `UP`, `DOWN`, `MAINTENANCE` or `UNKNOWN`; not every user sees it. Since 2.16.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub host_status: Option<String>,
    /// The host: for administrators alone.
    #[serde(rename = "OS-EXT-SRV-ATTR:host", default, deserialize_with = "lenient::or_none")]
    pub host: Option<String>,
    /// The hypervisor: for administrators alone.
    #[serde(
        rename = "OS-EXT-SRV-ATTR:hypervisor_hostname",
        default,
        deserialize_with = "lenient::or_none"
    )]
    pub hypervisor_hostname: Option<String>,
    /// What the hypervisor calls it: for administrators alone.
    #[serde(
        rename = "OS-EXT-SRV-ATTR:instance_name",
        default,
        deserialize_with = "lenient::or_none"
    )]
    pub instance_name: Option<String>,
    /// Its host name, as the metadata service says it. For administrators since 2.3, for all since 2.90.
    #[serde(rename = "OS-EXT-SRV-ATTR:hostname", default, deserialize_with = "lenient::or_none")]
    pub hostname: Option<String>,
    /// The device of its root disk: for administrators alone. Since 2.3.
    #[serde(
        rename = "OS-EXT-SRV-ATTR:root_device_name",
        default,
        deserialize_with = "lenient::or_none"
    )]
    pub root_device_name: Option<String>,
    /// What it was told at its first boot: for administrators alone. Since 2.3.
    #[serde(rename = "OS-EXT-SRV-ATTR:user_data", default, deserialize_with = "lenient::or_none")]
    pub user_data: Option<UserData>,
    /// Its place among those created together: for administrators alone. Since 2.3.
    #[serde(
        rename = "OS-EXT-SRV-ATTR:launch_index",
        default,
        deserialize_with = "lenient::or_none"
    )]
    pub launch_index: Option<u32>,
    /// What those created together have in common: for administrators alone. Since 2.3.
    #[serde(
        rename = "OS-EXT-SRV-ATTR:reservation_id",
        default,
        deserialize_with = "lenient::or_none"
    )]
    pub reservation_id: Option<String>,
    /// The kernel of its image, where that is apart: for administrators alone. Since 2.3.
    #[serde(rename = "OS-EXT-SRV-ATTR:kernel_id", default, deserialize_with = "lenient::or_none")]
    pub kernel_id: Option<String>,
    /// The first disk in memory of its image, where that is apart: for administrators alone. Since 2.3.
    #[serde(rename = "OS-EXT-SRV-ATTR:ramdisk_id", default, deserialize_with = "lenient::or_none")]
    pub ramdisk_id: Option<String>,
    /// Where it was to be, relative to others. Since 2.100.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub scheduler_hints: SchedulerHints,
    /// The password of its administrator: in the answers of [`create`](Servers::create) and
    /// [`rebuild`](Servers::rebuild) alone, and only where the cloud shows it. It is not serialized.
    #[serde(
        rename = "adminPass",
        default,
        deserialize_with = "lenient::or_none",
        skip_serializing
    )]
    pub admin_password: Option<Secret>,
    /// Who made it.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub user_id: Option<Id<kind::User>>,
    /// The project that it belongs to.
    #[serde(rename = "tenant_id", default, deserialize_with = "lenient::or_none")]
    pub project_id: Option<Id<kind::Project>>,
    /// When it was created.
    #[serde(rename = "created", default, deserialize_with = "time::lenient")]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(rename = "updated", default, deserialize_with = "time::lenient")]
    pub updated_at: Option<Timestamp>,
    /// When it first ran.
    #[serde(rename = "OS-SRV-USG:launched_at", default, deserialize_with = "time::lenient")]
    pub launched_at: Option<Timestamp>,
    /// When it was deleted.
    #[serde(rename = "OS-SRV-USG:terminated_at", default, deserialize_with = "time::lenient")]
    pub terminated_at: Option<Timestamp>,
}

impl Resource for Server {
    type Kind = kind::Server;
    const PATH: &'static str = "servers";
    const LIST_PATH: &'static str = "servers/detail";
    const KEY: &'static str = "server";
    const KEYS: &'static str = "servers";

    fn id(&self) -> &ServerId {
        &self.id
    }
}

/// The servers of a project.
#[derive(Debug, Clone)]
pub struct Servers(pub(crate) Collection<Server>);

impl Servers {
    /// Lists servers in detail:
    /// [`GET /servers/detail`](https://docs.openstack.org/api-ref/compute/#list-servers-detailed).
    pub fn list(&self, filter: &ListServers) -> Listing<Server> {
        self.0.list(filter).since(filter.needs())
    }

    /// Lists the ids and names of servers, and nothing else of them:
    /// [`GET /servers`](https://docs.openstack.org/api-ref/compute/#list-servers).
    pub fn list_summaries(&self, filter: &ListServers) -> Listing<ServerSummary> {
        let operation = Operation("list", "server names");
        let request = Request::new(Method::GET, self.0.path(), operation).filter(filter);
        self.0.listing(request).extract().since(filter.needs())
    }

    /// Finds one server by its name or id:
    /// [`GET /servers/{id}`](https://docs.openstack.org/api-ref/compute/#show-server-details), and else
    /// [`GET /servers/detail`](https://docs.openstack.org/api-ref/compute/#list-servers-detailed).
    pub fn find(&self, name_or_id: &str) -> Find<Server> {
        let named = ListServers::named(name_or_id);
        self.0.find(name_or_id, &named, |server| &server.name)
    }

    /// Shows one server:
    /// [`GET /servers/{id}`](https://docs.openstack.org/api-ref/compute/#show-server-details).
    pub fn get(&self, server: impl Into<ServerId>) -> Call<Server> {
        self.0.get(server.into())
    }

    /// Boots a server, which takes its time; then [wait for it](Self::wait_for):
    /// [`POST /servers`](https://docs.openstack.org/api-ref/compute/#create-server).
    ///
    /// The answer has little more than the id, and the password of the server's administrator.
    pub fn create(&self, server: &CreateServer) -> Call<Server> {
        let path = self.0.path();
        let request = Request::new(Method::POST, path, Operation("create", Server::KEY));
        let request = request.json(&server.beside(&*server.whole()));
        self.0.one(request).since(server.needs())
    }

    /// Boots as many servers as there can be of these numbers, and answers what they can be
    /// [listed](ListServers::reservation_id) by:
    /// [`POST /servers`](https://docs.openstack.org/api-ref/compute/#create-multiple-servers).
    ///
    /// Their names end in `-1`, `-2`, … Where there cannot be as many as the lowest number, there is none.
    pub fn create_several(
        &self,
        server: &CreateServer,
        count: RangeInclusive<u32>,
    ) -> Call<String> {
        let path = self.0.path();
        let request = Request::new(Method::POST, path, Operation("create", Server::KEYS));
        let whole = server.whole();
        let several = inputs::Several::of(&whole, &count);
        let create = self.0.call(request.json(&server.beside(&several)));
        let create = create.under("reservation_id").extract();
        create.since(server.needs())
    }

    /// Changes name, description or addresses of a server:
    /// [`PUT /servers/{id}`](https://docs.openstack.org/api-ref/compute/#update-server).
    pub fn update(&self, server: impl Into<ServerId>, changes: &UpdateServer) -> Call<Server> {
        self.0.update(server.into(), changes).since(changes.needs())
    }

    /// Deletes a server, which takes its time; then [wait for it](Self::wait_gone):
    /// [`DELETE /servers/{id}`](https://docs.openstack.org/api-ref/compute/#delete-server).
    pub fn delete(&self, server: impl Into<ServerId>) -> Call<()> {
        self.0.delete(server.into())
    }

    /// Attaches a volume; [`VolumeAttachments`](crate::volume_attachments::VolumeAttachments) can say
    /// more of it:
    /// [`POST /servers/{id}/os-volume_attachments`](https://docs.openstack.org/api-ref/compute/#attach-a-volume-to-an-instance).
    ///
    /// Since 2.101 Nova answers before it knows of an attachment, and so with none.
    pub fn attach_volume(
        &self,
        server: impl Into<ServerId>,
        volume: impl Into<VolumeId>,
    ) -> Call<Option<VolumeAttachment>> {
        let path = self.volumes_of(&server.into());
        let request = Request::new(Method::POST, path, Operation("attach", "volume"));
        let body = AttachVolume::new(volume);
        let request = request.envelope(VolumeAttachment::KEY, &body);
        let attach = self.0.call(request).under(VolumeAttachment::KEY);
        attach.reading(VolumeAttachment::read)
    }

    /// Detaches a volume, which takes its time:
    /// [`DELETE /servers/{id}/os-volume_attachments/{volume}`](https://docs.openstack.org/api-ref/compute/#detach-a-volume-from-an-instance).
    pub fn detach_volume(
        &self,
        server: impl Into<ServerId>,
        volume: impl Into<VolumeId>,
    ) -> Call<()> {
        let path = self.volumes_of(&server.into());
        let path = path.segment(volume.into().as_str());
        let request = Request::new(Method::DELETE, path, Operation("detach", "volume"));
        self.0.call(request)
    }

    fn volumes_of(&self, server: &ServerId) -> ferriscloud_core::Path {
        self.0.path_of(server).then(VolumeAttachment::PATH)
    }
}

#[cfg(test)]
mod tests;
