//! What some actions on servers take, and give.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};

use ferriscloud_core::{Answer, Id, Microversion, Patch, Result, Secret, kind, lenient};
use serde::{Deserialize, Serialize};

use super::UserData;
use super::inputs::{hostname, lowest};
use crate::flavors::FlavorId;

/// A backup of a server.
#[derive(Debug, Clone, Serialize)]
pub struct CreateBackup {
    /// The name of the image.
    pub name: String,
    /// What sort of backup it is, in a word of your own such as `daily`.
    pub backup_type: String,
    /// How many of this sort to keep; the oldest ones beyond are deleted.
    pub rotation: u32,
    /// The metadata of the image.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
}

impl CreateBackup {
    /// A backup of a sort, of which so many are kept.
    pub fn new(name: impl Into<String>, backup_type: impl Into<String>, rotation: u32) -> Self {
        Self {
            name: name.into(),
            backup_type: backup_type.into(),
            rotation,
            metadata: BTreeMap::new(),
        }
    }
}

/// An image of a server.
#[derive(Debug, Clone, Serialize)]
pub struct CreateImage {
    /// The name of the image.
    pub name: String,
    /// The metadata of the image.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
}

impl CreateImage {
    /// An image of this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            metadata: BTreeMap::new(),
        }
    }
}

/// What a server is made anew from.
///
/// Its `Serialize` shows the password: it is what is sent.
#[derive(Debug, Clone, Serialize)]
pub struct RebuildServer {
    /// The image.
    #[serde(rename = "imageRef")]
    pub image: Id<kind::Image>,
    /// Another name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The password of its administrator; a random one where this is not said.
    #[serde(rename = "adminPass", skip_serializing_if = "Option::is_none")]
    #[serde(serialize_with = "Secret::send_some")]
    pub admin_password: Option<Secret>,
    /// All its metadata from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<BTreeMap<String, String>>,
    /// Another description, or none. Since 2.19.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub description: Patch<String>,
    /// Another keypair, or none. Since 2.54.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub key_name: Patch<String>,
    /// What it is told at its first boot from now on, or nothing. Since 2.57.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub user_data: Patch<UserData>,
    /// The certificates to check the image's signature with, or none. Since 2.63.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub trusted_image_certificates: Patch<Vec<String>>,
    /// Another host name. Since 2.90; with a domain, since 2.94.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hostname: Option<String>,
    /// Whether its ephemeral disk stays; bare metal alone can do that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preserve_ephemeral: Option<bool>,
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

impl RebuildServer {
    /// From this image, and with nothing else changed.
    pub fn new(image: impl Into<Id<kind::Image>>) -> Self {
        Self {
            image: image.into(),
            name: None,
            admin_password: None,
            metadata: None,
            description: Patch::Keep,
            key_name: Patch::Keep,
            user_data: Patch::Keep,
            trusted_image_certificates: Patch::Keep,
            hostname: None,
            preserve_ephemeral: None,
            disk_config: None,
            access_ipv4: None,
            access_ipv6: None,
        }
    }

    pub(super) fn needs(&self) -> Option<Microversion> {
        lowest([
            (!self.description.is_keep(), 19),
            (!self.key_name.is_keep(), 54),
            (!self.user_data.is_keep(), 57),
            (!self.trusted_image_certificates.is_keep(), 63),
            (self.hostname.is_some(), hostname(self.hostname.as_deref())),
        ])
    }
}

/// How to rescue a server.
///
/// Its `Serialize` shows the password: it is what is sent.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RescueServer {
    /// The image to boot from; its own, or the cloud's choice, where this is not said.
    #[serde(rename = "rescue_image_ref", skip_serializing_if = "Option::is_none")]
    pub image: Option<Id<kind::Image>>,
    /// The password of the rescued server's administrator; a random one where this is not said.
    #[serde(rename = "adminPass", skip_serializing_if = "Option::is_none")]
    #[serde(serialize_with = "Secret::send_some")]
    pub admin_password: Option<Secret>,
}

/// What Nova says of a server that it is about to rescue.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Rescued {
    /// The password of the rescued server's administrator, where the cloud shows it. It is not serialized.
    #[serde(rename = "adminPass", deserialize_with = "lenient::or_none", skip_serializing)]
    pub admin_password: Option<Secret>,
}

impl Rescued {
    /// A cloud that shows no passwords answers with nothing.
    pub(super) fn read(answer: &Answer) -> Result<Self> {
        if answer.bytes().is_empty() {
            return Ok(Self::default());
        }
        answer.extract()
    }
}

/// What a server shall become: a flavor alone does, too.
#[derive(Debug, Clone, Serialize)]
pub struct ResizeServer {
    /// The flavor.
    #[serde(rename = "flavorRef")]
    pub flavor: FlavorId,
    /// `AUTO` if its disk shall grow to the flavor's size, `MANUAL` if the guest sees to it.
    #[serde(rename = "OS-DCF:diskConfig", skip_serializing_if = "Option::is_none")]
    pub disk_config: Option<String>,
}

impl<F: Into<FlavorId>> From<F> for ResizeServer {
    fn from(flavor: F) -> Self {
        Self {
            flavor: flavor.into(),
            disk_config: None,
        }
    }
}

/// Where a shelved server is to be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct UnshelveServer {
    /// The availability zone, or any: then it may leave the one that it was made in. Since 2.77; any since
    /// 2.91.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub availability_zone: Patch<String>,
    /// The host: for administrators alone. Since 2.91.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
}

impl UnshelveServer {
    pub(super) fn needs(&self) -> Option<Microversion> {
        lowest([
            (!self.availability_zone.is_keep(), 77),
            (self.availability_zone == Patch::Clear, 91),
            (self.host.is_some(), 91),
        ])
    }
}
