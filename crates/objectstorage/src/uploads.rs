//! Writing objects.

use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use ferriscloud_core::time::Timestamp;
use ferriscloud_core::{Answer, Call, Client, Error, ErrorKind, Request, Result};
use http::{HeaderName, HeaderValue, header};
use serde::{Deserialize, Serialize};

pub use crate::source::Source;

use crate::headers;
use crate::lanes::Lanes;
use crate::objects::{ObjectName, UpdateObject, VersionId};
use crate::source::Kind;
use crate::tally::Shared;
use crate::transfers::Count;

/// What the service says of an object that it has written.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Uploaded {
    /// The `ETag`: the MD5 of the data, in hexadecimal, unless it is a large object.
    pub etag: Option<String>,
    /// When it was written, to the second.
    pub last_modified: Option<Timestamp>,
    /// Which version it is, in containers that keep them.
    pub version: Option<VersionId>,
}

impl Uploaded {
    // The signature is that of every reader.
    #[allow(clippy::unnecessary_wraps)]
    pub(crate) fn read(answer: &Answer) -> Result<Self> {
        let headers = answer.headers();
        let last_modified = headers::moment(headers, "last-modified");
        Ok(Self {
            etag: headers::etag(headers),
            last_modified,
            version: headers::text(headers, "x-object-version-id").map(VersionId::from),
        })
    }
}

/// What an object is to be, besides its data.
#[derive(Debug, Clone)]
pub struct UploadObject {
    /// The name.
    pub name: ObjectName,
    /// Metadata, media type, expiry. Swift guesses an absent media type by the name.
    pub with: UpdateObject,
    /// Fails (412) where there is an object of this name already.
    pub only_new: bool,
    /// Compares the MD5 of what was sent with that of what arrived; so it is, where this is not said.
    pub verify: bool,
}

impl UploadObject {
    /// An object with this name.
    pub fn new(name: impl Into<ObjectName>) -> Self {
        Self {
            name: name.into(),
            with: UpdateObject::default(),
            only_new: false,
            verify: true,
        }
    }
}

impl<N: Into<ObjectName>> From<N> for UploadObject {
    fn from(name: N) -> Self {
        Self::new(name)
    }
}

impl From<&UploadObject> for UploadObject {
    fn from(object: &UploadObject) -> Self {
        object.clone()
    }
}

/// An upload, ready to be sent: `.await` sends it.
///
/// Memory use does not depend on the size, and no time limit either: only that of silence. What arrived is
/// checked: of bytes, their MD5 is sent ahead, and the service refuses others (422); of anything else, it is
/// compared with the service's afterwards ([`ErrorKind::Checksum`]; the object is there then, and wrong).
#[must_use = "an upload does nothing until it is awaited"]
pub struct Upload {
    call: Call<()>,
    source: Source,
    verify: bool,
    count: Count,
    lanes: Lanes,
}

impl Upload {
    pub(crate) fn new(
        client: &Client,
        request: Request,
        object: &UploadObject,
        source: Source,
    ) -> Self {
        let any = object.only_new.then_some("*");
        let request = headers::optional(object.with.write(request), "if-none-match", any);
        // Sent again after its answer was lost, it would find the object that it has made itself.
        let call = client.call(request).idempotent(!object.only_new);
        Self {
            call,
            source,
            verify: object.verify,
            count: Count::default(),
            lanes: Lanes::default(),
        }
    }

    /// With its bytes counted.
    pub(crate) fn counted(mut self, count: Count) -> Self {
        self.count = count;
        self
    }

    /// With its checksum computed beside those of others.
    pub(crate) fn beside(mut self, lanes: Lanes) -> Self {
        self.lanes = lanes;
        self
    }

    /// With a limit of time for the whole upload.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.call = self.call.timeout(limit);
        self
    }

    /// With one more header.
    pub fn header(mut self, name: HeaderName, value: impl TryInto<HeaderValue>) -> Self {
        self.call = self.call.header(name, value);
        self
    }

    async fn send(self) -> Result<Uploaded> {
        let Self {
            mut call,
            source,
            verify,
            count,
            lanes,
        } = self;
        let source = source.located().await?;
        let announced = call.request().headers().get(header::ETAG);
        let announced = announced.and_then(|etag| etag.to_str().ok());
        let mut expected = announced.map(|etag| etag.trim_matches('"').to_owned());
        let mut at_once = None;
        if let Kind::Bytes(bytes) = &source.0 {
            at_once = Some(bytes.len() as u64);
            if verify && expected.is_none() {
                let etag = lanes.md5(bytes.clone()).await?;
                call = call.header(header::ETAG, etag.as_str());
                expected = Some(etag);
            }
        }
        let tally = Shared::default();
        // What is announced is known already.
        let lanes = (verify && expected.is_none()).then_some(lanes);
        let body = source.body(tally.clone(), lanes, count.clone());
        let (body, length) = body.await?;
        let uploaded = sized(call.body(body), length).reading(Uploaded::read);
        let uploaded = uploaded.await?;
        if verify && at_once.is_none() {
            let early = "it was answered before all of the data had been sent";
            let early = || Error::new(ErrorKind::Interrupted, early);
            let missing = || Error::from(ErrorKind::Decode("it has no ETag to compare".into()));
            let sent = tally.get().ok_or_else(early)?;
            sent.check(uploaded.etag.as_deref().ok_or_else(missing)?)?;
        }
        // Who does not heed what was announced says here what it has got.
        if let (true, Some(expected), Some(actual)) = (verify, expected, &uploaded.etag)
            && !expected.eq_ignore_ascii_case(actual)
        {
            let actual = actual.clone();
            return Err(ErrorKind::Checksum { expected, actual }.into());
        }
        if let Some(bytes) = at_once {
            count.restarted().add(bytes);
        }
        Ok(uploaded)
    }
}

/// Swift wants the length of nothing said, too.
fn sized(call: Call<()>, length: Option<u64>) -> Call<()> {
    if length == Some(0) {
        call.header(header::CONTENT_LENGTH, 0)
    } else {
        call
    }
}

impl IntoFuture for Upload {
    type Output = Result<Uploaded>;
    type IntoFuture = Pin<Box<dyn Future<Output = Result<Uploaded>> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Upload({:?} from {:?})", self.call, self.source)
    }
}
