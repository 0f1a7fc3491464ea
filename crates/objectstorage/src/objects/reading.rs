//! What is to be read of an object, and when.

use std::collections::BTreeMap;

use ferriscloud_core::Request;
use ferriscloud_core::time::Timestamp;

use super::{ObjectName, VersionId};
use crate::headers;

/// What is to be read of an object, and when; a name alone is its present state, in any case.
///
/// What has not changed since the caller read it is an error that
/// [says so](ferriscloud_core::Error::is_not_modified) (304), and what is not as it should be is one with the status 412.
///
/// ```
/// use ferriscloud_objectstorage::objects::{Objects, ReadObject};
///
/// # async fn example(objects: Objects) -> ferriscloud_objectstorage::Result<()> {
/// let if_changed = ReadObject {
///     if_none_match: Some("e4d7f1b4ed2e42d15898f4b27b019da4".into()),
///     ..ReadObject::new("notes/today.txt")
/// };
/// match objects.download(if_changed).bytes().await {
///     Ok(text) => println!("{} bytes", text.len()),
///     Err(error) if error.is_not_modified() => println!("as before"),
///     Err(error) => return Err(error),
/// }
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct ReadObject {
    /// The name of the object.
    pub name: ObjectName,
    /// One of its [versions](super::Objects::list_versions); the latest where it is not said.
    pub version: Option<VersionId>,
    /// One segment of a large object, the first being 1.
    pub part: Option<u32>,
    /// The manifest of a large object itself, not what it stands for.
    pub manifest: bool,
    /// The symbolic link itself, which has no data, not what it leads to.
    pub link: bool,
    /// The newest copy that any server has, at the price of asking them all.
    pub newest: bool,
    /// Only if it has this `ETag`.
    pub if_match: Option<String>,
    /// Only if it has another `ETag`.
    pub if_none_match: Option<String>,
    /// Only if it was written after this time, to the second.
    pub if_modified_since: Option<Timestamp>,
    /// Only if it was not written after this time, to the second.
    pub if_unmodified_since: Option<Timestamp>,
}

impl ReadObject {
    /// The present state of the object with this name.
    pub fn new(name: impl Into<ObjectName>) -> Self {
        Self {
            name: name.into(),
            version: None,
            part: None,
            manifest: false,
            link: false,
            newest: false,
            if_match: None,
            if_none_match: None,
            if_modified_since: None,
            if_unmodified_since: None,
        }
    }

    /// What to ask for the rest of it, when it is known which object that is. Headers are kept elsewhere.
    pub(crate) fn to_go_on(&self) -> Self {
        Self {
            version: self.version.clone(),
            manifest: self.manifest,
            link: self.link,
            ..Self::new(&self.name)
        }
    }

    pub(crate) fn write(&self, request: Request) -> Request {
        let Self {
            name: _,
            version,
            part,
            manifest,
            link,
            newest,
            if_match,
            if_none_match,
            if_modified_since,
            if_unmodified_since,
        } = self;
        let part = part.map(|part| part.to_string());
        let query = [
            ("version-id", version.as_ref().map(VersionId::as_str)),
            ("part-number", part.as_deref()),
            ("multipart-manifest", manifest.then_some("get")),
            ("symlink", link.then_some("get")),
        ];
        let query = query
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)));
        let request = request.filter(&query.collect::<BTreeMap<_, _>>());
        let request = headers::optional(request, "x-newest", newest.then_some("true"));
        let request = headers::optional(request, "if-match", if_match.as_ref());
        let request = headers::optional(request, "if-none-match", if_none_match.as_ref());
        let since = if_modified_since.map(date);
        let request = headers::optional(request, "if-modified-since", since);
        let since = if_unmodified_since.map(date);
        headers::optional(request, "if-unmodified-since", since)
    }
}

/// As HTTP writes times.
fn date(time: Timestamp) -> String {
    time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

impl<N: Into<ObjectName>> From<N> for ReadObject {
    fn from(name: N) -> Self {
        Self::new(name)
    }
}

impl From<&ReadObject> for ReadObject {
    fn from(object: &ReadObject) -> Self {
        object.clone()
    }
}

#[cfg(test)]
mod tests {
    use ferriscloud_core::{Operation, Path};
    use http::Method;

    use super::*;

    #[test]
    fn what_is_asked() {
        let operation = Operation("head", "object");
        let request = || Request::new(Method::HEAD, Path::fixed("a/b"), operation);
        let plain = ReadObject::new("b").write(request());
        assert!(plain.query().is_empty() && plain.headers().is_empty());
        let time = Timestamp::from_second(1_795_429_230).unwrap();
        let all = ReadObject {
            version: Some("17.0".into()),
            part: Some(2),
            manifest: true,
            link: true,
            newest: true,
            if_match: Some("a".into()),
            if_none_match: Some("b".into()),
            if_modified_since: Some(time),
            if_unmodified_since: Some(time),
            ..ReadObject::new("b")
        };
        let request = all.write(request());
        let query = "multipart-manifest=get&part-number=2&symlink=get&version-id=17.0";
        assert_eq!(request.query(), query);
        let since = &request.headers()["if-modified-since"];
        assert_eq!(since, "Mon, 23 Nov 2026 10:20:30 GMT");
        assert_eq!(request.headers().len(), 5);
    }
}
