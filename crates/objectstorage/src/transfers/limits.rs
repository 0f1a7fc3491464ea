//! How large segments may be, and how many.

use ferriscloud_core::{Client, ErrorKind, Result};

use crate::address::root_of;
use crate::info::{self, Info};

/// Large enough that requests cost nothing beside the data, small enough to be sent again.
const SEGMENT: u64 = 64 << 20;
const MIB: u64 = 1 << 20;

/// What a cloud says of large objects in its `/info`; Swift's own defaults where it says nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Limits {
    most_segments: u64,
    smallest: u64,
    largest: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            most_segments: 1000,
            smallest: 1,
            largest: 5 << 30,
        }
    }
}

impl Limits {
    /// Asks the cloud: `GET /info`. One that does not tell has the usual limits.
    pub(super) async fn of(client: &Client) -> Self {
        let info = info::ask(&root_of(client)).await;
        info.map_or_else(|_| Self::default(), |info| Self::read(&info))
    }

    fn read(info: &Info) -> Self {
        let usual = Self::default();
        let or = |limit: Option<u64>, usual| limit.filter(|limit| *limit > 0).unwrap_or(usual);
        let slo = info.slo.as_ref();
        Self {
            most_segments: or(
                slo.map(|slo| slo.max_manifest_segments),
                usual.most_segments,
            ),
            smallest: or(slo.map(|slo| slo.min_segment_size), usual.smallest),
            largest: or(Some(info.swift.max_file_size), usual.largest),
        }
    }

    fn most(&self) -> usize {
        usize::try_from(self.most_segments).unwrap_or(usize::MAX)
    }
}

/// As many segments as a manifest may have.
#[cfg(feature = "object-store")]
pub(crate) async fn most_segments(client: &Client) -> usize {
    Limits::of(client).await.most()
}

/// How an object is cut.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut {
    /// The size of each segment but the last.
    pub(super) size: u64,
    /// As many segments as one manifest may have.
    pub(super) most: usize,
}

impl Cut {
    /// The size up to which an object needs no segments.
    pub(super) fn small(asked: Option<u64>) -> u64 {
        asked.unwrap_or(SEGMENT)
    }

    /// A manifest has a limit (`counted`), which what begins with a prefix has not.
    pub(super) fn new(
        limits: Limits,
        asked: Option<u64>,
        length: Option<u64>,
        counted: bool,
    ) -> Result<Self> {
        let Limits {
            most_segments,
            smallest,
            largest,
        } = limits;
        let unfit = |what: String| ErrorKind::Input(what).into();
        let size = match (asked, length) {
            (Some(size), _) => size,
            (None, Some(length)) if counted => {
                let least = length.div_ceil(most_segments);
                let whole = least.div_ceil(MIB).saturating_mul(MIB);
                whole.max(SEGMENT).min(largest)
            }
            (None, _) => SEGMENT.min(largest),
        };
        if size < smallest || size > largest {
            return Err(unfit(format!(
                "segments of {size} bytes: the cloud takes {smallest} to {largest}"
            )));
        }
        let needed = length.map_or(0, |length| length.div_ceil(size));
        if counted && needed > most_segments {
            return Err(unfit(format!(
                "{needed} segments: the cloud takes {most_segments} at most"
            )));
        }
        let most = limits.most();
        Ok(Self { size, most })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_what_the_cloud_says() {
        let info = r#"{"swift": {"max_file_size": 5368709122, "version": "2.36"}, "slo": {
            "max_manifest_segments": 10, "min_segment_size": 0}}"#;
        let limits = Limits::read(&serde_json::from_str(info).unwrap());
        let expected = Limits {
            most_segments: 10,
            smallest: 1,
            largest: 5_368_709_122,
        };
        assert_eq!(limits, expected);
        let odd = Limits::read(&serde_json::from_str(r#"{"swift": [], "slo": null}"#).unwrap());
        assert_eq!(odd, Limits::default());
    }

    #[test]
    fn segments_are_as_large_as_the_object_needs() {
        let cut = |asked, length| Cut::new(Limits::default(), asked, length, true);
        assert_eq!(cut(None, Some(1 << 30)).unwrap().size, SEGMENT);
        assert_eq!(cut(None, Some(1 << 40)).unwrap().size, 1049 * MIB);
        assert!(cut(None, Some(6 << 40)).is_err());
        assert!(cut(Some(1), Some(1001)).is_err());
        assert!(cut(Some(0), None).is_err());
        assert!(cut(Some(6 << 30), None).is_err());
        assert!(Cut::new(Limits::default(), Some(1), Some(1001), false).is_ok());
        assert_eq!(cut(None, None).unwrap().size, SEGMENT);
        let one = Limits {
            most_segments: 1,
            ..Limits::default()
        };
        assert!(Cut::new(one, None, Some(u64::MAX), true).is_err());
    }
}
