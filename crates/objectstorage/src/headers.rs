//! Swift's answers are in headers, and so are its inputs.

use std::collections::BTreeMap;

use ferriscloud_core::time::{self, Timestamp};
use ferriscloud_core::{Patch, Request};
use http::{HeaderMap, HeaderName};

/// The value of a header, as text.
pub(crate) fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get(name)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// The value of a header, as a whole number.
pub(crate) fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

/// Whether a header says yes.
pub(crate) fn flag(headers: &HeaderMap, name: &str) -> bool {
    headers
        .get(name)
        .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"true"))
}

/// The value of a header, as a point in time.
pub(crate) fn moment(headers: &HeaderMap, name: &str) -> Option<Timestamp> {
    time::parse(headers.get(name)?.to_str().ok()?)
}

/// The ETag without the quotes that some deployments put around it.
pub(crate) fn etag(headers: &HeaderMap) -> Option<String> {
    let etag = headers.get(http::header::ETAG)?.to_str().ok()?.trim();
    let etag = etag.strip_prefix("W/").unwrap_or(etag).trim_matches('"');
    (!etag.is_empty()).then(|| etag.to_owned())
}

/// The metadata: what is after `prefix` in the names of headers, in lower case, with the values.
pub(crate) fn metadata(headers: &HeaderMap, prefix: &str) -> BTreeMap<String, String> {
    let named = headers.keys().filter_map(|name| {
        let rest = name.as_str().strip_prefix(prefix)?;
        Some((rest.to_owned(), text(headers, name.as_str())?))
    });
    named.collect()
}

/// Sets metadata.
///
/// Values go out as UTF-8, as python-swiftclient sends them; names cannot, since HTTP has no such names.
pub(crate) fn set(request: Request, prefix: &str, metadata: &BTreeMap<String, String>) -> Request {
    metadata.iter().fold(request, |request, (name, value)| {
        if value.trim_matches([' ', '\t']).len() != value.len() {
            return request.refuse(format!(
                "the value of the metadata {name:?} begins or ends with a space"
            ));
        }
        named(request, prefix, name, value)
    })
}

/// Removes metadata.
pub(crate) fn remove(request: Request, prefix: &str, names: &[String]) -> Request {
    names
        .iter()
        .fold(request, |request, name| named(request, prefix, name, "x"))
}

/// Sets a header that may be absent.
pub(crate) fn optional(
    request: Request,
    name: &'static str,
    value: Option<impl AsRef<str>>,
) -> Request {
    match value {
        Some(value) => request.header(HeaderName::from_static(name), value.as_ref().as_bytes()),
        None => request,
    }
}

/// Sets a header, or removes the setting by the header that is for that.
pub(crate) fn patch(
    request: Request,
    name: &'static str,
    removal: &'static str,
    value: &Patch<String>,
) -> Request {
    match value {
        Patch::Keep => request,
        Patch::Clear => optional(request, removal, Some("x")),
        Patch::Set(value) => optional(request, name, Some(value)),
    }
}

fn named(request: Request, prefix: &str, name: &str, value: &str) -> Request {
    match HeaderName::try_from(format!("{prefix}{name}")) {
        Ok(header) if !name.is_empty() => request.header(header, value.as_bytes()),
        _ => request.refuse(format!(
            "{name:?} cannot name metadata: letters, digits and hyphens can"
        )),
    }
}

#[cfg(test)]
mod tests {
    use ferriscloud_core::{Operation, Path};
    use http::Method;

    use super::*;

    const PREFIX: &str = "x-object-meta-";

    fn sent(metadata: &[(&str, &str)]) -> Request {
        let map = metadata
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let request = Request::new(
            Method::POST,
            Path::fixed("box"),
            Operation("update", "object"),
        );
        set(request, PREFIX, &map.collect())
    }

    #[test]
    fn metadata_goes_out_and_comes_back() {
        let request = sent(&[("Colour", "größer als 100%"), ("a-b", "%41"), ("empty", "")]);
        assert!(request.defect().is_none());
        let value = request.headers().get("x-object-meta-colour").unwrap();
        assert_eq!(value.as_bytes(), "größer als 100%".as_bytes());
        let back = metadata(request.headers(), PREFIX);
        let expected = [("a-b", "%41"), ("colour", "größer als 100%"), ("empty", "")];
        assert!(
            back.iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .eq(expected)
        );
    }

    #[test]
    fn what_would_not_come_back_is_refused() {
        for (name, value) in [
            ("", "x"),
            ("ü", "x"),
            ("a b", "x"),
            ("a\r\nb", "x"),
            ("a", "x\r\ny: z"),
            ("a", " x"),
        ] {
            assert!(
                sent(&[(name, value)]).defect().is_some(),
                "{name:?}: {value:?}"
            );
        }
    }

    #[test]
    fn headers_are_read_leniently() {
        let mut headers = HeaderMap::new();
        headers.insert("etag", "\"0123\"".parse().unwrap());
        headers.insert("x-timestamp", "1795429230.50000".parse().unwrap());
        headers.insert("x-static-large-object", "True".parse().unwrap());
        headers.insert("content-length", "many".parse().unwrap());
        assert_eq!(etag(&headers).unwrap(), "0123");
        assert_eq!(
            moment(&headers, "x-timestamp").unwrap().as_millisecond(),
            1_795_429_230_500
        );
        assert!(flag(&headers, "x-static-large-object"));
        assert_eq!(number(&headers, "content-length"), None);
    }
}
