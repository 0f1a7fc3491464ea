//! The disks that a new server is made with.

use std::ops::Not;

use ferriscloud_core::{Id, Microversion, kind};
use serde::Serialize;

use crate::volume_attachments::VolumeId;

/// A disk that a new server is made with.
///
/// ```
/// use ferriscloud_compute::servers::BlockDevice;
///
/// // Boots from a new volume of 20 GiB that is made from an image, and goes with the server.
/// let root = BlockDevice {
///     delete_on_termination: Some(true),
///     ..BlockDevice::boot_from_image("70a599e0", 20)
/// };
/// assert_eq!(
///     serde_json::to_value(&root)?,
///     serde_json::json!({
///         "source_type": "image", "uuid": "70a599e0", "destination_type": "volume",
///         "boot_index": 0, "volume_size": 20, "delete_on_termination": true
///     })
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BlockDevice {
    /// What is on it at first.
    #[serde(flatten)]
    pub source: Source,
    /// Where it is kept.
    #[serde(rename = "destination_type")]
    pub destination: Destination,
    /// Whether there is to be no disk under this [`device_name`](Self::device_name), though the image has one there.
    #[serde(skip_serializing_if = "Not::not")]
    pub no_device: bool,
    /// Its turn among those to boot from: 0 is the first; none is never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub boot_index: Option<u32>,
    /// The size in GiB; that of its source where this is not said.
    #[serde(rename = "volume_size", skip_serializing_if = "Option::is_none")]
    pub size_gib: Option<u64>,
    /// The type of a new volume. Since 2.67.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume_type: Option<String>,
    /// Whether it is deleted with the server; a volume is not where this is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete_on_termination: Option<bool>,
    /// What the server shall call it, such as `/dev/vdb`; most hypervisors choose themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_name: Option<String>,
    /// What it looks like to the server: `disk` or `cdrom`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_type: Option<String>,
    /// The bus, such as `virtio` or `scsi`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disk_bus: Option<String>,
    /// How a blank local disk is formatted: `swap`, or a file system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guest_format: Option<String>,
    /// The tag that the server sees it under. Since 2.42.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
}

impl BlockDevice {
    /// A disk that is not booted from.
    pub fn new(source: Source, destination: Destination) -> Self {
        Self {
            source,
            destination,
            no_device: false,
            boot_index: None,
            size_gib: None,
            volume_type: None,
            delete_on_termination: None,
            device_name: None,
            device_type: None,
            disk_bus: None,
            guest_format: None,
            tag: None,
        }
    }

    /// A volume that there is already, as one more disk.
    pub fn volume(volume: impl Into<VolumeId>) -> Self {
        Self::new(Source::Volume(volume.into()), Destination::Volume)
    }

    /// A new, empty volume of this size in GiB, as one more disk.
    pub fn blank_volume(size_gib: u64) -> Self {
        Self {
            size_gib: Some(size_gib),
            ..Self::new(Source::Blank, Destination::Volume)
        }
    }

    /// A volume that there is already, to boot from.
    pub fn boot_from_volume(volume: impl Into<VolumeId>) -> Self {
        Self {
            boot_index: Some(0),
            ..Self::volume(volume)
        }
    }

    /// A new volume of this size in GiB that is made from an image, to boot from.
    pub fn boot_from_image(image: impl Into<Id<kind::Image>>, size_gib: u64) -> Self {
        Self {
            boot_index: Some(0),
            size_gib: Some(size_gib),
            ..Self::new(Source::Image(image.into()), Destination::Volume)
        }
    }

    /// No disk under this name, such as `/dev/vdb`, though the image has one there.
    pub fn none(device_name: impl Into<String>) -> Self {
        Self {
            no_device: true,
            device_name: Some(device_name.into()),
            ..Self::new(Source::Blank, Destination::Local)
        }
    }

    /// The disk that a server has of its image.
    pub(super) fn of_image(image: &Id<kind::Image>) -> Self {
        Self {
            boot_index: Some(0),
            delete_on_termination: Some(true),
            ..Self::new(Source::Image(image.clone()), Destination::Local)
        }
    }

    pub(super) fn needs(&self) -> Option<Microversion> {
        let tag = self.tag.as_ref().map(|_| Microversion(2, 42));
        tag.max(self.volume_type.as_ref().map(|_| Microversion(2, 67)))
    }
}

/// What is on a disk at first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "source_type", content = "uuid", rename_all = "lowercase")]
#[non_exhaustive]
pub enum Source {
    /// Nothing.
    Blank,
    /// What is in an image.
    Image(Id<kind::Image>),
    /// What was on a volume when this snapshot was made.
    Snapshot(Id<kind::Snapshot>),
    /// What is on this volume, which is the disk itself.
    Volume(VolumeId),
}

/// Where a disk is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Destination {
    /// On the server's host.
    Local,
    /// On a volume.
    Volume,
}
