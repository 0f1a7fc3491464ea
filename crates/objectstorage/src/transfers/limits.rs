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
}

/// As many segments as a manifest may have.
#[cfg(feature = "object-store")]
pub(crate) async fn most_segments(client: &Client) -> usize {
    let most = Limits::of(client).await.most_segments;
    usize::try_from(most).unwrap_or(usize::MAX)
}

/// How an object is cut.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut {
    limits: Limits,
    size: u64,
    /// Of unknown length, with no size asked for: segments grow, so that they suffice.
    grows: bool,
    /// A manifest has a limit; what begins with a prefix has none.
    counted: bool,
}

impl Cut {
    /// The size up to which an object needs no segments.
    pub(super) fn small(asked: Option<u64>) -> u64 {
        asked.unwrap_or(SEGMENT)
    }

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
                (least.div_ceil(MIB) * MIB).max(SEGMENT).min(largest)
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
        Ok(Self {
            limits,
            size,
            grows: asked.is_none() && length.is_none() && counted,
            counted,
        })
    }

    /// The size that was chosen.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// With segments all of one size.
    pub(super) fn steady(mut self) -> Self {
        self.grows = false;
        self
    }

    /// The size of one segment, counted from 0: twice as large after each eighth of them.
    pub(super) fn of(&self, index: u64) -> Result<u64> {
        if self.counted && index >= self.limits.most_segments {
            let what = format!("more segments than the {index} that the cloud takes");
            return Err(ErrorKind::Input(what).into());
        }
        let eighths = (index * 8 / self.limits.most_segments).min(16);
        Ok(if self.grows {
            (self.size << eighths).min(self.limits.largest)
        } else {
            self.size
        })
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
    fn segments_grow_with_the_object() {
        let cut = |asked, length| Cut::new(Limits::default(), asked, length, true);
        assert_eq!(cut(None, Some(1 << 30)).unwrap().size(), SEGMENT);
        assert_eq!(cut(None, Some(1 << 40)).unwrap().size(), 1049 * MIB);
        assert!(cut(None, Some(6 << 40)).is_err());
        assert!(cut(Some(1), Some(1001)).is_err());
        assert!(cut(Some(0), None).is_err());
        assert!(cut(Some(6 << 30), None).is_err());
        assert!(Cut::new(Limits::default(), Some(1), Some(1001), false).is_ok());

        let stream = cut(None, None).unwrap();
        assert_eq!(stream.of(124).unwrap(), SEGMENT);
        assert_eq!(stream.of(125).unwrap(), 2 * SEGMENT);
        assert_eq!(stream.of(999).unwrap(), 5 << 30);
        assert!(stream.of(1000).is_err());
        assert_eq!(stream.steady().of(999).unwrap(), SEGMENT);
    }
}
