//! Points in time, in all the forms that services write them.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer};

pub use jiff::Timestamp;

/// Reads a time in any form seen in the wild: with `Z`, an offset or nothing (taken as UTC), with `T` or a
/// space, with or without fractions of a second, as an HTTP date, as seconds since 1970.
///
/// ```
/// use ferriscloud_core::time;
///
/// let moment = time::parse("2026-11-23T10:20:30Z");
/// assert!(moment.is_some());
/// assert_eq!(time::parse("2026-11-23T10:20:30"), moment);
/// assert_eq!(time::parse("2026-11-23 10:20:30.000000"), moment);
/// assert_eq!(time::parse("2026-11-23 12:20:30+02:00"), moment);
/// assert_eq!(time::parse("Mon, 23 Nov 2026 10:20:30 GMT"), moment);
/// assert_eq!(time::parse("1795429230"), moment);
/// assert_eq!(time::parse("soon"), None);
/// ```
pub fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment);
    }
    if let Ok(civil) = text.parse::<DateTime>() {
        return TimeZone::UTC.to_timestamp(civil).ok();
    }
    if let Ok(date) = httpdate::parse_http_date(text) {
        return Timestamp::try_from(date).ok();
    }
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, ""));
    let nanoseconds = format!("{fraction:0<9}").get(..9)?.parse().ok()?;
    Timestamp::new(seconds.parse().ok()?, nanoseconds).ok()
}

/// For `deserialize_with`: a time in any of those forms; `None` for null, `""` and anything else.
pub fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    /// Borrows where the input allows.
    #[derive(Deserialize)]
    #[serde(transparent)]
    struct Text<'a>(#[serde(borrow)] std::borrow::Cow<'a, str>);

    let text = crate::lenient::or_none::<_, Text<'_>>(deserializer)?;
    Ok(text.and_then(|text| parse(&text.0)))
}
