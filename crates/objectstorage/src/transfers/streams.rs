//! Cutting a stream that can be read only once.

use bytes::{Bytes, BytesMut};
use ferriscloud_core::{BoxError, Error, ErrorKind, Result};
use futures_util::{StreamExt, future, stream};
use tokio::sync::mpsc;

use crate::source::Source;
use crate::tally::Data;

/// As much room as is made for data before they come: a usual segment.
const ROOM: u64 = 64 << 20;

/// A stream that is read up to one position and later on from there.
pub(super) struct Feed {
    data: Data,
    /// What was read too much.
    rest: Bytes,
}

impl Feed {
    pub(super) fn new(data: Data) -> Self {
        Self {
            data,
            rest: Bytes::new(),
        }
    }

    /// All of a stream of which nothing has been read yet.
    pub(super) fn into_data(self) -> Data {
        self.data
    }

    /// Whether there is more.
    pub(super) async fn has_more(&mut self) -> Result<bool> {
        while self.rest.is_empty() {
            match self.data.next().await {
                Some(piece) => self.rest = piece.map_err(broken)?,
                None => return Ok(false),
            }
        }
        Ok(true)
    }

    /// The next piece, with at most so many bytes.
    async fn piece(&mut self, most: u64) -> Result<Option<Bytes>> {
        if most == 0 || !self.has_more().await? {
            return Ok(None);
        }
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        Ok(Some(self.rest.split_to(most.min(self.rest.len()))))
    }

    /// So many bytes in memory, fewer at the end.
    pub(super) async fn collect(&mut self, most: u64) -> Result<Bytes> {
        // The room that is not filled is not taken from anybody.
        let room = usize::try_from(most.min(ROOM)).unwrap_or_default();
        let mut all = BytesMut::with_capacity(room);
        while let Some(piece) = self.piece(most - all.len() as u64).await? {
            all.extend_from_slice(&piece);
        }
        Ok(all.freeze())
    }

    /// Puts back what was read last.
    pub(super) fn put_back(&mut self, bytes: Bytes) {
        let mut all = BytesMut::from(bytes);
        all.extend_from_slice(&self.rest);
        self.rest = all.freeze();
    }

    /// Hands so many bytes, fewer at the end, to what `send` makes of a source of them. Says how many they were.
    pub(super) async fn hand_on<F, T>(
        &mut self,
        most: u64,
        length: Option<u64>,
        send: impl FnOnce(Source) -> F,
    ) -> Result<(u64, T)>
    where
        F: Future<Output = Result<T>>,
    {
        let (to, from) = mpsc::channel(1);
        let pieces = stream::try_unfold(from, |mut from: Pieces| async move {
            let piece = from.recv().await.unwrap_or_else(given_up)?;
            Ok::<_, BoxError>(piece.map(|piece| (piece, from)))
        });
        let feed = async move {
            let mut handed = 0;
            loop {
                let piece = self.piece(most - handed).await;
                let (ends, length) = match &piece {
                    Ok(Some(piece)) => (false, piece.len() as u64),
                    Ok(None) | Err(_) => (true, 0),
                };
                let error = piece.as_ref().err().cloned();
                let sent = to.send(piece.map_err(Into::into)).await;
                if let Some(error) = error {
                    return Err(error);
                }
                // Nobody takes it any more: the request is over, and says why.
                if ends || sent.is_err() {
                    return Ok(handed);
                }
                handed += length;
            }
        };
        future::try_join(feed, send(Source::stream(pieces, length))).await
    }
}

/// Pieces of a body; the last is none at all.
type Pieces = mpsc::Receiver<Result<Option<Bytes>, BoxError>>;

/// Without its last piece a body must not end as if it were whole.
fn given_up() -> Result<Option<Bytes>, BoxError> {
    Err("the upload was given up".into())
}

fn broken(error: BoxError) -> Error {
    match error.downcast::<Error>() {
        Ok(ours) => *ours,
        Err(other) => Error::new(ErrorKind::Io, other),
    }
}

#[cfg(test)]
mod tests {
    use futures_util::TryStreamExt;

    use super::*;
    use crate::source::Kind;

    fn feed(pieces: &[&'static str]) -> Feed {
        let pieces: Vec<Result<_, BoxError>> = pieces
            .iter()
            .map(|piece| Ok(Bytes::from_static(piece.as_bytes())))
            .collect();
        Feed::new(stream::iter(pieces).boxed())
    }

    async fn read(source: Source) -> Result<String> {
        let Kind::Once(data, _) = source.0 else {
            panic!("it can be read once")
        };
        let pieces: Vec<_> = data.try_collect().await.map_err(broken)?;
        Ok(String::from_utf8(pieces.concat()).unwrap())
    }

    #[tokio::test]
    async fn streams_are_cut_where_it_is_asked_for() {
        let mut feed = feed(&["abc", "", "defg", "h"]);
        assert_eq!(feed.collect(2).await.unwrap(), "ab");
        feed.put_back("ab".into());
        let (length, came) = feed.hand_on(5, None, read).await.unwrap();
        assert_eq!((length, came.as_str()), (5, "abcde"));
        assert!(feed.has_more().await.unwrap());
        let (length, came) = feed.hand_on(5, Some(3), read).await.unwrap();
        assert_eq!((length, came.as_str()), (3, "fgh"));
        assert!(!feed.has_more().await.unwrap());
    }

    #[tokio::test]
    async fn errors_of_the_source_and_of_the_request_end_it() {
        let pieces = [Ok(Bytes::from_static(b"ab")), Err("the tape tore".into())];
        let mut torn = Feed::new(stream::iter(pieces).boxed());
        let error = torn.hand_on(9, None, read).await.unwrap_err();
        let source = std::error::Error::source(&error).unwrap();
        assert_eq!(source.to_string(), "the tape tore");

        let refuse = |source: Source| async move {
            drop(source);
            Err::<(), _>(ErrorKind::Interrupted.into())
        };
        let mut feed = feed(&["a", "b", "c"]);
        let error = feed.hand_on(9, None, refuse).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Interrupted));
    }
}
