//! Version documents, in all the shapes that services give them.

use std::cmp::Reverse;

use http::HeaderMap;
use serde_json::{Map, Value};

use super::Wanted;
use super::link::resolve;
use crate::error::{Error, ErrorKind, Result};
use crate::version::{ApiVersion, Status, VersionNumber};

/// A service's version document: what it says about the versions of its API.
///
/// ```
/// use ferriscloud_core::discovery::{Document, Status};
///
/// let document = Document::read("https://volume.example.com", &Default::default(), br#"{"versions": [{
///     "id": "v3.0", "status": "CURRENT", "min_version": "3.0", "version": "3.71",
///     "links": [{"rel": "self", "href": "http://10.0.0.5:8776/v3/"}]
/// }]}"#)?;
/// let versions = document.versions(Default::default());
/// assert_eq!(versions[0].url, "https://volume.example.com/v3/");
/// assert_eq!(versions[0].status, Status::Current);
/// # Ok::<(), ferriscloud_core::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Document {
    url: String,
    entries: Vec<Value>,
}

/// Which versions of a document count, beside the current and supported ones.
#[derive(Debug, Clone, Copy)]
pub struct Allow {
    /// Those that are about to go. They count unless this is said.
    pub deprecated: bool,
    /// Those that are not done yet.
    pub experimental: bool,
    /// Those of a status that is not known.
    pub unknown: bool,
}

impl Default for Allow {
    fn default() -> Self {
        Self {
            deprecated: true,
            experimental: false,
            unknown: false,
        }
    }
}

impl Document {
    /// Reads the answer that came from `url`.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`] if it is no version document.
    pub fn read(url: &str, headers: &HeaderMap, body: &[u8]) -> Result<Self> {
        let entries = serde_json::from_slice(body)
            .ok()
            .and_then(|body| entries(body, headers));
        // What it is instead is not said: it may be anything, a secret too.
        let entries = entries.ok_or_else(|| {
            Error::from(ErrorKind::Decode("it is no version document".to_owned()))
        })?;
        let url = url.to_owned();
        Ok(Self { url, entries })
    }

    /// The address that it came from.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What it says, as it says it, of the versions that count.
    pub fn raw(&self, allow: Allow) -> impl Iterator<Item = &Value> {
        self.entries.iter().filter(move |entry| {
            let status = entry.get("status").and_then(Value::as_str);
            status.is_some_and(|status| allow.allows(&status.into()))
        })
    }

    /// The versions that count, the oldest first. What has no number or no address of its own is left out.
    pub fn versions(&self, allow: Allow) -> Vec<ApiVersion> {
        let mut versions: Vec<_> = self
            .raw(allow)
            .filter_map(|entry| self.version(entry))
            .collect();
        versions.sort_by(|one, other| one.number.cmp(&other.number));
        versions
    }

    /// The newest version that is wanted; the one at `url`, where none is wanted more than others.
    pub fn choose(&self, wanted: &Wanted, url: Option<&str>) -> Option<ApiVersion> {
        let mut versions = self.versions(Allow::default());
        // Not reversed: of two with the same number the first one counts.
        versions.sort_by_key(|version| Reverse(version.number.clone()));
        let at = |version: &ApiVersion| {
            url.is_some_and(|url| version.url.trim_end_matches('/') == url.trim_end_matches('/'))
        };
        let chosen = if wanted.is_newest() {
            None
        } else if wanted.is_any() {
            versions.iter().position(at)
        } else {
            let fits = |version: &ApiVersion| at(version) || wanted.accepts(&version.number);
            Some(versions.iter().position(fits)?)
        };
        versions.into_iter().nth(chosen.unwrap_or(0))
    }

    fn version(&self, entry: &Value) -> Option<ApiVersion> {
        let text = |name| entry.get(name).and_then(Value::as_str);
        let number = |name| text(name)?.parse::<VersionNumber>().ok()?.microversion();
        let id = text("id")?;
        let links = entry.get("links")?.as_array()?;
        let link = |wanted: &str| {
            let is = |link: &&Value| {
                let rel = link.get("rel").and_then(Value::as_str);
                rel.is_some_and(|rel| rel.eq_ignore_ascii_case(wanted))
            };
            let hrefs = links.iter().filter(is).filter_map(|link| link.get("href"));
            // The last one counts.
            let last = hrefs.filter_map(Value::as_str).next_back()?;
            Some(resolve(&self.url, last))
        };
        Some(ApiVersion {
            id: id.to_owned(),
            number: id.parse().ok()?,
            status: text("status")?.into(),
            raw_status: text("status")?.to_owned(),
            url: link("self")?,
            collection: link("collection"),
            min_microversion: number("min_version"),
            max_microversion: number("max_version").or_else(|| number("version")),
            next_min_version: number("next_min_version"),
            not_before: text("not_before")
                .filter(|date| !date.is_empty())
                .map(Into::into),
        })
    }
}

impl Allow {
    fn allows(self, status: &Status) -> bool {
        match status {
            Status::Current | Status::Supported => true,
            Status::Deprecated => self.deprecated,
            Status::Experimental => self.experimental,
            Status::Other(_) => self.unknown,
        }
    }
}

/// What a body says of versions: a list of them, Keystone's list within an object, one alone, or one without an
/// envelope, as old Ironics write it, with its microversions in headers.
fn entries(body: Value, headers: &HeaderMap) -> Option<Vec<Value>> {
    let Value::Object(mut body) = body else {
        return None; // Swift lists containers where others have versions.
    };
    match body.remove("versions") {
        Some(Value::Array(versions)) => return Some(versions),
        Some(Value::Object(mut versions)) => match versions.remove("values") {
            Some(Value::Array(versions)) => return Some(versions),
            _ => return None,
        },
        Some(_) => return None,
        None => {}
    }
    if let Some(version) = body.remove("version") {
        return Some(vec![version]);
    }
    body.contains_key("id")
        .then(|| vec![Value::Object(with_headers(body, headers))])
}

fn with_headers(mut version: Map<String, Value>, headers: &HeaderMap) -> Map<String, Value> {
    version.insert("status".to_owned(), "CURRENT".into());
    for (name, value) in headers {
        let name = name.as_str();
        let field = match name.strip_prefix("x-openstack") {
            Some(rest) if rest.ends_with("api-minimum-version") => "min_version",
            Some(rest) if rest.ends_with("api-maximum-version") => "version",
            _ => continue,
        };
        if let Ok(value) = value.to_str() {
            version.entry(field).or_insert_with(|| value.into());
        }
    }
    version
}
