//! What is to be read.

use ferriscloud_core::time::Timestamp;

use super::ByteRange;
use crate::objects::{ObjectName, ReadObject, VersionId};

/// What to read.
#[derive(Debug, Clone)]
pub struct DownloadObject {
    /// The name of the object.
    pub name: ObjectName,
    /// Only a part of it.
    pub range: Option<ByteRange>,
    /// One of its [versions](crate::objects::Objects::list_versions); the latest where it is not said.
    pub version: Option<VersionId>,
    /// One segment of a large object, the first being 1.
    pub part: Option<u32>,
    /// The manifest of a large object itself, not what it stands for.
    pub manifest: bool,
    /// The symbolic link itself, which has no data, not what it leads to.
    pub link: bool,
    /// The newest copy that any server has, at the price of asking them all.
    pub newest: bool,
    /// Fails (412) where the object has another `ETag` than this.
    pub if_match: Option<String>,
    /// Fails ([304](ferriscloud_core::Error::is_not_modified)) where the object has this `ETag`.
    pub if_none_match: Option<String>,
    /// Fails (304) where the object was not written after this time.
    pub if_modified_since: Option<Timestamp>,
    /// Fails (412) where the object was written after this time.
    pub if_unmodified_since: Option<Timestamp>,
    /// Compares the MD5 of what came with the `ETag`, where the whole object was read and the `ETag` is its
    /// MD5; so it is, where this is not said.
    pub verify: bool,
}

impl DownloadObject {
    /// All of the object with this name.
    pub fn new(name: impl Into<ObjectName>) -> Self {
        Self {
            name: name.into(),
            range: None,
            version: None,
            part: None,
            manifest: false,
            link: false,
            newest: false,
            if_match: None,
            if_none_match: None,
            if_modified_since: None,
            if_unmodified_since: None,
            verify: true,
        }
    }

    /// What is to be read, without the range of it.
    pub(crate) fn read(&self) -> ReadObject {
        let Self {
            name,
            range: _,
            version,
            part,
            manifest,
            link,
            newest,
            if_match,
            if_none_match,
            if_modified_since,
            if_unmodified_since,
            verify: _,
        } = self.clone();
        ReadObject {
            name,
            version,
            part,
            manifest,
            link,
            newest,
            if_match,
            if_none_match,
            if_modified_since,
            if_unmodified_since,
        }
    }

    /// What to ask for the rest of it, whose place in the object is known then. Headers are kept elsewhere.
    pub(super) fn to_go_on(&self) -> ReadObject {
        ReadObject {
            version: self.version.clone(),
            manifest: self.manifest,
            link: self.link,
            ..ReadObject::new(self.name.clone())
        }
    }
}

impl<N: Into<ObjectName>> From<N> for DownloadObject {
    fn from(name: N) -> Self {
        Self::new(name)
    }
}

impl From<ReadObject> for DownloadObject {
    fn from(object: ReadObject) -> Self {
        let ReadObject {
            name,
            version,
            part,
            manifest,
            link,
            newest,
            if_match,
            if_none_match,
            if_modified_since,
            if_unmodified_since,
        } = object;
        Self {
            version,
            part,
            manifest,
            link,
            newest,
            if_match,
            if_none_match,
            if_modified_since,
            if_unmodified_since,
            ..Self::new(name)
        }
    }
}

impl From<&DownloadObject> for DownloadObject {
    fn from(object: &DownloadObject) -> Self {
        object.clone()
    }
}
