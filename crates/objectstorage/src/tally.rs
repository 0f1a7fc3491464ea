//! What has passed so far: its length and its MD5.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use ferriscloud_core::{BoxError, ErrorKind, Result};
use futures_core::Stream;

use crate::md5::Md5;

/// The length, and the MD5 where one is wanted, of data that come in pieces.
#[derive(Debug, Clone)]
pub(crate) struct Tally {
    pub(crate) length: u64,
    md5: Option<Md5>,
}

impl Tally {
    pub(crate) fn new(hashing: bool) -> Self {
        Self {
            length: 0,
            md5: hashing.then(Md5::new),
        }
    }

    /// What has passed if it is so much, with this MD5.
    pub(crate) fn of(length: u64, md5: &Md5) -> Self {
        let md5 = Some(md5.clone());
        Self { length, md5 }
    }

    pub(crate) fn add(&mut self, data: &[u8]) {
        self.length += data.len() as u64;
        if let Some(md5) = &mut self.md5 {
            md5.add(data);
        }
    }

    /// The MD5 so far, where one is wanted.
    fn md5(&self) -> Option<String> {
        self.md5.as_ref().map(Md5::hexadecimal)
    }

    /// Compares the MD5 with an ETag; whatever is not counted passes.
    pub(crate) fn check(&self, etag: &str) -> Result<()> {
        match self.md5() {
            Some(actual) if !actual.eq_ignore_ascii_case(etag) => Err(ErrorKind::Checksum {
                expected: etag.to_owned(),
                actual,
            }
            .into()),
            _ => Ok(()),
        }
    }
}

/// The tally of data that were handed on whole, which the stream and its starter both see: what sends a body drops it at
/// its last byte.
///
/// A request that was answered early may still be sending its body while the next attempt sends another. Each counts by
/// itself, and says here what it was when all of it has passed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shared(Arc<Mutex<Option<Tally>>>);

impl Shared {
    pub(crate) fn set(&self, whole: Tally) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(whole);
    }

    /// Nothing before all of the data have been handed on.
    pub(crate) fn get(&self) -> Option<Tally> {
        let tally = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tally.clone()
    }
}

/// A stream of data on its way to the service, boxed.
pub(crate) type Data = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>;

/// A stream that is counted, and has to have the length that was announced.
pub(crate) struct Counted {
    inner: Data,
    tally: Tally,
    whole: Shared,
    length: Option<u64>,
}

impl Counted {
    pub(crate) fn new(inner: Data, whole: Shared, hashing: bool, length: Option<u64>) -> Self {
        Self {
            inner,
            tally: Tally::new(hashing),
            whole,
            length,
        }
    }
}

impl Stream for Counted {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = match ready!(self.inner.as_mut().poll_next(context)) {
            Some(Ok(piece)) => piece,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => {
                let so_far = self.tally.length;
                let short = self.length.filter(|length| so_far < *length);
                if short.is_none() {
                    self.whole.set(self.tally.clone());
                }
                return Poll::Ready(short.map(|length| {
                    Err(format!("the data end after {so_far} bytes of {length}").into())
                }));
            }
        };
        self.tally.add(&piece);
        let so_far = self.tally.length;
        let Some(length) = self.length else {
            return Poll::Ready(Some(Ok(piece)));
        };
        // Nobody asks for more than was announced, so that what is too much is seen here or never.
        let excess = so_far > length
            || so_far == length
                && match self.inner.as_mut().poll_next(context) {
                    Poll::Ready(Some(Ok(more))) => !more.is_empty(),
                    Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                    Poll::Ready(None) | Poll::Pending => false,
                };
        if excess {
            let what = format!("the data go on after the announced {length} bytes");
            return Poll::Ready(Some(Err(what.into())));
        }
        if so_far == length {
            self.whole.set(self.tally.clone());
        }
        Poll::Ready(Some(Ok(piece)))
    }
}

#[cfg(test)]
mod tests {
    use futures_util::{StreamExt, TryStreamExt, stream};

    use super::*;
    use crate::md5::md5;

    const ABC: &str = "900150983cd24fb0d6963f7d28e17f72";

    async fn send(pieces: &[&'static str], length: Option<u64>) -> Result<Tally, String> {
        let pieces: Vec<_> = pieces
            .iter()
            .map(|piece| Ok(Bytes::from_static(piece.as_bytes())))
            .collect();
        let whole = Shared::default();
        whole.set(Tally::of(9, &Md5::new()));
        let counted = Counted::new(stream::iter(pieces).boxed(), whole.clone(), true, length);
        counted
            .try_for_each(|_| async { Ok(()) })
            .await
            .map_err(|error| error.to_string())?;
        Ok(whole.get().unwrap())
    }

    #[tokio::test]
    async fn counts_what_passes() {
        assert_eq!(md5(b"abc"), ABC);
        for length in [None, Some(3)] {
            let tally = send(&["a", "", "bc"], length).await.unwrap();
            assert_eq!(tally.length, 3);
            tally.check(ABC).unwrap();
            tally.check(&ABC.to_uppercase()).unwrap();
            let error = tally.check(&md5(b"abd")).unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::Checksum { actual, .. } if actual == ABC));
        }
        Tally::new(false).check("anything").unwrap();
    }

    #[tokio::test]
    async fn the_announced_length_is_kept() {
        for (pieces, length, words) in [
            (&["ab"][..], 3, "end after 2 bytes of 3"),
            (&[], 1, "end after 0 bytes of 1"),
            (&["abcd"], 3, "go on after the announced 3"),
            (&["abc", "d"], 3, "go on after the announced 3"),
        ] {
            let error = send(pieces, Some(length)).await.unwrap_err();
            assert!(error.contains(words), "{error}");
        }
    }
}
