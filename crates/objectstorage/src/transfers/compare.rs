//! Whether a file and an object are the same.

use ferriscloud_core::Result;

use super::folder::Found;
use super::{manifest, mtime, pieces};
use crate::lanes::Lanes;
use crate::objects::{Object, ObjectName, Objects};
use crate::parts::Part;

/// How a file and an object of the same size are compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Compare {
    /// By the time of the file, which uploads note in the metadata `mtime` as python-swiftclient and rclone do.
    /// Where that differs or is missing, by [`Checksum`](Self::Checksum).
    #[default]
    Time,
    /// By the MD5 of the data, for which the file is read; of a static large object by that of each segment. A
    /// dynamic one is never the same.
    Checksum,
    /// Not at all: everything is transferred.
    Nothing,
}

impl Compare {
    /// Whether a file is the same as an object.
    pub(super) async fn same(
        self,
        objects: &Objects,
        object: &Object,
        file: &Found,
        lanes: &Lanes,
    ) -> Result<bool> {
        let Found {
            path,
            bytes,
            modified,
        } = file;
        if self == Self::Nothing || object.bytes != *bytes {
            return Ok(false);
        }
        if self == Self::Checksum && is_md5(&object.etag) {
            // Most objects are no large ones, and need not be asked about.
            if Part::whole(path).await?.md5(lanes).await? == object.etag {
                return Ok(true);
            }
        }
        let head = match objects.head(&object.name).await {
            Ok(head) => head,
            Err(error) if error.is_not_found() => return Ok(false),
            Err(error) => return Err(error),
        };
        if head.bytes != Some(*bytes) {
            return Ok(false);
        }
        if self == Self::Time
            && let (Some(modified), Some(noted)) = (modified, mtime::of(&head))
            && mtime::same(*modified, noted)
        {
            return Ok(true);
        }
        let part = Part::whole(path).await?;
        if head.static_large_object {
            return same_segments(objects, &object.name, &part, lanes).await;
        }
        match head.etag {
            Some(etag) if head.object_manifest.is_none() => Ok(part.md5(lanes).await? == etag),
            _ => Ok(false),
        }
    }
}

fn is_md5(etag: &str) -> bool {
    etag.len() == 32
}

async fn same_segments(
    objects: &Objects,
    name: &ObjectName,
    part: &Part,
    lanes: &Lanes,
) -> Result<bool> {
    let segments = manifest::flat(objects, objects.manifest(name).await?).await?;
    let Some(pieces) = pieces::of_segments(&segments, part.length(), 0) else {
        return Ok(false);
    };
    for piece in pieces {
        let mut start = piece.start;
        for (length, etag) in piece.checks {
            let Some(etag) = etag else {
                return Ok(false);
            };
            if part.slice(start, length).md5(lanes).await? != etag {
                return Ok(false);
            }
            start += length;
        }
    }
    Ok(true)
}
