//! Reading objects.

mod open;

use std::fmt;
use std::future::{IntoFuture, poll_fn};
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};
use ferriscloud_core::{Body, Call, ErrorKind, Result};
use futures_core::Stream;
use futures_util::TryStreamExt;
use futures_util::future::BoxFuture;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use tokio::io::AsyncBufRead;
use tokio_util::io::StreamReader;

use crate::checks::Checks;
use crate::objects::{ObjectHead, Objects, ReadObject};
use crate::partial::Partial;
use crate::transfers::Count;

use open::{Open, Plan};

pub(crate) use open::changed;

pub use crate::ranges::ByteRange;

/// The data of an object, as a [`Stream`] of pieces; nothing is sent until it is read.
///
/// Memory use does not depend on the size, and no time limit either: only that of silence. Fewer bytes
/// than announced are an error, and so are bytes with another MD5 than the object's
/// ([`ErrorKind::Checksum`], after the last piece).
///
/// What breaks off, or falls silent, goes on with another request from the byte that was reached. It is always
/// the same object: another one that took its name meanwhile is an error ([`ErrorKind::Changed`]).
///
/// What is to be read, and how, is said before the first of it is: later, that is an error ([`ErrorKind::Input`]).
///
/// ```no_run
/// # async fn example(objects: ferriscloud_objectstorage::objects::Objects) -> ferriscloud_core::Result<()> {
/// let text = objects.download("notes/today.txt").bytes().await?;
/// let end = objects.download("server.log").range(1_000_000..).bytes().await?;
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
    /// Something was to be changed when it had been sent.
    Late,
    Done,
}

impl Download {
    pub(crate) fn new(objects: &Objects, object: &ReadObject) -> Self {
        let request = object.write(objects.request(Method::GET, &object.name, "download"));
        let plan = Plan {
            objects: objects.clone(),
            object: object.to_go_on(),
            range: None,
            verify: true,
            resumptions: 5,
            headers: HeaderMap::new(),
            limit: None,
        };
        // 64 MiB: what one is ready to have in memory without having thought of it.
        Self {
            state: State::Unsent(Box::new(objects.client().call(request))),
            plan,
            limit: 64 << 20,
        }
    }

    /// Only a part of it.
    pub fn range(mut self, range: impl Into<ByteRange>) -> Self {
        let range = range.into();
        self.plan.range = Some(range);
        self.edit(|call| match range.header() {
            Some(value) => call.header(header::RANGE, value),
            None => call.refuse(format!("the range {range:?} is empty")),
        })
    }

    /// Whether the MD5 of what comes is compared with the `ETag`, where the whole object is read and the `ETag` is its
    /// MD5; so it is, where this is not said.
    pub fn verify(mut self, yes: bool) -> Self {
        self.plan.verify = yes;
        self.edit(|call| call)
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

    /// With so many requests more where the data break off, 5 where this is not said; each MiB that comes is good for
    /// one more. Each of them is retried as any other.
    pub fn resumptions(mut self, requests: u32) -> Self {
        self.plan.resumptions = requests;
        self.edit(|call| call)
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
    /// The data are on the disk before the file has its name (`fsync`), whatever happens to the machine: of many small
    /// files, that takes longer than fetching them.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] if the file cannot be written; those of [`try_next`](Self::try_next).
    pub async fn to_file(self, path: impl AsRef<Path>) -> Result<ObjectHead> {
        self.write_to(path.as_ref(), &Count::default(), |_| None)
            .await
    }

    /// The same, counted, and with the time that the file is to have.
    pub(crate) async fn write_to(
        mut self,
        path: &Path,
        count: &Count,
        time: fn(&ObjectHead) -> Option<SystemTime>,
    ) -> Result<ObjectHead> {
        let head = self.head().await?.clone();
        let partial = Partial::create(path, 0).await?;
        let mut sink = partial.from(0, Checks::default()).await?;
        while let Some(piece) = self.try_next().await? {
            count.add(piece.len() as u64);
            sink.write(piece).await?;
        }
        sink.finish().await?;
        partial.finish(time(&head)).await?;
        Ok(head)
    }

    fn edit(mut self, change: impl FnOnce(Call<()>) -> Call<()>) -> Self {
        self.state = match self.state {
            State::Unsent(call) => State::Unsent(Box::new(change(*call))),
            State::Sent(_) | State::Open(_) | State::Late | State::Done => State::Late,
        };
        self
    }

    fn poll_open(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        loop {
            self.state = match std::mem::replace(&mut self.state, State::Done) {
                State::Unsent(call) => {
                    self.plan.headers = call.request().headers().clone();
                    self.plan.limit = call.request().settings().deadline;
                    State::Sent(call.stream().into_future())
                }
                State::Sent(mut answer) => match answer.as_mut().poll(context)? {
                    Poll::Ready(answer) => {
                        State::Open(Box::new(Open::new(answer, self.plan.clone())?))
                    }
                    Poll::Pending => {
                        self.state = State::Sent(answer);
                        return Poll::Pending;
                    }
                },
                State::Late => {
                    let what = "a download is not changed any more once it is sent";
                    return Poll::Ready(Err(ErrorKind::Input(what.into()).into()));
                }
                state @ (State::Open(_) | State::Done) => {
                    self.state = state;
                    return Poll::Ready(Ok(()));
                }
            };
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
            State::Late | State::Done => f.write_str("Download(over)"),
        }
    }
}

#[cfg(test)]
mod tests;
