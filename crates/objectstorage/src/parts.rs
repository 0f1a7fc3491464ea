//! Parts of files on their way to the service.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use ferriscloud_core::{BoxError, Error, ErrorKind, Result};
use futures_util::{StreamExt, TryStreamExt, stream};
use tokio::task::{JoinHandle, spawn_blocking};

use crate::lanes::{BATCH as HASHED, Lane, Lanes};
use crate::tally::{Data, Shared, Tally};

/// As much as is sent at once.
pub(crate) const CHUNK: usize = 256 << 10;
/// As much as one job reads: each job wakes two threads, which costs more than reading a chunk. Where checksums are
/// computed, it is less, because there are many parts at a time.
const BATCH: usize = 8 * CHUNK;

/// A part of a file that has to stay as it is.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    path: Arc<Path>,
    state: State,
    start: u64,
    length: u64,
}

/// By what a change of a file is seen.
#[derive(Debug, Clone, Copy, PartialEq)]
struct State {
    length: u64,
    modified: Option<SystemTime>,
}

impl Part {
    /// All of a file.
    pub(crate) async fn whole(path: &Path) -> Result<Self> {
        let found = tokio::fs::metadata(path).await;
        let state = found.and_then(|found| State::of(&found));
        let state = state.map_err(|error| Error::new(ErrorKind::Io, at(path, &error)))?;
        Ok(Self {
            path: path.into(),
            state,
            start: 0,
            length: state.length,
        })
    }

    /// A part of this part.
    pub(crate) fn slice(&self, start: u64, length: u64) -> Self {
        Self {
            start: self.start + start,
            length,
            ..self.clone()
        }
    }

    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// When the file was last changed.
    pub(crate) fn modified(&self) -> Option<SystemTime> {
        self.state.modified
    }

    /// Whether the file is what it was.
    pub(crate) async fn check(&self) -> Result<()> {
        match Self::whole(&self.path).await? {
            now if now.state == self.state => Ok(()),
            _ => Err(self.changed()),
        }
    }

    /// The MD5 of it.
    pub(crate) async fn md5(&self, lanes: &Lanes) -> Result<String> {
        let (mut reader, mut lane) = (Reader::new(self.clone()), Lane::new(lanes.clone()));
        while reader.left > 0 {
            let (batch, next) = joined(reader.start(HASHED)).await?;
            lane.add(batch).await?;
            reader = next;
        }
        Ok(lane.md5().await?.hexadecimal())
    }

    /// The data. When the last of them are handed on, `tally` says so, with their MD5 where there are lanes for it.
    pub(crate) fn read(&self, tally: Shared, lanes: Option<Lanes>) -> Data {
        let most = if lanes.is_some() { HASHED } else { BATCH };
        let (reader, lane) = (Reader::new(self.clone()), lanes.map(Lane::new));
        let length = self.length;
        let batches = stream::try_unfold((reader, lane), move |(reader, mut lane)| {
            let tally = tally.clone();
            async move {
                if reader.left == 0 {
                    return Ok(None);
                }
                let (batch, reader) = joined(reader.start(most)).await?;
                if let Some(lane) = &mut lane {
                    // It is computed while it is sent, and while what is next is read.
                    lane.add(batch.clone()).await?;
                }
                if reader.left == 0 {
                    tally.set(match &mut lane {
                        Some(lane) => Tally::of(length, lane.md5().await?),
                        None => Tally::new(false),
                    });
                }
                Ok::<_, BoxError>(Some((batch, (reader, lane))))
            }
        });
        let chunks = batches.map_ok(|batch| stream::iter(chunks(batch)));
        chunks.try_flatten().boxed()
    }

    fn changed(&self) -> Error {
        ErrorKind::Changed(format!("the file {}", self.path.display())).into()
    }
}

impl State {
    fn of(found: &Metadata) -> io::Result<Self> {
        if found.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if !found.is_file() {
            // What has no length would be sent as nothing.
            let what = "a pipe or a device is no file: give it as a reader";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
        }
        Ok(Self {
            length: found.len(),
            modified: found.modified().ok(),
        })
    }
}

/// What is sent at once, of what was read at once.
fn chunks(mut batch: Bytes) -> impl Iterator<Item = Result<Bytes, BoxError>> {
    std::iter::from_fn(move || {
        let length = batch.len().min(CHUNK);
        (length > 0).then(|| Ok(batch.split_to(length)))
    })
}

/// Reads a part, on threads that may wait.
struct Reader {
    part: Part,
    file: Option<File>,
    left: u64,
    /// What was read last, and before that. Memory that comes from one thread and goes back from another is not soon
    /// had again: that of what was sent is used once more.
    last: [Bytes; 2],
}

impl Reader {
    fn new(part: Part) -> Self {
        Self {
            left: part.length,
            part,
            file: None,
            last: [Bytes::new(), Bytes::new()],
        }
    }

    fn start(mut self, most: usize) -> JoinHandle<Result<(Bytes, Self)>> {
        spawn_blocking(move || {
            let batch = self.read(most)?;
            let [last, _] = &self.last;
            self.last = [batch.clone(), last.clone()];
            Ok((batch, self))
        })
    }

