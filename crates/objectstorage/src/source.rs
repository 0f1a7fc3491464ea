//! Where the data of an upload come from.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use ferriscloud_core::{Body, BoxError, ErrorKind, Result};
use futures_core::Stream;
use futures_util::{StreamExt, TryStreamExt};
use tokio::io::AsyncRead;
use tokio_util::io::ReaderStream;

use crate::lanes::Lanes;
use crate::parts::{CHUNK, Part};
use crate::tally::{Counted, Data, Shared, Tally};
use crate::transfers::Count;

/// The data of an upload: bytes or text as they are (they turn into this by themselves), a file, a reader or
/// a stream.
///
/// An upload that fails on its way is sent again from bytes, a file or [`replayable`](Self::replayable)
/// data; what can be read only once is sent once.
///
/// ```
/// use ferriscloud_objectstorage::uploads::Source;
///
/// let bytes: Source = vec![1, 2, 3].into();
/// let file = Source::file("backup.tar");
/// let reader = Source::reader(tokio::io::empty(), None);
/// ```
pub struct Source(pub(crate) Kind);

pub(crate) enum Kind {
    Bytes(Bytes),
    File(PathBuf),
    Part(Part),
    Once(Data, Option<u64>),
    Replayable(u64, Open),
}

/// Opens the data from their beginning.
pub(crate) type Open = Arc<dyn Fn() -> Data + Send + Sync>;

impl Source {
    /// A file: read in pieces, and read anew if the upload has to start again.
    ///
    /// A file that changes while it is read is an error
    /// ([`ErrorKind::Changed`](ferriscloud_core::ErrorKind::Changed)), and then the object is not written.
    pub fn file(path: impl AsRef<Path>) -> Self {
        Self(Kind::File(path.as_ref().to_owned()))
    }

    /// A stream; with its length in bytes, if that is known.
    ///
    /// A stream of another length than the announced is an error, and then the object is not written.
    pub fn stream<S, E>(stream: S, length: impl Into<Option<u64>>) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError> + 'static,
    {
        Self(Kind::Once(
            stream.map_err(Into::into).boxed(),
            length.into(),
        ))
    }

    /// A reader; with its length in bytes, if that is known.
    pub fn reader(reader: impl AsyncRead + Send + 'static, length: impl Into<Option<u64>>) -> Self {
        Self::stream(ReaderStream::with_capacity(reader, CHUNK), length)
    }

    /// A stream of so many bytes that can be opened as often as needed.
    pub fn replayable<S, E>(length: u64, open: impl Fn() -> S + Send + Sync + 'static) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError> + 'static,
    {
        Self(Kind::Replayable(
            length,
            Arc::new(move || open().map_err(Into::into).boxed()),
        ))
    }

    /// With a file looked at: what is known of it then has to stay so.
    pub(crate) async fn located(self) -> Result<Self> {
        Ok(match self.0 {
            Kind::File(path) => Self(Kind::Part(Part::whole(&path).await?)),
            _ => self,
        })
    }

    /// The data as a body, with its length where that is known: what is sent of it is tallied and counted. Its MD5 is
    /// computed where there are lanes for it.
    pub(crate) async fn body(
        self,
        tally: Shared,
        lanes: Option<Lanes>,
        count: Count,
    ) -> Result<(Body, Option<u64>)> {
        let hashing = lanes.is_some();
        let whole = tally.clone();
        let (body, length) = match self.located().await?.0 {
            Kind::Bytes(bytes) => {
                let length = bytes.len() as u64;
                (bytes.into(), Some(length))
            }
            Kind::Once(data, length) => {
                let data = Counted::new(data, tally, hashing, length);
                (Body::once(count.over(data), length), length)
            }
            Kind::Replayable(length, open) => {
                let data = move || Counted::new(open(), tally.clone(), hashing, Some(length));
                let data = move || count.over(data());
                (Body::replayable(length, data), Some(length))
            }
            Kind::Part(part) => {
                let length = part.length();
                let data = move || count.over(part.read(tally.clone(), lanes.clone()));
                (Body::replayable(length, data), Some(length))
            }
            // Located: it is a part now.
            Kind::File(_) => return Err(ErrorKind::Io.into()),
        };
        if length == Some(0) {
            // Nobody asks for nothing.
            whole.set(Tally::new(hashing));
        }
        Ok((body, length))
    }
}

impl From<Bytes> for Source {
    fn from(bytes: Bytes) -> Self {
        Self(Kind::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Source {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Source {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Source {
    fn from(text: &'static str) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static [u8]> for Source {
    fn from(bytes: &'static [u8]) -> Self {
        Bytes::from(bytes).into()
    }
}

/// Where the data come from, and never what they are.
impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Bytes(bytes) => write!(f, "Source({} bytes)", bytes.len()),
            Kind::File(path) => write!(f, "Source(file {})", path.display()),
            Kind::Part(part) => write!(f, "Source({part:?})"),
            Kind::Once(_, length) => write!(f, "Source(stream of {length:?} bytes)"),
            Kind::Replayable(length, _) => write!(f, "Source(replayable {length} bytes)"),
        }
    }
}
