//! Reading objects.

mod inputs;

use std::fmt;
use std::future::{IntoFuture, poll_fn};
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use ferriscloud_core::{Body, Call, Client, Error, ErrorKind, Request, Result};
use futures_core::Stream;
use futures_util::TryStreamExt;
use futures_util::future::BoxFuture;
use http::{HeaderName, HeaderValue, StatusCode};
use tokio::io::{AsyncBufRead, AsyncWriteExt};
use tokio_util::io::StreamReader;

use crate::headers;
use crate::objects::ObjectHead;
use crate::partial::Partial;
use crate::tally::Tally;

pub use crate::ranges::ByteRange;
pub use inputs::DownloadObject;

/// The data of an object, as a [`Stream`] of pieces; nothing is sent until it is read.
///
/// Memory use does not depend on the size, and no time limit either: only that of silence. Fewer bytes
/// than announced are an error, and so are bytes with another MD5 than the object's
/// ([`ErrorKind::Checksum`], after the last piece).
///
/// ```no_run
/// # async fn example(objects: ferriscloud_objectstorage::objects::Objects) -> ferriscloud_core::Result<()> {
/// let text = objects.download("notes/today.txt").bytes().await?;
/// objects.download("backup.tar").to_file("backup.tar").await?;
///
/// let mut pieces = objects.download("film.mp4");
/// while let Some(piece) = pieces.try_next().await? {
///     println!("{} bytes more", piece.len());
/// }
/// # Ok(()) }
/// ```
#[must_use = "a download does nothing until it is read"]
pub struct Download {
    state: State,
    plan: Plan,
    limit: u64,
}

enum State {
    Unsent(Box<Call<()>>),
    Sent(BoxFuture<'static, Result<http::Response<Body>>>),
    Open(Box<Open>),
    Done,
}

/// What was asked for.
#[derive(Debug, Clone, Copy)]
struct Plan {
    ranged: bool,
    verify: bool,
}

/// An answer on its way in.
struct Open {
    head: ObjectHead,
    body: Body,
    tally: Tally,
    /// The length of this answer.
    length: Option<u64>,
}

impl Download {
    pub(crate) fn new(client: &Client, request: Request, object: &DownloadObject) -> Self {
        let DownloadObject { range, verify, .. } = object;
        let mut request = object.read().write(request);
        if let Some(range) = range {
            request = match range.header() {
                Some(range) => headers::optional(request, "range", Some(range)),
                None => request.refuse(format!("the range {range:?} is empty")),
            };
        }
        let plan = Plan {
            ranged: range.is_some(),
            verify: *verify,
        };
        // 64 MiB: what one is ready to have in memory without having thought of it.
        Self {
            state: State::Unsent(Box::new(client.call(request))),
            plan,
            limit: 64 << 20,
        }
    }

    /// With a limit of time for the service's answer, without its data.
    pub fn timeout(self, limit: Duration) -> Self {
        self.edit(|call| call.timeout(limit))
    }

    /// With one more header.
    pub fn header(self, name: HeaderName, value: impl TryInto<HeaderValue>) -> Self {
        self.edit(|call| call.header(name, value))
    }

    /// With another limit for [`bytes`](Self::bytes), in bytes; 64 MiB where this is not said.
    pub fn at_most(mut self, limit: u64) -> Self {
        self.limit = limit;
        self
    }

    /// What is known of the object; the data are still to be read.
    ///
    /// # Errors
    /// Whatever keeps the answer from coming: that there is no such object, say.
    pub async fn head(&mut self) -> Result<&ObjectHead> {
        poll_fn(|context| self.poll_open(context)).await?;
        match &self.state {
            State::Open(open) => Ok(&open.head),
            _ => Err(ErrorKind::Input("the download is over".into()).into()),
        }
    }

    /// The next piece; `None` after the last.
    ///
    /// # Errors
    /// Whatever keeps it from coming; at the end, that the data are not those of the object.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// All of it, in memory.
    ///
    /// # Errors
    /// [`ErrorKind::TooLarge`] beyond the [limit](Self::at_most), before it is read if the size is known;
    /// those of [`try_next`](Self::try_next).
    pub async fn bytes(mut self) -> Result<Bytes> {
        self.head().await?;
        let announced = match &self.state {
            State::Open(open) => open.length.unwrap_or_default(),
            _ => 0,
        };
        if announced > self.limit {
            return Err(ErrorKind::TooLarge(self.limit).into());
        }
        // What was announced is not trusted with much memory before it comes.
        let mut all = BytesMut::with_capacity(usize::try_from(announced.min(1 << 20)).unwrap_or(0));
        while let Some(piece) = self.try_next().await? {
            if (all.len() + piece.len()) as u64 > self.limit {
                return Err(ErrorKind::TooLarge(self.limit).into());
            }
            all.extend_from_slice(&piece);
        }
        Ok(all.freeze())
    }

