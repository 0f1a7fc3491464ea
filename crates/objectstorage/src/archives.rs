//! Archives that the service unpacks.

use std::collections::BTreeMap;
use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use ferriscloud_core::{Call, Client, Operation, Path, Request, Result, lenient};
use http::{HeaderName, HeaderValue, Method};
use serde::{Deserialize, Serialize};

use crate::containers::{self, ContainerName};
use crate::headers;
use crate::service::SLOW;
use crate::tally::Shared;
use crate::transfers::Count;
use crate::uploads::Source;

/// An archive, and where what is in it goes.
///
/// In an account alone, the first folder of each name is the container, which is created if it is not there.
#[derive(Debug, Clone)]
pub struct ExtractArchive {
    /// How it is packed.
    pub format: ArchiveFormat,
    /// The container for all of it.
    pub container: Option<ContainerName>,
    /// What all names in the container begin with; a slash follows it.
    pub prefix: Option<String>,
    /// Has the media types guessed by the names, whatever the archive says of them.
    pub detect_types: bool,
    /// After how long the service is to delete the objects: whole seconds, at least one.
    pub delete_after: Option<Duration>,
}

/// How an archive is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ArchiveFormat {
    /// `tar`.
    Tar,
    /// `tar.gz`.
    TarGz,
    /// `tar.bz2`.
    TarBz2,
}

impl ExtractArchive {
    /// An archive whose folders are containers.
    pub fn new(format: ArchiveFormat) -> Self {
        Self {
            format,
            container: None,
            prefix: None,
            detect_types: false,
            delete_after: None,
        }
    }

    /// An archive for one container.
    pub fn into_container(format: ArchiveFormat, container: impl Into<ContainerName>) -> Self {
        Self {
            container: Some(container.into()),
            ..Self::new(format)
        }
    }

    fn request(&self) -> Request {
        let Self {
            format,
            container,
            prefix,
            detect_types,
            delete_after,
        } = self;
        let (mut path, mut defect) = (Path::default(), None);
        if let Some(container) = container {
            path = path.segment(container.as_str());
            defect = containers::check(container).err();
        }
        if let Some(prefix) = prefix {
            path = path.name(prefix);
            if container.is_none() {
                defect = Some("a prefix needs a container".to_owned());
            }
        }
        let mut request = Request::new(Method::PUT, path, Operation("extract", "archive"));
        if let Some(why) = defect {
            request = request.refuse(why);
        }
        let format = match format {
            ArchiveFormat::Tar => "tar",
            ArchiveFormat::TarGz => "tar.gz",
            ArchiveFormat::TarBz2 => "tar.bz2",
        };
        let request = request.filter(&BTreeMap::from([("extract-archive", format)]));
        let detect = detect_types.then_some("true");
        let request = headers::optional(request, "x-detect-content-type", detect);
        let after = delete_after.map(|after| after.as_secs().to_string());
        headers::optional(request, "x-delete-after", after)
    }
}

/// What became of an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Extracted {
    /// How many objects were written.
    #[serde(rename = "Number Files Created", deserialize_with = "lenient::or_default")]
    pub created: u64,
    /// What was not written: the path, percent-encoded, and the status that says why.
    #[serde(rename = "Errors", deserialize_with = "lenient::list")]
    pub errors: Vec<(String, String)>,
    /// The status of the whole, such as `201 Created`: the answer's own is always good.
    #[serde(rename = "Response Status", deserialize_with = "lenient::or_default")]
    pub status: String,
    /// What went wrong with the whole, if something did.
    #[serde(rename = "Response Body", deserialize_with = "lenient::or_default")]
    pub message: String,
}

/// An archive, ready to be sent and unpacked: `.await` does it.
///
/// Memory use does not depend on the size. What cannot be written is no error of the call: it is in its answer.
#[must_use = "an archive is not sent until it is awaited"]
pub struct Extraction {
    call: Call<()>,
    source: Source,
}

impl Extraction {
    pub(crate) fn new(client: &Client, archive: &ExtractArchive, source: Source) -> Self {
        Self {
            call: client.call(archive.request()),
            source,
        }
    }

    /// With a limit of time for the whole of it.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.call = self.call.timeout(limit);
        self
    }

    /// With one more header.
    pub fn header(mut self, name: HeaderName, value: impl TryInto<HeaderValue>) -> Self {
        self.call = self.call.header(name, value);
        self
    }

    async fn send(self) -> Result<Extracted> {
        let tally = Shared::default();
        let (body, _) = self.source.body(tally, None, Count::default()).await?;
        let upload = self.call.body(body).head_timeout(SLOW);
        upload.extract().await
    }
}

impl IntoFuture for Extraction {
    type Output = Result<Extracted>;
    type IntoFuture = Pin<Box<dyn Future<Output = Result<Extracted>> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl fmt::Debug for Extraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Extraction({:?} of {:?})", self.call, self.source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_it_goes() {
        let sent = |archive: ExtractArchive| {
            let request = archive.request();
            let defect = request.defect().map(ToString::to_string);
            (format!("{}?{}", request.path(), request.query()), defect)
        };
        let whole = ExtractArchive::new(ArchiveFormat::TarGz);
        assert_eq!(
            sent(whole.clone()),
            ("?extract-archive=tar.gz".into(), None)
        );
        let prefix = |prefix: &str| Some(prefix.to_owned());
        let below = ExtractArchive {
            prefix: prefix("a/b?"),
            ..ExtractArchive::into_container(ArchiveFormat::Tar, "box")
        };
        assert_eq!(sent(below).0, "box/a/b%3F?extract-archive=tar");
        let nowhere = ExtractArchive {
            prefix: prefix("a"),
            ..whole
        };
        assert!(sent(nowhere).1.is_some());
        assert!(
            sent(ExtractArchive::into_container(ArchiveFormat::TarBz2, "a/b"))
                .1
                .is_some()
        );
    }
}
