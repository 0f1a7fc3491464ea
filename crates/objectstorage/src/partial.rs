//! Files that are there when they are whole.

use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use bytes::Bytes;
use ferriscloud_core::{Error, ErrorKind, Result};
use tokio::task::{JoinHandle, spawn_blocking};

use crate::checks::Checks;
use crate::lanes::PIECE;
use crate::parts::{at, joined};

/// As much of a file's name as its temporary name has, in bytes.
const NAME: usize = 80;
/// As much as one job writes: each job wakes two threads.
const BATCH: usize = 1 << 20;

/// A file under a temporary name beside its own: gone if it is dropped before it is finished.
pub(crate) struct Partial {
    name: Temporary,
    target: PathBuf,
}

impl Partial {
    /// A new file of so many bytes, where the number is known.
    pub(crate) async fn create(target: &Path, length: u64) -> Result<Self> {
        let target = target.to_owned();
        blocking(target.clone(), move || {
            let (path, file) = temporary(&target)?;
            let name = Temporary(Some(path));
            // Nobody shall read of it what they may not read of what it replaces.
            if let Some(permissions) = permissions(&target)
                && !permissions.readonly()
            {
                file.set_permissions(permissions)?;
            }
            file.set_len(length)?;
            Ok(Self { name, target })
        })
        .await
    }

    /// Where the data are until the file is finished.
    pub(crate) fn path(&self) -> &Path {
        self.name.0.as_deref().unwrap_or(&self.target)
    }

    /// Something to write with, from a position on.
    pub(crate) async fn from(&self, position: u64, checks: Checks) -> Result<Sink> {
        let path = self.path().to_owned();
        let open = move || {
            let mut file = OpenOptions::new().write(true).open(path)?;
            file.seek(SeekFrom::Start(position))?;
            Ok(file)
        };
        let file = blocking(self.target.clone(), open).await?;
        Ok(Sink {
            state: Some(State::Idle(Writer {
                path: self.target.clone(),
                file,
            })),
            checks,
            batch: Vec::new(),
            size: 0,
        })
    }

    /// Gives the file its time, where there is one, the permissions of what it replaces, and its name. What has the
    /// name is on the disk then, whatever happens to the machine.
    pub(crate) async fn finish(self, modified: Option<SystemTime>) -> Result<()> {
        let Self { mut name, target } = self;
        blocking(target.clone(), move || {
            if let Some(path) = &name.0 {
                let file = OpenOptions::new().write(true).open(path)?;
                if let Some(modified) = modified {
                    file.set_modified(modified)?;
                }
                if let Some(permissions) = permissions(&target) {
                    file.set_permissions(permissions)?;
                }
                file.sync_all()?;
                drop(file);
                std::fs::rename(path, &target)?;
            }
            name.0 = None;
            drop(name);
            Ok(())
        })
        .await
    }
}

/// A file that nobody has, beside another. One that is there is left from a program that had the same number.
fn temporary(target: &Path) -> io::Result<(PathBuf, File)> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = target.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    // Names have limits, which this must not exceed where the target does not.
    let name = name.to_string_lossy();
    let mut cut = NAME.min(name.len());
    while !name.is_char_boundary(cut) {
        cut -= 1;
    }
    let name = &name[..cut];
    loop {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let temporary = format!(".{name}.{}-{count}.part", std::process::id());
        let path = target.with_file_name(temporary);
        match File::create_new(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            file => return Ok((path, file?)),
        }
    }
}

fn permissions(of: &Path) -> Option<Permissions> {
    let found = std::fs::metadata(of).ok()?;
    found.is_file().then(|| found.permissions())
}

async fn blocking<T: Send + 'static>(
    path: PathBuf,
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T> {
    let failed = move |error: io::Error| Error::new(ErrorKind::Io, at(&path, &error));
    joined(spawn_blocking(move || work().map_err(failed))).await
}

struct Temporary(Option<PathBuf>);

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Some(path) = &self.0 {
            // Nobody is left to be told.
            let _ = std::fs::remove_file(path);
        }
    }
}

/// Writes what comes, a batch while the next one is on its way.
pub(crate) struct Sink {
    /// None only after an error.
    state: Option<State>,
    checks: Checks,
    batch: Vec<Bytes>,
    size: usize,
}

enum State {
    Idle(Writer),
    Busy(JoinHandle<Result<Writer>>),
}

struct Writer {
    path: PathBuf,
    file: File,
}

impl Sink {
    pub(crate) async fn write(&mut self, piece: Bytes) -> Result<()> {
        if let Err(error) = self.checks.add(piece.clone()).await {
            // What is damaged must not be written later than what is fetched in its place.
            self.idle().await?;
            return Err(error);
        }
        self.size += piece.len() + PIECE;
        self.batch.push(piece);
        if self.size >= BATCH {
            self.flush().await?;
        }
        Ok(())
    }

