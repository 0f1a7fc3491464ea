//! Several ranges of an object at once.

use bytes::Bytes;
use ferriscloud_core::{Answer, Call, Error, ErrorKind, Result};
use http::{HeaderMap, Method, StatusCode, header};

use super::{Objects, ReadObject};
use crate::downloads::ByteRange;
use crate::headers;

/// A part of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ObjectRange {
    /// The position of its first byte in the object.
    pub start: u64,
    /// The data.
    pub bytes: Bytes,
    /// The size of the whole object, in bytes, where the service says it.
    pub of: Option<u64>,
}

impl Objects {
    /// Reads several ranges of an object with one request, into memory: as much as the cloud's
    /// [limit](ferriscloud_core::CloudSetup::largest_answer) for answers, and 50 ranges at most:
    /// [`GET /{container}/{object}` with `Range`](https://docs.openstack.org/api-ref/object-store/#get-object-content-and-metadata).
    ///
    /// The parts come as they were asked for, without those that begin beyond the end; if all do, that is an error (416).
    /// So are many ranges that overlap, or go backwards.
    pub fn download_ranges<I>(
        &self,
        object: impl Into<ReadObject>,
        ranges: I,
    ) -> Call<Vec<ObjectRange>>
    where
        I: IntoIterator,
        I::Item: Into<ByteRange>,
    {
        let object = object.into();
        let mut request =
            object.write(self.request(Method::GET, &object.name, "download parts of"));
        let mut wanted = Vec::new();
        for range in ranges {
            let range = range.into();
            match range.header() {
                Some(range) => wanted.push(range.trim_start_matches("bytes=").to_owned()),
                None => request = request.refuse(format!("the range {range:?} is empty")),
            }
        }
        if wanted.is_empty() {
            request = request.refuse("no range is asked for");
        }
        let range = format!("bytes={}", wanted.join(","));
        let request = headers::optional(request, "range", Some(range));
        self.client.call(request).reading(read)
    }
}

fn read(answer: &Answer) -> Result<Vec<ObjectRange>> {
    let (headers, bytes) = (answer.headers(), answer.bytes());
    if answer.status() != StatusCode::PARTIAL_CONTENT {
        return Err(unfit("asked for ranges, it is the whole object"));
    }
    let media_type = headers::text(headers, header::CONTENT_TYPE.as_str()).unwrap_or_default();
    match boundary(&media_type) {
        Some(boundary) => parts(bytes, boundary),
        None => Ok(vec![part(headers, bytes.clone())?]),
    }
}

/// What separates the parts of `multipart/byteranges; boundary=…`.
fn boundary(media_type: &str) -> Option<&str> {
    let (media_type, parameters) = media_type.split_once(';')?;
    if !media_type
        .trim()
        .eq_ignore_ascii_case("multipart/byteranges")
    {
        return None;
    }
    let mut parameters = parameters.split(';').map(str::trim);
    let boundary = parameters.find_map(|one| {
        let (name, value) = one.split_once('=')?;
        name.eq_ignore_ascii_case("boundary").then_some(value)
    });
    boundary.map(|boundary| boundary.trim_matches('"'))
}

/// The parts between the boundaries. Each says how long it is, so that nothing in the data can be taken for a boundary.
fn parts(bytes: &Bytes, boundary: &str) -> Result<Vec<ObjectRange>> {
    let (mut parts, mut rest) = (Vec::new(), bytes.clone());
    let delimiter = format!("--{boundary}");
    loop {
        let start = rest.iter().position(|byte| !b"\r\n".contains(byte));
        rest = rest.split_off(start.unwrap_or(rest.len()));
        let after = rest.strip_prefix(delimiter.as_bytes());
        let after = after.ok_or_else(|| unfit("a part does not end where it should"))?;
        if after.starts_with(b"--") {
            return Ok(parts);
        }
        let end = after.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.ok_or_else(|| unfit("a part has no end of its headers"))?;
        let headers = part_headers(&after[..end]);
        let data = rest.split_off(delimiter.len() + end + 4);
        let (_, length) = range_of(&headers)?;
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        if data.len() < length {
            return Err(unfit("a part ends too early"));
        }
        parts.push(part(&headers, data.slice(..length))?);
        rest = data.slice(length..);
    }
}

fn part_headers(text: &[u8]) -> HeaderMap {
    let text = String::from_utf8_lossy(text);
    let headers = text.lines().filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        let name = http::HeaderName::try_from(name.trim()).ok()?;
        Some((name, value.trim().try_into().ok()?))
    });
    headers.collect()
}

fn part(headers: &HeaderMap, bytes: Bytes) -> Result<ObjectRange> {
    let (start, length) = range_of(headers)?;
    if bytes.len() as u64 != length {
        return Err(unfit("a part is not as long as it says"));
    }
    let range = headers::text(headers, "content-range").unwrap_or_default();
    let of = range.rsplit('/').next().and_then(|all| all.parse().ok());
    Ok(ObjectRange { start, bytes, of })
}

/// First position and length, of `bytes 5-7/12`.
fn range_of(headers: &HeaderMap) -> Result<(u64, u64)> {
    let text = headers::text(headers, "content-range").unwrap_or_default();
    let range = || {
        let (range, _) = text.strip_prefix("bytes ")?.split_once('/')?;
        let (first, last) = range.trim().split_once('-')?;
        let (first, last): (u64, u64) = (first.parse().ok()?, last.parse().ok()?);
        Some((first, last.checked_sub(first)?.checked_add(1)?))
    };
    range().ok_or_else(|| unfit("a part does not say where it is from"))
}

fn unfit(what: &str) -> Error {
    ErrorKind::Decode(what.into()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<ObjectRange>> {
        parts(&Bytes::copy_from_slice(text.as_bytes()), "b0")
    }

    #[test]
    fn parts_are_as_long_as_they_say() {
        let two = "--b0\r\nContent-Type: text/plain\r\nContent-Range: bytes 2-9/20\r\n\r\n--b0\r\n--\r\n\
            --b0\r\ncontent-range: bytes 15-15/20\r\n\r\nx\r\n--b0--";
        let parts = read(two).unwrap();
        assert_eq!(
            (parts[0].start, &parts[0].bytes[..], parts[0].of),
            (2, &b"--b0\r\n--"[..], Some(20))
        );
        assert_eq!((parts[1].start, &parts[1].bytes[..]), (15, &b"x"[..]));
        assert_eq!(parts.len(), 2);
    }

    #[test]
    fn what_is_not_whole_is_an_error() {
        for broken in [
            "",
            "--b0",
            "--b1--",
            "--b0\r\n\r\nabc\r\n--b0--",
            "--b0\r\nContent-Range: bytes 0-9/20\r\n\r\nabc\r\n--b0--",
            "--b0\r\nContent-Range: bytes 0-1/20\r\n\r\nabc\r\n--b0--",
            "--b0\r\nContent-Range: bytes 9-0/20\r\n\r\n\r\n--b0--",
            "--b0\r\nContent-Range: bytes 0-18446744073709551615/*\r\n\r\nabc",
        ] {
            assert!(read(broken).is_err(), "{broken:?}");
        }
    }

    #[test]
    fn boundaries_are_found() {
        let found = |text| boundary(text).unwrap_or("none").to_owned();
        assert_eq!(found("multipart/byteranges; boundary=ab"), "ab");
        assert_eq!(
            found("multipart/byteranges;charset=utf-8; Boundary=\"ab\""),
            "ab"
        );
        assert_eq!(found("text/plain; boundary=ab"), "none");
    }
}
