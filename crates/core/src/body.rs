//! Bodies of requests and answers: bytes, a stream, or a stream that can be had again.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::TryStreamExt;
use http_body::{Body as HttpBody, Frame, SizeHint};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, StreamBody};
use hyper::body::Incoming;

use crate::error::{BoxError, Error, ErrorKind, Result};

/// The body of a request or of an answer.
///
/// A request that fails is sent again only if its body can be: [`Body::from`] bytes and
/// [`Body::replayable`] can, [`Body::once`] cannot.
///
/// ```
/// use ferriscloud_core::Body;
///
/// let bytes = Body::from("hello");
/// assert!(bytes.try_clone().is_some());
/// let pieces = || futures_util::stream::iter([Ok::<_, std::io::Error>("hello".into())]);
/// assert!(Body::once(pieces(), Some(5)).try_clone().is_none());
/// assert!(Body::replayable(5, pieces).try_clone().is_some());
/// ```
pub struct Body(Kind);

enum Kind {
    Empty,
    Bytes(Bytes),
    Replayable(Replayable),
    Boxed(UnsyncBoxBody<Bytes, Error>, Option<u64>),
    Incoming(Incoming),
}

struct Replayable {
    length: u64,
    open: Arc<dyn Fn() -> UnsyncBoxBody<Bytes, Error> + Send + Sync>,
    current: Option<UnsyncBoxBody<Bytes, Error>>,
}

impl Body {
    /// No body at all.
    pub fn empty() -> Self {
        Self(Kind::Empty)
    }

    /// A stream that can be read once; with its length in bytes, if that is known.
    ///
    /// A request with such a body is never sent twice: an attempt that fails is an error.
    pub fn once<S, E>(stream: S, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Self(Kind::Boxed(boxed(stream), length))
    }

    /// A stream of so many bytes that can be opened as often as needed: for a file, say.
    pub fn replayable<S, E>(length: u64, open: impl Fn() -> S + Send + Sync + 'static) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        let open = Arc::new(move || boxed(open()));
        Self(Kind::Replayable(Replayable {
            length,
            open,
            current: None,
        }))
    }

    /// Any other body, such as one of a transport of your own.
    pub fn wrap<B>(body: B) -> Self
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self(Kind::Boxed(body.map_err(interrupted).boxed_unsync(), None))
    }

    /// The same body anew, if it can be had again.
    pub fn try_clone(&self) -> Option<Self> {
        match &self.0 {
            Kind::Empty => Some(Self::empty()),
            Kind::Bytes(bytes) => Some(bytes.clone().into()),
            Kind::Replayable(Replayable { length, open, .. }) => {
                Some(Self(Kind::Replayable(Replayable {
                    length: *length,
                    open: open.clone(),
                    current: None,
                })))
            }
            Kind::Boxed(..) | Kind::Incoming(_) => None,
        }
    }

    /// Whether the same body can be had again.
    pub(crate) fn is_replayable(&self) -> bool {
        !matches!(self.0, Kind::Boxed(..) | Kind::Incoming(_))
    }

    /// The bytes, if they are all here already.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Kind::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// What hyper received.
    pub(crate) fn received(body: Incoming) -> Self {
        Self(Kind::Incoming(body))
    }

    /// Reads it all, but never more than `limit` bytes.
    ///
    /// # Errors
    /// [`ErrorKind::TooLarge`] beyond the limit; whatever breaks while reading.
    pub async fn collect(mut self, limit: u64) -> Result<Bytes> {
        match self.0 {
            Kind::Empty => return Ok(Bytes::new()),
            Kind::Bytes(bytes) => return Ok(bytes),
            _ => {}
        }
        let announced = HttpBody::size_hint(&self).lower();
        if announced > limit {
            return Err(ErrorKind::TooLarge(limit).into());
        }
        let Some(first) = self.next_data().await? else {
            return Ok(Bytes::new());
        };
        if first.len() as u64 > limit {
            return Err(ErrorKind::TooLarge(limit).into());
        }
        // One piece, as most answers are: no copy.
        if self.is_end_stream() {
            return Ok(first);
        }
        // In a box: every call would make room for it.
        Box::pin(self.collect_after(first, announced, limit)).await
    }

    async fn collect_after(mut self, first: Bytes, announced: u64, limit: u64) -> Result<Bytes> {
        let mut rest = self.next_data().await?;
        if rest.is_none() {
            return Ok(first);
        }
        // What was announced is not trusted with memory before it arrives.
        let room = usize::try_from(announced.min(1 << 20)).unwrap_or(0);
        let mut all = BytesMut::with_capacity(room.max(first.len() * 2));
        all.extend_from_slice(&first);
        while let Some(piece) = rest {
            if (all.len() + piece.len()) as u64 > limit {
                return Err(ErrorKind::TooLarge(limit).into());
            }
            all.extend_from_slice(&piece);
            rest = self.next_data().await?;
        }
        Ok(all.freeze())
    }

    /// Reads up to `limit` bytes, and forgets the rest and any error.
    pub(crate) async fn snippet(mut self, limit: usize) -> Bytes {
        let mut all = BytesMut::new();
        while let Ok(Some(piece)) = self.next_data().await {
            let room = limit - all.len();
            all.extend_from_slice(&piece[..piece.len().min(room)]);
            if all.len() == limit {
                break;
            }
        }
        all.freeze()
    }

    /// The next piece of data; `None` at the end.
    ///
    /// # Errors
    /// Whatever breaks while reading.
    pub async fn next_data(&mut self) -> Result<Option<Bytes>> {
        while let Some(frame) = self.frame().await {
            if let Ok(data) = frame?.into_data() {
                return Ok(Some(data));
            }
        }
        Ok(None)
    }
}

