//! What a download is cut into.

use crate::md5::md5;
use crate::objects::ManifestSegment;

/// A range, and the checksums of what is in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) start: u64,
    pub(super) end: u64,
    /// How long each part is, with its MD5 where that is known. None where the whole is checked otherwise.
    pub(super) checks: Vec<(u64, Option<String>)>,
}

/// As many ranges as an object is cut into at most, whatever length a service says it has.
const MOST: u64 = 10_000;

/// An object cut into ranges of one size.
pub(super) fn even(length: u64, size: u64) -> Vec<Piece> {
    let size = size.max(length.div_ceil(MOST));
    let count = length.div_ceil(size);
    let piece = |index: u64| Piece {
        start: index * size,
        end: length.min((index + 1).saturating_mul(size)),
        checks: Vec::new(),
    };
    (0..count).map(piece).collect()
}

/// A static large object cut where its segments begin; small ones stay together. None if they are not those of an
/// object of this length.
pub(super) fn of_segments(
    segments: &[ManifestSegment],
    length: u64,
    size: u64,
) -> Option<Vec<Piece>> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    for segment in segments {
        let (bytes, etag) = part(segment)?;
        let end = u64::checked_add(at, bytes)?;
        match pieces.last_mut() {
            Some(last) if end - last.start <= size => {
                last.end = end;
                last.checks.push((bytes, etag));
            }
            _ => pieces.push(Piece {
                start: at,
                end,
                checks: vec![(bytes, etag)],
            }),
        }
        at = end;
    }
    pieces.retain(|piece| piece.start < piece.end);
    (at == length).then_some(pieces)
}

/// How long a segment is in its object, and its MD5 where that is known.
fn part(segment: &ManifestSegment) -> Option<(u64, Option<String>)> {
    let Some(range) = &segment.range else {
        let plain = !segment.sub_slo && segment.etag.len() == 32;
        return Some((segment.bytes, plain.then(|| segment.etag.clone())));
    };
    let (first, last) = range.split_once('-')?;
    let (first, last) = (first.parse::<u64>().ok()?, last.parse::<u64>().ok()?);
    Some((last.checked_add(1)?.checked_sub(first)?, None))
}

/// The `ETag` of an object with these segments.
pub(super) fn etag(segments: &[ManifestSegment]) -> String {
    let one = |segment: &ManifestSegment| match &segment.range {
        Some(range) => format!("{}:{range};", segment.etag),
        None => segment.etag.clone(),
    };
    let etags: String = segments.iter().map(one).collect();
    md5(etags.as_bytes())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn segments() -> Vec<ManifestSegment> {
        let (a, b) = (md5(b"a"), md5(b"b"));
        serde_json::from_value(json!([
            {"name": "/box/1", "bytes": 10, "hash": a},
            {"name": "/box/2", "bytes": 5, "hash": b},
            {"name": "/box/2", "bytes": 5, "hash": b, "range": "1-3"},
            {"name": "/box/slo", "bytes": 20, "hash": a, "sub_slo": true},
        ]))
        .unwrap()
    }

    #[test]
    fn objects_are_cut_evenly() {
        let ends = |length| {
            let pieces = even(length, 4).into_iter();
            pieces.map(|it| (it.start, it.end)).collect::<Vec<_>>()
        };
        assert_eq!(ends(0), []);
        assert_eq!(ends(4), [(0, 4)]);
        assert_eq!(ends(9), [(0, 4), (4, 8), (8, 9)]);
        let absurd = even(u64::MAX, 4);
        assert_eq!(absurd.len() as u64, MOST);
        assert_eq!(absurd.last().map(|it| it.end), Some(u64::MAX));
    }

    #[test]
    fn large_objects_are_cut_between_segments() {
        let pieces = of_segments(&segments(), 38, 8).unwrap();
        let cut: Vec<_> = pieces.iter().map(|it| (it.start, it.end)).collect();
        assert_eq!(cut, [(0, 10), (10, 18), (18, 38)]);
        let (a, b) = (Some(md5(b"a")), Some(md5(b"b")));
        assert_eq!(pieces[0].checks, [(10, a)]);
        assert_eq!(pieces[1].checks, [(5, b), (3, None)]);
        assert_eq!(pieces[2].checks, [(20, None)]);
        assert_eq!(of_segments(&segments(), 39, 8), None);
        for absurd in [
            json!([{"bytes": 2, "hash": "a"}, {"bytes": u64::MAX, "hash": "b"}]),
            json!([{"bytes": 2, "hash": "a", "range": "0-18446744073709551615"}]),
            json!([{"bytes": 2, "hash": "a", "range": "9-2"}, {"bytes": 2, "range": "-2"}]),
        ] {
            let absurd: Vec<_> = serde_json::from_value(absurd).unwrap();
            assert_eq!(of_segments(&absurd, 1, 8), None);
        }
    }

    #[test]
    fn the_etag_is_that_of_the_segments() {
        let (a, b) = (md5(b"a"), md5(b"b"));
        let expected = format!("{a}{b}{b}:1-3;{a}");
        assert_eq!(etag(&segments()), md5(expected.as_bytes()));
    }
}
