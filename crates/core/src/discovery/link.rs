//! Links of version documents, which are wrong more often than not.

use crate::version::VersionNumber;

/// A link of the document at `document`, as it should be: on that scheme and host, whatever it says.
///
/// Services behind a proxy write their own names, ports and schemes into links. Of a link to another host only the
/// last segment, which is the version, is put behind the document's own path.
///
/// ```
/// use ferriscloud_core::discovery::resolve;
///
/// let document = "https://cloud.example.com/compute";
/// assert_eq!(resolve(document, "http://10.0.0.5:8774/v2.1/"), "https://cloud.example.com/compute/v2.1/");
/// assert_eq!(resolve(document, "v2.1"), "https://cloud.example.com/compute/v2.1");
/// assert_eq!(resolve(document, "http://cloud.example.com/v2.1"), "https://cloud.example.com/v2.1");
/// ```
pub fn resolve(document: &str, link: &str) -> String {
    let asked = Url::of(document);
    let (host, path, tail) = target(&asked, link);
    if host == asked.host {
        return asked.with(&path, tail);
    }
    let version = last_segment(link);
    let folder = asked.path.trim_end_matches('/');
    if folder.ends_with(version) {
        return asked.with(asked.path, tail);
    }
    let slash = if link.ends_with('/') { "/" } else { "" };
    asked.with(&format!("{folder}/{version}{slash}"), tail)
}

/// The version that the path of an address names, the last one if it names several.
///
/// ```
/// use ferriscloud_core::discovery::{VersionNumber, version_in};
///
/// assert_eq!(version_in("https://volume.example.com/v3/0a1b"), Some(VersionNumber::new(3, 0)));
/// assert_eq!(version_in("https://v3.example.com/3"), None);
/// ```
pub fn version_in(url: &str) -> Option<VersionNumber> {
    // A project's id may be all digits; a version has its letter.
    let mut segments = Url::of(url).path.rsplit('/');
    segments.find_map(|segment| segment.strip_prefix('v')?.parse().ok())
}

/// An address in its parts, all of which may be empty.
pub(super) struct Url<'a> {
    scheme: &'a str,
    pub(super) host: &'a str,
    pub(super) path: &'a str,
    /// The query and the fragment, with their marks.
    tail: &'a str,
}

impl<'a> Url<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
        let (host, rest) = match (scheme, rest.strip_prefix("//")) {
            ("", None) => ("", rest),
            ("", Some(rest)) => split_before(rest, &['/', '?', '#']),
            _ => split_before(rest, &['/', '?', '#']),
        };
        let (path, tail) = split_before(rest, &['?', '#']);
        Self {
            scheme,
            host,
            path,
            tail,
        }
    }

    /// The same with another path, and with another query.
    pub(super) fn with(&self, path: &str, tail: &str) -> String {
        let slash = if path.is_empty() || path.starts_with('/') {
            ""
        } else {
            "/"
        };
        format!("{}://{}{slash}{path}{tail}", self.scheme, self.host)
    }
}

/// The host, path and query that a link leads to, by the rules for relative ones.
fn target<'a>(asked: &Url<'a>, link: &'a str) -> (&'a str, String, &'a str) {
    let to = Url::of(link);
    if !to.scheme.is_empty() || !to.host.is_empty() {
        return (to.host, to.path.to_owned(), to.tail);
    }
    let path = if to.path.starts_with('/') {
        to.path.to_owned()
    } else {
        format!("{}/{}", asked.path.trim_end_matches('/'), to.path)
    };
    (asked.host, without_dots(&path), to.tail)
}

fn without_dots(path: &str) -> String {
    let mut kept = Vec::new();
    for segment in path.split('/') {
        match segment {
            "." => {}
            ".." if kept.len() > 1 => {
                kept.pop();
            }
            ".." => {}
            _ => kept.push(segment),
        }
    }
    kept.join("/")
}

fn last_segment(link: &str) -> &str {
    let link = link.trim_end_matches('/');
    link.rsplit('/').next().unwrap_or(link)
}

fn split_before<'a>(text: &'a str, marks: &[char]) -> (&'a str, &'a str) {
    text.split_at(text.find(marks).unwrap_or(text.len()))
}