fn boxed<S, E>(stream: S) -> UnsyncBoxBody<Bytes, Error>
where
    S: Stream<Item = Result<Bytes, E>> + Send + 'static,
    E: Into<BoxError>,
{
    let frames = stream
        .map_ok(Frame::data)
        .map_err(|error| ours(ErrorKind::Io, error));
    StreamBody::new(frames).boxed_unsync()
}

fn interrupted(error: impl Into<BoxError>) -> Error {
    ours(ErrorKind::Interrupted, error)
}

/// The error itself where it is one of ours; else one of this kind.
fn ours(kind: ErrorKind, error: impl Into<BoxError>) -> Error {
    match error.into().downcast::<Error>() {
        Ok(ours) => *ours,
        Err(other) => Error::new(kind, other),
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>>>> {
        match &mut self.0 {
            Kind::Empty => Poll::Ready(None),
            Kind::Bytes(bytes) => {
                let bytes = std::mem::take(bytes);
                self.0 = Kind::Empty;
                Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))))
            }
            Kind::Replayable(Replayable { open, current, .. }) => {
                Pin::new(current.get_or_insert_with(|| open())).poll_frame(context)
            }
            Kind::Boxed(body, _) => Pin::new(body).poll_frame(context),
            Kind::Incoming(body) => {
                let frame = ready!(Pin::new(body).poll_frame(context));
                Poll::Ready(frame.map(|frame| frame.map_err(interrupted)))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Kind::Empty => true,
            Kind::Bytes(bytes) => bytes.is_empty(),
            Kind::Replayable(Replayable { length, .. }) => *length == 0,
            Kind::Boxed(body, _) => body.is_end_stream(),
            Kind::Incoming(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Kind::Empty => SizeHint::with_exact(0),
            Kind::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Kind::Replayable(Replayable { length, .. }) | Kind::Boxed(_, Some(length)) => {
                SizeHint::with_exact(*length)
            }
            Kind::Boxed(body, None) => body.size_hint(),
            Kind::Incoming(body) => body.size_hint(),
        }
    }
}

/// The data of a body, piece by piece.
impl Stream for Body {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(self.as_mut().poll_frame(context)) {
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Kind::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from(text).into()
    }
}

/// What kind of body it is, and never what is in it: bodies hold passwords.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Empty => f.write_str("Body::Empty"),
            Kind::Bytes(bytes) => write!(f, "Body::Bytes({} bytes)", bytes.len()),
            Kind::Replayable(replayable) => {
                write!(f, "Body::Replayable({} bytes)", replayable.length)
            }
            Kind::Boxed(..) | Kind::Incoming(_) => f.write_str("Body::Stream"),
        }
    }
}
