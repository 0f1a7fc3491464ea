//! Swift's answers are in headers, and so are its inputs.

use std::collections::BTreeMap;
use std::time::Duration;

use ferriscloud_core::time::{self, Timestamp};
use ferriscloud_core::{Patch, Request, Secret};
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

/// The value of a header that is secret.
pub(crate) fn secret(headers: &HeaderMap, name: &str) -> Option<Secret> {
    text(headers, name).map(Secret::from)
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

/// The metadata: what is after `prefix` in the names of headers, in lower case, with the values; without those that
/// are `typed`.
pub(crate) fn metadata(
    headers: &HeaderMap,
    prefix: &str,
    typed: &[&str],
) -> BTreeMap<String, String> {
    let names = headers.keys();
    let names = names.filter(|name| !typed.contains(&name.as_str()));
    let named = names.filter_map(|name| {
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

/// Sets, keeps or removes settings, each by the header of its name: it is removed by one that has `x-remove-` for `x-`.
pub(crate) fn write(request: Request, settings: &[(&str, &dyn Setting)]) -> Request {
    settings.iter().fold(request, |request, (name, setting)| {
        let (name, value) = match setting.sent() {
            Patch::Keep => return request,
            Patch::Clear => (name.replacen("x-", "x-remove-", 1), "x".to_owned()),
            Patch::Set(value) => ((*name).to_owned(), value),
        };
        match HeaderName::try_from(&name) {
            Ok(header) => request.header(header, value.as_bytes()),
            Err(_) => request.refuse(format!("{name:?} cannot be a setting")),
        }
    })
}

/// A setting, whatever its type.
pub(crate) trait Setting {
    /// The text that is sent of it.
    fn sent(&self) -> Patch<String>;
}

impl<T: Text> Setting for Patch<T> {
    fn sent(&self) -> Patch<String> {
        match self {
            Self::Keep => Patch::Keep,
            Self::Clear => Patch::Clear,
            Self::Set(value) => Patch::Set(value.text()),
        }
    }
}

/// What can be the value of a header.
pub(crate) trait Text {
    /// As Swift reads it.
    fn text(&self) -> String;
}

impl Text for String {
    fn text(&self) -> String {
        self.clone()
    }
}

impl Text for u64 {
    fn text(&self) -> String {
        self.to_string()
    }
}

impl Text for bool {
    fn text(&self) -> String {
        self.to_string()
    }
}

impl Text for Duration {
    fn text(&self) -> String {
        self.as_secs().to_string()
    }
}

impl Text for Secret {
    fn text(&self) -> String {
        self.expose().to_owned()
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
        let back = metadata(request.headers(), PREFIX, &[]);
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
