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
    if let Some(civil) = plain(text.as_bytes()) {
        return TimeZone::UTC.to_timestamp(civil).ok();
    }
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

/// The form that nearly all times have: `2026-11-23T10:20:30`, with or without fraction and `Z`.
///
/// A listing is full of these. The general parser takes ten times the instructions, a fifth of all that
/// decoding a long list of objects takes.
fn plain(text: &[u8]) -> Option<DateTime> {
    let (moment, rest) = text.split_at_checked(19)?;
    let marks = [moment[4], moment[7], moment[13], moment[16]];
    if marks != *b"--::" || !matches!(moment[10], b'T' | b' ') {
        return None;
    }
    let rest = rest.strip_suffix(b"Z").unwrap_or(rest);
    let nanosecond = match rest.split_first() {
        None => 0,
        Some((b'.', digits @ [_, ..])) if digits.len() <= 9 => {
            number(digits)? * 10_i32.pow(9 - u32::try_from(digits.len()).ok()?)
        }
        Some(_) => return None,
    };
    let two = |at: usize| i8::try_from(number(&moment[at..at + 2])?).ok();
    let year = i16::try_from(number(&moment[..4])?).ok()?;
    DateTime::new(
        year,
        two(5)?,
        two(8)?,
        two(11)?,
        two(14)?,
        two(17)?,
        nanosecond,
    )
    .ok()
}

/// The number that at most nine digits are.
fn number(digits: &[u8]) -> Option<i32> {
    digits.iter().try_fold(0, |number, digit| {
        let digit = digit.is_ascii_digit().then(|| i32::from(digit - b'0'))?;
        Some(number * 10 + digit)
    })
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the general parser makes of it.
    fn general(text: &str) -> Option<Timestamp> {
        let civil = || text.parse::<DateTime>().ok();
        text.parse()
            .ok()
            .or_else(|| TimeZone::UTC.to_timestamp(civil()?).ok())
    }

    proptest! {
        #[test]
        fn the_short_way_leads_where_the_long_one_does(
            text in "[0-9]{4}-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{0,10})?Z?"
        ) {
            if let Some(civil) = plain(text.as_bytes()) {
                prop_assert_eq!(TimeZone::UTC.to_timestamp(civil).ok(), general(&text));
            }
        }

        #[test]
        fn nothing_is_too_odd(text in "\\PC{0,30}", digits in "[0-9T:. Z-]{0,30}") {
            let _ = (parse(&text), parse(&digits));
        }
    }

    #[test]
    fn most_times_go_the_short_way() {
        for text in [
            "2026-11-23T10:20:30Z",
            "2026-11-23T10:20:30.523657",
            "2026-11-23 10:20:30",
        ] {
            assert!(plain(text.as_bytes()).is_some(), "{text}");
        }
        for text in [
            "2026-11-23T10:20:30+02:00",
            "2026-13-23T10:20:30",
            "2026-11-23T10:20:30.",
        ] {
            assert!(plain(text.as_bytes()).is_none(), "{text}");
        }
    }
}
