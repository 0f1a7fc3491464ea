//! Which servers to list.

use std::ops::Not;

use ferriscloud_core::time::Timestamp;
use ferriscloud_core::{Id, Microversion, kind};
use serde::{Serialize, Serializer};

use super::inputs::lowest;
use super::{PowerState, ServerId, Status};
use crate::flavors::FlavorId;

/// Which servers to list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListServers {
    /// Those whose name matches this regular expression.
    pub name: Option<String>,
    /// Those with this status.
    pub status: Option<Status>,
    /// Those of this flavor.
    pub flavor: Option<FlavorId>,
    /// Those made from this image.
    pub image: Option<Id<kind::Image>>,
    /// Those with an address of version 4 that matches this regular expression.
    pub ip: Option<String>,
    /// Those with an address of version 6 that matches this regular expression. For administrators, and
    /// since 2.5 for all.
    pub ip6: Option<String>,
    /// Those in this availability zone. For administrators, and since 2.83 for all.
    pub availability_zone: Option<String>,
    /// Those with this keypair. For administrators, and since 2.83 for all.
    pub key_name: Option<String>,
    /// Those with all of these tags. Since 2.26.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "commas")]
    pub tags: Vec<String>,
    /// Those with any of these tags. Since 2.26.
    #[serde(rename = "tags-any", skip_serializing_if = "Vec::is_empty", serialize_with = "commas")]
    pub any_tags: Vec<String>,
    /// Those without all of these tags. Since 2.26.
    #[serde(rename = "not-tags", skip_serializing_if = "Vec::is_empty", serialize_with = "commas")]
    pub not_tags: Vec<String>,
    /// Those without any of these tags. Since 2.26.
    #[serde(
        rename = "not-tags-any",
        skip_serializing_if = "Vec::is_empty",
        serialize_with = "commas"
    )]
    pub not_any_tags: Vec<String>,
    /// Those with a config drive, or without. For administrators, and since 2.83 for all.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "config_drive")]
    pub config_drive: Option<bool>,
    /// Those that the hypervisor has for this. For administrators, and since 2.83 for all.
    pub power_state: Option<PowerState>,
    /// Those to which this is being done, such as `rebooting`. For administrators, and since 2.83 for all.
    pub task_state: Option<String>,
    /// Those that Nova has for this, such as `active`. For administrators, and since 2.83 for all.
    pub vm_state: Option<String>,
    /// Those whose task is as far as this, in per cent. For administrators, and since 2.83 for all.
    pub progress: Option<u8>,
    /// Those whose time of creation, written as `2026-11-24 03:49:01`, matches this regular expression. For administrators, and since 2.83 for all.
    pub created_at: Option<String>,
    /// The same, for when they first ran. For administrators, and since 2.83 for all.
    pub launched_at: Option<String>,
    /// The same, for when they were deleted. For administrators, and since 2.83 for all.
    pub terminated_at: Option<String>,
    /// Those whose host name matches this regular expression. For administrators, and since 2.90 for all.
    pub hostname: Option<String>,
    /// Those that were created together: see [`create_several`](super::Servers::create_several).
    pub reservation_id: Option<String>,
    /// Those that are locked, or not. Since 2.73.
    pub locked: Option<bool>,
    /// Those changed since then, deleted ones too.
    #[serde(rename = "changes-since")]
    pub changed_since: Option<Timestamp>,
    /// Those changed before then, deleted ones too. Since 2.66.
    #[serde(rename = "changes-before")]
    pub changed_before: Option<Timestamp>,
    /// Those on this host: for administrators alone.
    pub host: Option<String>,
    /// Those of all projects: for administrators alone.
    #[serde(rename = "all_tenants", skip_serializing_if = "Not::not")]
    pub all_projects: bool,
    /// Those of this project: with [`all_projects`](Self::all_projects), for administrators alone.
    pub project_id: Option<Id<kind::Project>>,
    /// Those of this user. For administrators, and since 2.83 for all.
    pub user_id: Option<Id<kind::User>>,
    /// Those that are deleted: for administrators alone.
    #[serde(skip_serializing_if = "Not::not")]
    pub deleted: bool,
    /// Those on this hypervisor: for administrators alone, as all below but for the order.
    pub node: Option<String>,
    /// The one with this id.
    #[serde(rename = "uuid")]
    pub id: Option<ServerId>,
    /// Those whose description matches this regular expression.
    #[serde(rename = "display_description")]
    pub description: Option<String>,
    /// Those whose noted address of version 4 matches this regular expression.
    #[serde(rename = "access_ip_v4")]
    pub access_ipv4: Option<String>,
    /// Those whose noted address of version 6 matches this regular expression.
    #[serde(rename = "access_ip_v6")]
    pub access_ipv6: Option<String>,
    /// Those whose disk grows to the flavor's size, or does not.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "digit")]
    pub auto_disk_config: Option<bool>,
    /// Those with this place among those created together.
    pub launch_index: Option<u32>,
    /// Those locked by an `owner`, or by an `admin`.
    pub locked_by: Option<String>,
    /// Those whose root disk has this device.
    pub root_device_name: Option<String>,
    /// Those of images with this kernel.
    pub kernel_id: Option<String>,
    /// Those of images with this first disk in memory.
    pub ramdisk_id: Option<String>,
    /// Those that are deleted, but kept for a while, too: with [`deleted`](Self::deleted) only those.
    #[serde(skip_serializing_if = "Not::not")]
    pub soft_deleted: bool,
    /// By which of their fields to sort: `display_name`, `created_at`, …; newest first where this is not
    /// said.
    pub sort_key: Option<String>,
    /// In which order: `asc` or `desc`.
    pub sort_dir: Option<String>,
    /// As many as this on each page; the listing goes on to the end all the same.
    pub limit: Option<u32>,
}

impl ListServers {
    /// Those of exactly this name.
    pub fn named(name: &str) -> Self {
        let mut pattern = String::from("^");
        for letter in name.chars() {
            if letter.is_ascii_punctuation() {
                pattern.push('\\');
            }
            pattern.push(letter);
        }
        pattern.push('$');
        Self {
            name: Some(pattern),
            ..Self::default()
        }
    }

    pub(super) fn needs(&self) -> Option<Microversion> {
        let tags = [
            &self.tags,
            &self.any_tags,
            &self.not_tags,
            &self.not_any_tags,
        ];
        let tags = tags.iter().any(|tags| !tags.is_empty());
        lowest([
            (self.ip6.is_some(), 5),
            (tags, 26),
            (self.changed_before.is_some(), 66),
            (self.locked.is_some(), 73),
            // These were ignored without a word before.
            (
                self.availability_zone.is_some()
                    || self.config_drive.is_some()
                    || self.created_at.is_some()
                    || self.key_name.is_some()
                    || self.launched_at.is_some()
                    || self.power_state.is_some()
                    || self.progress.is_some()
                    || self.task_state.is_some()
                    || self.terminated_at.is_some()
                    || self.user_id.is_some()
                    || self.vm_state.is_some(),
                83,
            ),
            (self.hostname.is_some(), 90),
        ])
    }
}

fn commas<S: Serializer>(tags: &[String], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&tags.join(","))
}

/// Nova keeps `True` for one, and nothing for none.
fn config_drive<S: Serializer>(yes: &Option<bool>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(if *yes == Some(true) { "True" } else { "^$" })
}

fn digit<S: Serializer>(yes: &Option<bool>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(if *yes == Some(true) { "1" } else { "0" })
}
