//! Parts of objects.

use std::ops::{Range, RangeFrom, RangeInclusive};

/// A part of an object. It may reach beyond the end, but not begin there (416).
///
/// ```
/// use ferriscloud_objectstorage::downloads::ByteRange;
///
/// assert_eq!(ByteRange::from(0..100), ByteRange::Between { start: 0, end: 100 });
/// assert_eq!(ByteRange::from(100..), ByteRange::From(100));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ByteRange {
    /// From one position to before another.
    Between {
        /// The position of the first byte.
        start: u64,
        /// The position after the last byte.
        end: u64,
    },
    /// From a position to the end.
    From(u64),
    /// So many bytes at the end.
    Last(u64),
}

impl ByteRange {
    /// The position of its first byte, where that does not depend on the object's size.
    pub(crate) fn first(self) -> Option<u64> {
        match self {
            Self::Between { start, .. } | Self::From(start) => Some(start),
            Self::Last(_) => None,
        }
    }

    /// The value of the `Range` header; none for an empty range, which HTTP cannot say.
    pub(crate) fn header(self) -> Option<String> {
        match self {
            Self::Between { start, end } if start < end => {
                Some(format!("bytes={start}-{}", end - 1))
            }
            Self::From(start) => Some(format!("bytes={start}-")),
            Self::Last(count) if count > 0 => Some(format!("bytes=-{count}")),
            Self::Between { .. } | Self::Last(_) => None,
        }
    }
}

impl From<Range<u64>> for ByteRange {
    fn from(Range { start, end }: Range<u64>) -> Self {
        Self::Between { start, end }
    }
}

impl From<RangeInclusive<u64>> for ByteRange {
    fn from(range: RangeInclusive<u64>) -> Self {
        Self::Between {
            start: *range.start(),
            end: range.end().saturating_add(1),
        }
    }
}

impl From<RangeFrom<u64>> for ByteRange {
    fn from(range: RangeFrom<u64>) -> Self {
        Self::From(range.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_headers() {
        let header = |range: ByteRange| range.header();
        assert_eq!(header((5..8).into()).unwrap(), "bytes=5-7");
        assert_eq!(header((5..=8).into()).unwrap(), "bytes=5-8");
        assert_eq!(header((5..).into()).unwrap(), "bytes=5-");
        assert_eq!(header(ByteRange::Last(5)).unwrap(), "bytes=-5");
        assert_eq!(header((5..5).into()), None);
        assert_eq!(header(ByteRange::Last(0)), None);
    }
}
