//! What is asked of servers.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::RangeInclusive;

use ferriscloud_core::{Id, Microversion, Patch, Secret, kind};
use serde::Serialize;

use super::{BlockDevice, Networks, SchedulerHints, SecurityGroup, UserData};
use crate::flavors::FlavorId;
use crate::keypairs::KeypairId;

/// What a new server is made of.
///
/// Its `Serialize` shows the password: it is what is sent.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CreateServer {
    /// The name; the host name is made of it.
    pub name: String,
    /// The flavor.
    #[serde(rename = "flavorRef")]
    pub flavor: FlavorId,
    /// The image; none if it boots from a volume among [`block_devices`](Self::block_devices).
    #[serde(rename = "imageRef", skip_serializing_if = "Option::is_none")]
    pub image: Option<Id<kind::Image>>,
    /// What it is connected to.
    pub networks: Networks,
    /// Its disks, apart from that of the image; or one among them to boot from.
    #[serde(rename = "block_device_mapping_v2", skip_serializing_if = "Vec::is_empty")]
    pub block_devices: Vec<BlockDevice>,
    /// The keypair that its user can log in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_name: Option<KeypairId>,
    /// The security groups of the ports that are made for it; `default` where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub security_groups: Vec<SecurityGroup>,
    /// What it is told at its first boot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_data: Option<UserData>,
    /// Whether a drive tells it what the metadata service would.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config_drive: Option<bool>,
    /// The metadata of the project's own.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
    /// The description. Since 2.19.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its tags. Since 2.52.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The host name, where it is not to be made of the name. Since 2.90; with a domain, since 2.94.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hostname: Option<String>,
    /// The password of its administrator; a random one where this is not said.
    #[serde(
        rename = "adminPass",
        skip_serializing_if = "Option::is_none",
        serialize_with = "Secret::send_some"
    )]
    pub admin_password: Option<Secret>,
    /// The availability zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability_zone: Option<String>,
    /// The host: for administrators alone. Since 2.74.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The hypervisor: for administrators alone. Since 2.74.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hypervisor_hostname: Option<String>,
    /// Where it is to be, relative to others.
    #[serde(skip)]
    pub scheduler_hints: SchedulerHints,
    /// The certificates to check the image's signature with. Since 2.63.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub trusted_image_certificates: Vec<String>,
    /// `AUTO` if its disk shall grow to the flavor's size, `MANUAL` if the guest sees to it.
    #[serde(rename = "OS-DCF:diskConfig", skip_serializing_if = "Option::is_none")]
    pub disk_config: Option<String>,
    /// The address of version 4 to reach it at: a note for its users.
    #[serde(rename = "accessIPv4", skip_serializing_if = "Option::is_none")]
    pub access_ipv4: Option<Ipv4Addr>,
    /// The address of version 6 to reach it at: a note for its users.
    #[serde(rename = "accessIPv6", skip_serializing_if = "Option::is_none")]
    pub access_ipv6: Option<Ipv6Addr>,
}

impl CreateServer {
    /// A server of this name and flavor, on the project's only network.
    pub fn new(name: impl Into<String>, flavor: impl Into<FlavorId>) -> Self {
        Self {
            name: name.into(),
            flavor: flavor.into(),
            ..Self::default()
        }
    }

    /// With the disk of the image among the others: Nova wants to have them all or none.
    pub(super) fn whole(&self) -> Cow<'_, Self> {
        let is_first = |device: &BlockDevice| device.boot_index == Some(0);
        match &self.image {
            Some(image) if !self.block_devices.is_empty() => {
                let mut whole = self.clone();
                if !whole.block_devices.iter().any(is_first) {
                    whole.block_devices.insert(0, BlockDevice::of_image(image));
                }
                Cow::Owned(whole)
            }
            _ => Cow::Borrowed(self),
        }
    }

    pub(super) fn beside<'a, S>(&'a self, server: &'a S) -> Beside<'a, S> {
        let hints = &self.scheduler_hints;
        Beside {
            server,
            scheduler_hints: (*hints != SchedulerHints::default()).then_some(hints),
        }
    }

    pub(super) fn needs(&self) -> Option<Microversion> {
        let devices = self.block_devices.iter().map(BlockDevice::needs).max();
        let fields = lowest([
            (self.description.is_some(), 19),
            (!self.tags.is_empty(), 52),
            (!self.trusted_image_certificates.is_empty(), 63),
            (
                self.host.is_some() || self.hypervisor_hostname.is_some(),
                74,
            ),
            (self.hostname.is_some(), hostname(self.hostname.as_deref())),
        ]);
        fields.max(devices.flatten()).max(self.networks.needs())
    }
}

/// A new server, or several, with what Nova wants to have beside it, and not in it.
#[derive(Serialize)]
pub(super) struct Beside<'a, S> {
    server: &'a S,
    #[serde(rename = "os:scheduler_hints", skip_serializing_if = "Option::is_none")]
    scheduler_hints: Option<&'a SchedulerHints>,
}

/// Several servers like this one.
#[derive(Serialize)]
pub(super) struct Several<'a> {
    #[serde(flatten)]
    server: &'a CreateServer,
    min_count: u32,
    max_count: u32,
    return_reservation_id: bool,
}

impl<'a> Several<'a> {
    pub(super) fn of(server: &'a CreateServer, count: &RangeInclusive<u32>) -> Self {
        Self {
            server,
            min_count: *count.start(),
            max_count: *count.end(),
            return_reservation_id: true,
        }
    }
}

/// Changes of a server.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UpdateServer {
    /// Another name; the host name stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Another description, or none. Since 2.19.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub description: Patch<String>,
    /// Another host name, which the server learns at its next boot. Since 2.90; with a domain, since 2.94.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hostname: Option<String>,
    /// The availability zone that it may not leave, or none. Since 2.104.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub pinned_availability_zone: Patch<String>,
    /// `AUTO` if its disk shall grow to the flavor's size, `MANUAL` if the guest sees to it.
    #[serde(rename = "OS-DCF:diskConfig", skip_serializing_if = "Option::is_none")]
    pub disk_config: Option<String>,
    /// Another address of version 4 to reach it at.
    #[serde(rename = "accessIPv4", skip_serializing_if = "Option::is_none")]
    pub access_ipv4: Option<Ipv4Addr>,
    /// Another address of version 6 to reach it at.
    #[serde(rename = "accessIPv6", skip_serializing_if = "Option::is_none")]
    pub access_ipv6: Option<Ipv6Addr>,
}

impl UpdateServer {
    pub(super) fn needs(&self) -> Option<Microversion> {
        lowest([
            (!self.description.is_keep(), 19),
            (self.hostname.is_some(), hostname(self.hostname.as_deref())),
            (!self.pinned_availability_zone.is_keep(), 104),
        ])
    }
}

/// How to reboot a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum RebootType {
    /// By asking the guest, and like `Hard` if it does not obey.
    Soft,
    /// By switching it off and on.
    Hard,
}

/// The lowest microversion with all that is used.
pub(super) fn lowest<const N: usize>(used: [(bool, u16); N]) -> Option<Microversion> {
    let used = used.into_iter().filter(|(used, _)| *used);
    used.map(|(_, minor)| Microversion(2, minor)).max()
}

pub(super) fn hostname(name: Option<&str>) -> u16 {
    match name {
        Some(name) if name.contains('.') => 94,
        _ => 90,
    }
}