    /// All of it, as a reader; its errors hold ours.
    pub fn into_reader(self) -> impl AsyncBufRead + Send + Unpin {
        StreamReader::new(self.map_err(std::io::Error::other))
    }

    /// All of it, into a file: under a temporary name beside it, which becomes the file's when all is there.
    /// A file that is there already is replaced then, and only then.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] if the file cannot be written; those of [`try_next`](Self::try_next).
    pub async fn to_file(mut self, path: impl AsRef<Path>) -> Result<ObjectHead> {
        let head = self.head().await?.clone();
        let local = |error| Error::new(ErrorKind::Io, error);
        let mut partial = Partial::create(path.as_ref()).await.map_err(local)?;
        while let Some(piece) = self.try_next().await? {
            partial.file.write_all(&piece).await.map_err(local)?;
        }
        partial.finish().await.map_err(local)?;
        Ok(head)
    }

    fn edit(mut self, change: impl FnOnce(Call<()>) -> Call<()>) -> Self {
        if let State::Unsent(call) = self.state {
            self.state = State::Unsent(Box::new(change(*call)));
        }
        self
    }

    fn poll_open(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        loop {
            self.state = match std::mem::replace(&mut self.state, State::Done) {
                State::Unsent(call) => State::Sent(call.stream().into_future()),
                State::Sent(mut answer) => match answer.as_mut().poll(context)? {
                    Poll::Ready(answer) => State::Open(Box::new(Open::new(answer, self.plan)?)),
                    Poll::Pending => {
                        self.state = State::Sent(answer);
                        return Poll::Pending;
                    }
                },
                state @ (State::Open(_) | State::Done) => {
                    self.state = state;
                    return Poll::Ready(Ok(()));
                }
            };
        }
    }
}

impl Open {
    fn new(answer: http::Response<Body>, plan: Plan) -> Result<Self> {
        let (parts, body) = answer.into_parts();
        let head = ObjectHead::of(&parts.headers);
        let length = headers::number(&parts.headers, "content-length");
        // Nothing has no parts: there Swift answers with all of it.
        if plan.ranged && parts.status != StatusCode::PARTIAL_CONTENT && length != Some(0) {
            return Err(
                ErrorKind::Decode("asked for a range, it is the whole object".into()).into(),
            );
        }
        let large = head.static_large_object || head.object_manifest.is_some();
        let hashing = plan.verify
            && parts.status == StatusCode::OK
            && !large
            && head.etag.as_ref().is_some_and(|etag| etag.len() == 32);
        Ok(Self {
            head,
            body,
            tally: Tally::new(hashing),
            length,
        })
    }

    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        let piece = ready!(Pin::new(&mut self.body).poll_next(context));
        Poll::Ready(match piece {
            Some(Ok(piece)) => {
                self.tally.add(&piece);
                Some(Ok(piece))
            }
            Some(Err(error)) => Some(Err(error)),
            None => self.check().err().map(Err),
        })
    }

    fn check(&self) -> Result<()> {
        let came = self.tally.length;
        match self.length {
            Some(length) if came != length => {
                let what = format!("{came} bytes came of {length}");
                Err(Error::new(ErrorKind::Interrupted, what))
            }
            _ => self
                .tally
                .check(self.head.etag.as_deref().unwrap_or_default()),
        }
    }
}

impl Stream for Download {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Err(error) = ready!(self.poll_open(context)) {
            return Poll::Ready(Some(Err(error)));
        }
        let State::Open(open) = &mut self.state else {
            return Poll::Ready(None);
        };
        let piece = ready!(open.poll_next(context));
        if !matches!(piece, Some(Ok(_))) {
            self.state = State::Done;
        }
        Poll::Ready(piece)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.state {
            State::Unsent(call) => write!(f, "Download({call:?})"),
            State::Sent(_) => f.write_str("Download(sent)"),
            State::Open(open) => write!(f, "Download({} bytes came so far)", open.tally.length),
            State::Done => f.write_str("Download(over)"),
        }
    }
}

#[cfg(test)]
mod tests;
