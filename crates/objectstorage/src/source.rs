//! Where the data of an upload come from.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use ferriscloud_core::{BoxError, Error, ErrorKind, Result};
use futures_core::Stream;
use futures_util::{StreamExt, TryStreamExt, stream};
use tokio::io::AsyncRead;
use tokio_util::io::ReaderStream;

use crate::tally::Data;

/// Large enough that a chunk costs little, small enough to hold many uploads' at once.
const CHUNK: usize = 256 * 1024;

/// As much of a file is read at once: each read is a trip to a thread for blocking work and back.
const PART: usize = 8 * CHUNK;

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
    Once(Data, Option<u64>),
    Replayable(u64, Open),
}

/// Opens the data from their beginning.
pub(crate) type Open = Arc<dyn Fn() -> Data + Send + Sync>;

impl Source {
    /// A file: read in pieces, and read anew if the upload has to start again.
    ///
    /// A file that changes while it is read is an error, and then the object is not written.
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

    /// What a file is to what can be opened again: its length is known after a look at it.
    pub(crate) async fn located(self) -> Result<Kind> {
        let Kind::File(path) = self.0 else {
            return Ok(self.0);
        };
        let found = tokio::fs::metadata(&path).await;
        let state =
            State::of(found).map_err(|error| Error::new(ErrorKind::Io, at(&path, &error)))?;
        Ok(Kind::Replayable(
            state.length,
            Arc::new(move || read(path.clone(), state)),
        ))
    }
}

/// By what a change of a file is seen.
#[derive(Debug, Clone, Copy, PartialEq)]
struct State {
    length: u64,
    modified: Option<SystemTime>,
}

impl State {
    fn of(found: io::Result<std::fs::Metadata>) -> io::Result<Self> {
        let found = found?;
        if found.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        Ok(Self {
            length: found.len(),
            modified: found.modified().ok(),
        })
    }
}

/// A file as a stream; it has to stay in its state.
fn read(path: PathBuf, state: State) -> Data {
    let parts = stream::try_unfold((None, state.length), move |(file, left)| {
        let path = path.clone();
        async move {
            if left == 0 {
                return Ok(None);
            }
            let read = tokio::task::spawn_blocking(move || {
                part(file, &path, state, left).map_err(|error| at(&path, &error))
            });
            let (part, file) = read.await.map_err(io::Error::other)??;
            let left = left - part.len() as u64;
            Ok::<_, io::Error>(Some((part, (Some(file), left))))
        }
    });
    let chunks = parts.map_ok(|part| stream::iter(chunks(part)).map(Ok::<_, io::Error>));
    chunks.try_flatten().map_err(Into::into).boxed()
}

/// The next part, in blocking reads. The last is given only if the file is as it was.
fn part(file: Option<File>, path: &Path, state: State, left: u64) -> io::Result<(Bytes, File)> {
    let mut file = match file {
        Some(file) => file,
        None => File::open(path)?,
    };
    let mut part = vec![0; usize::try_from(left).unwrap_or(PART).min(PART)];
    let changed = || io::Error::other("the file changed while it was read");
    file.read_exact(&mut part)
        .map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => changed(),
            _ => error,
        })?;
    let last = part.len() as u64 == left;
    if last && State::of(file.metadata())? != state {
        return Err(changed());
    }
    Ok((part.into(), file))
}

/// A part in chunks, which are what may be in memory beside it.
fn chunks(mut part: Bytes) -> impl Iterator<Item = Bytes> {
    std::iter::from_fn(move || {
        let chunk = part.split_to(part.len().min(CHUNK));
        (!chunk.is_empty()).then_some(chunk)
    })
}

fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
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
            Kind::Once(_, length) => write!(f, "Source(stream of {length:?} bytes)"),
            Kind::Replayable(length, _) => write!(f, "Source(replayable {length} bytes)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Temporary(PathBuf);

    impl Temporary {
        fn new(word: &str, data: &[u8]) -> Self {
            let name = format!("ferriscloud-source-{word}-{}", std::process::id());
            let path = std::env::temp_dir().join(name);
            std::fs::write(&path, data).unwrap();
            Self(path)
        }
    }

    impl Drop for Temporary {
        fn drop(&mut self) {
            let _ = std::fs::remove_file(&self.0);
        }
    }

    async fn open(file: &Temporary) -> (u64, Open) {
        match Source::file(&file.0).located().await.unwrap() {
            Kind::Replayable(length, open) => (length, open),
            _ => panic!("a file can be replayed"),
        }
    }

    async fn whole(data: Data) -> Result<Vec<u8>, BoxError> {
        data.try_fold(Vec::new(), |mut all, chunk| async move {
            assert!(chunk.len() <= CHUNK);
            all.extend_from_slice(&chunk);
            Ok(all)
        })
        .await
    }

    #[tokio::test]
    async fn files_are_read_as_often_as_needed() {
        let data: Vec<u8> = (0..CHUNK * 2 + 7)
            .map(|index| (index % 251) as u8)
            .collect();
        let file = Temporary::new("again", &data);
        let (length, open) = open(&file).await;
        assert_eq!(length, data.len() as u64);
        for _ in 0..2 {
            assert!(whole(open()).await.unwrap() == data);
        }
    }

    #[tokio::test]
    async fn files_that_change_are_errors() {
        let data = vec![7; CHUNK + 1];
        for (word, now) in [("shorter", CHUNK), ("longer", CHUNK + 2), ("empty", 0)] {
            let file = Temporary::new(word, &data);
            let (_, open) = open(&file).await;
            std::fs::write(&file.0, vec![8; now]).unwrap();
            let error = whole(open()).await.unwrap_err().to_string();
            assert!(
                error.contains("changed while it was read"),
                "{word}: {error}"
            );
        }
    }

    #[tokio::test]
    async fn what_is_no_file_is_named() {
        let missing = std::env::temp_dir().join("ferriscloud-no-such-file");
        for path in [missing, std::env::temp_dir()] {
            let error = Source::file(&path).located().await.err().unwrap();
            let source = std::error::Error::source(&error).unwrap().to_string();
            assert!(source.starts_with(&path.display().to_string()), "{source}");
        }
    }
}