    /// Writes the rest. The file is closed then.
    pub(crate) async fn finish(mut self) -> Result<()> {
        self.flush().await?;
        self.idle().await?;
        self.checks.finish()
    }

    async fn flush(&mut self) -> Result<()> {
        let mut writer = self.idle().await?;
        let batch = std::mem::take(&mut self.batch);
        self.size = 0;
        self.state = Some(State::Busy(spawn_blocking(move || {
            for piece in batch {
                let path = &writer.path;
                let failed = |error| Error::new(ErrorKind::Io, at(path, &error));
                writer.file.write_all(&piece).map_err(failed)?;
            }
            Ok(writer)
        })));
        Ok(())
    }

    async fn idle(&mut self) -> Result<Writer> {
        match self.state.take() {
            Some(State::Idle(writer)) => Ok(writer),
            Some(State::Busy(job)) => joined(job).await,
            None => Err(ErrorKind::Io.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::Lanes;
    use crate::md5::md5;

    #[tokio::test]
    async fn a_file_is_written_from_several_places() {
        let name = format!("ferriscloud-partial-{}", std::process::id());
        let target = std::env::temp_dir().join(name);
        let partial = Partial::create(&target, 6).await.unwrap();
        let parts = vec![(1, Some(md5(b"d"))), (2, Some(md5(b"ef")))];
        let checks = Checks::new(parts, Lanes::default());
        let mut end = partial.from(3, checks).await.unwrap();
        end.write("de".into()).await.unwrap();
        end.write("f".into()).await.unwrap();
        end.finish().await.unwrap();
        let mut start = partial.from(0, Checks::default()).await.unwrap();
        start.write("abc".into()).await.unwrap();
        start.finish().await.unwrap();
        let temporary = partial.path().to_owned();
        assert!(!target.exists() && temporary.exists());
        let then = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
        partial.finish(Some(then)).await.unwrap();
        assert_eq!(std::fs::read(&target).unwrap(), b"abcdef");
        let found = std::fs::metadata(&target).unwrap();
        assert_eq!(found.modified().unwrap(), then);
        std::fs::remove_file(&target).unwrap();

        let partial = Partial::create(&target, 6).await.unwrap();
        drop(partial);
        assert!(!target.exists() && !temporary.exists());
    }

    #[tokio::test]
    async fn small_pieces_take_as_little_room() {
        let name = format!("ferriscloud-pieces-{}", std::process::id());
        let partial = Partial::create(&std::env::temp_dir().join(name), 0).await;
        let partial = partial.unwrap();
        let mut sink = partial.from(0, Checks::default()).await.unwrap();
        for _ in 0..BATCH / 8 {
            sink.write("a".into()).await.unwrap();
            assert!(sink.batch.len() * size_of::<Bytes>() < BATCH);
        }
        sink.finish().await.unwrap();
        let length = std::fs::metadata(partial.path()).unwrap().len();
        assert_eq!(length, BATCH as u64 / 8);
    }

    /// As a container's only program has it, which always has the number 1.
    #[tokio::test]
    async fn what_a_crash_has_left_is_in_nobodys_way() {
        let folder = format!("ferriscloud-left-{}", std::process::id());
        let folder = std::env::temp_dir().join(folder);
        std::fs::create_dir_all(&folder).unwrap();
        let target = folder.join("ä".repeat(127));
        let first = Partial::create(&target, 0).await.unwrap();
        let name = first.path().file_name().unwrap().to_str().unwrap();
        let (start, rest) = name.rsplit_once('-').unwrap();
        let count: u32 = rest.strip_suffix(".part").unwrap().parse().unwrap();
        let left = (1..50).map(|more| folder.join(format!("{start}-{}.part", count + more)));
        let left: Vec<_> = left.collect();
        for path in &left {
            std::fs::write(path, "left").unwrap();
        }
        let second = Partial::create(&target, 0).await.unwrap();
        assert!(!left.contains(&second.path().to_owned()));
        second.finish(None).await.unwrap();
        assert!(target.exists());
        assert!(left.iter().all(|path| path.exists()));
        drop(first);
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn permissions_stay() {
        use std::os::unix::fs::PermissionsExt;
        let name = format!("ferriscloud-secret-{}", std::process::id());
        let target = std::env::temp_dir().join(name);
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        for permissions in [0o600, 0o440, 0o755] {
            std::fs::write(&target, "old").unwrap();
            let kept = Permissions::from_mode(permissions);
            std::fs::set_permissions(&target, kept).unwrap();
            let partial = Partial::create(&target, 0).await.unwrap();
            if permissions != 0o440 {
                assert_eq!(mode(partial.path()), permissions);
            }
            let mut sink = partial.from(0, Checks::default()).await.unwrap();
            sink.write("new".into()).await.unwrap();
            sink.finish().await.unwrap();
            partial.finish(None).await.unwrap();
            assert_eq!(mode(&target), permissions);
            assert_eq!(std::fs::read(&target).unwrap(), b"new");
            std::fs::remove_file(&target).unwrap();
        }
    }
}
