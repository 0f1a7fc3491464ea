//! The times of files, as metadata of objects: `X-Object-Meta-Mtime`, as python-swiftclient and rclone write it.

use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::objects::ObjectHead;

const MTIME: &str = "mtime";

/// Seconds with their fraction, since 1970.
pub(super) fn text(time: SystemTime) -> Option<String> {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Some(format!("{}.{:09}", since.as_secs(), since.subsec_nanos()))
}

/// The time of a file, as metadata.
pub(super) async fn of_file(path: &Path) -> Option<(String, String)> {
    let found = tokio::fs::metadata(path).await.ok()?;
    Some((MTIME.to_owned(), text(found.modified().ok()?)?))
}

/// The time in the metadata of an object.
pub(super) fn of(head: &ObjectHead) -> Option<SystemTime> {
    read(head.metadata.get(MTIME)?)
}

/// As exact as the text is: not by way of a number with a floating point.
fn read(text: &str) -> Option<SystemTime> {
    let (seconds, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits: String = fraction
        .chars()
        .chain("000000000".chars())
        .take(9)
        .collect();
    let since = Duration::new(seconds.parse().ok()?, digits.parse().ok()?);
    SystemTime::UNIX_EPOCH.checked_add(since)
}

/// Whether two times are the same to the microsecond, which is as exact as others write them.
pub(super) fn same(one: SystemTime, other: SystemTime) -> bool {
    let apart = one.duration_since(other);
    let apart = apart.unwrap_or_else(|reversed| reversed.duration());
    apart <= Duration::from_micros(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_come_back() {
        let time = SystemTime::UNIX_EPOCH + Duration::new(1_764_301_234, 123_456_789);
        assert_eq!(text(time).unwrap(), "1764301234.123456789");
        assert_eq!(read("1764301234.123456789"), Some(time));
        for close in [
            "1764301234.123457",
            "1764301234.123456",
            " 1764301234.1234570 ",
        ] {
            assert!(same(read(close).unwrap(), time), "{close}");
        }
        assert!(!same(read("1764301234").unwrap(), time));
        assert!(!same(read("1764301234.12346").unwrap(), time));
        for odd in ["", "soon", "-1", "1.x", "99999999999999999999"] {
            assert_eq!(read(odd), None, "{odd}");
        }
        assert_eq!(text(SystemTime::UNIX_EPOCH - Duration::from_secs(1)), None);
    }
}