    /// What is next, up to so many bytes. The last is given only if the file is as it was.
    fn read(&mut self, most: usize) -> Result<Bytes> {
        let path = self.part.path.clone();
        let failed = |error: io::Error| Error::new(ErrorKind::Io, at(&path, &error));
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(self.part.open().map_err(failed)?),
        };
        let room = usize::try_from(self.left).unwrap_or(most).min(most);
        // Room that is filled by one read; without it the library feels its way up to this size each time.
        let [_, sent] = &mut self.last;
        let mut data = std::mem::take(sent).try_into_mut().unwrap_or_default();
        data.resize(room, 0);
        let came = fill(file, &mut data).map_err(failed)?;
        self.left -= came as u64;
        let last = self.left == 0;
        let same = |file: &File| Ok(State::of(&file.metadata()?)? == self.part.state);
        if came < room || last && !same(file).map_err(failed)? {
            return Err(self.part.changed());
        }
        Ok(data.freeze())
    }
}

impl Part {
    fn open(&self) -> io::Result<File> {
        let mut file = File::open(&self.path)?;
        if self.start > 0 {
            file.seek(SeekFrom::Start(self.start))?;
        }
        Ok(file)
    }
}

/// Reads until there is no more room, or no more data.
pub(crate) fn fill(from: &mut impl Read, mut room: &mut [u8]) -> io::Result<usize> {
    let length = room.len();
    while !room.is_empty() {
        match from.read(room) {
            Ok(0) => break,
            Ok(count) => room = &mut room[count..],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length - room.len())
}

/// What a job gave.
pub(crate) async fn joined<T>(job: JoinHandle<Result<T>>) -> Result<T> {
    job.await
        .map_err(|stopped| Error::new(ErrorKind::Interrupted, stopped))?
}

/// An error with the path that it is about.
pub(crate) fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::md5::md5;

    struct Temporary(PathBuf);

    impl Temporary {
        fn new(word: &str, data: &[u8]) -> Self {
            let name = format!("ferriscloud-part-{word}-{}", std::process::id());
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

    async fn read(part: &Part) -> Result<(Vec<u8>, Tally), BoxError> {
        let tally = Shared::default();
        let data: Vec<_> = part
            .read(tally.clone(), Some(Lanes::default()))
            .try_collect()
            .await?;
        let nothing = || Tally::new(true);
        Ok((data.concat(), tally.get().unwrap_or_else(nothing)))
    }

    #[tokio::test]
    async fn parts_are_read_as_often_as_needed() {
        let data: Vec<u8> = (0..BATCH * 2 + 7)
            .map(|index| (index % 251) as u8)
            .collect();
        let file = Temporary::new("again", &data);
        let whole = Part::whole(&file.0).await.unwrap();
        let middle = whole.slice(5, BATCH as u64 + 3);
        let inner = middle.slice(1, 0);
        for (part, expected) in [
            (&whole, &data[..]),
            (&middle, &data[5..BATCH + 8]),
            (&inner, &[]),
        ] {
            for _ in 0..2 {
                let (came, tally) = read(part).await.unwrap();
                assert!(came == expected);
                assert_eq!(tally.length, part.length());
                tally.check(&md5(expected)).unwrap();
                assert_eq!(part.md5(&Lanes::default()).await.unwrap(), md5(expected));
            }
        }
    }

    #[tokio::test]
    async fn what_was_sent_is_read_into_again() {
        let file = Temporary::new("memory", &vec![7; 20 * HASHED]);
        let part = Part::whole(&file.0).await.unwrap();
        let mut pieces = part.read(Shared::default(), Some(Lanes::default()));
        let mut places = std::collections::BTreeSet::new();
        while let Some(piece) = pieces.try_next().await.unwrap() {
            places.insert(piece.as_ptr());
        }
        let batches = places.len() * CHUNK / HASHED;
        assert!(batches <= 4, "{batches}");
    }

    #[tokio::test]
    async fn files_that_change_are_errors() {
        let data = vec![7; CHUNK + 1];
        for (word, now) in [("shorter", CHUNK), ("longer", CHUNK + 2), ("empty", 0)] {
            let file = Temporary::new(word, &data);
            let part = Part::whole(&file.0).await.unwrap();
            std::fs::write(&file.0, vec![8; now]).unwrap();
            let error = read(&part).await.unwrap_err().downcast::<Error>().unwrap();
            assert!(matches!(error.kind(), ErrorKind::Changed(_)), "{word}");
            let error = part.check().await.unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::Changed(_)), "{word}");
        }
    }

    #[tokio::test]
    async fn what_is_no_file_is_named() {
        let missing = std::env::temp_dir().join("ferriscloud-no-such-file");
        for path in [missing, std::env::temp_dir()] {
            let error = Part::whole(&path).await.unwrap_err();
            let source = std::error::Error::source(&error).unwrap().to_string();
            assert!(source.starts_with(&path.display().to_string()), "{source}");
        }
    }
}
