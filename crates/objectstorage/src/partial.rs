//! Files that are there when they are whole.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::fs::{self, File};
use tokio::io::AsyncWriteExt;

/// A file under a temporary name beside its own: gone if it is dropped before it is finished.
pub(crate) struct Partial {
    pub(crate) file: File,
    name: Temporary,
    target: PathBuf,
}

impl Partial {
    pub(crate) async fn create(target: &Path) -> io::Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = target.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let mut temporary = OsString::from(".");
        temporary.push(name);
        temporary.push(format!(".{}-{count}.part", std::process::id()));
        let path = target.with_file_name(temporary);
        let file = File::create_new(&path).await?;
        Ok(Self {
            file,
            name: Temporary(Some(path)),
            target: target.to_owned(),
        })
    }

    /// Gives the file its name.
    pub(crate) async fn finish(self) -> io::Result<()> {
        let Self {
            mut file,
            mut name,
            target,
        } = self;
        file.flush().await?;
        // Some systems rename no open files.
        drop(file.into_std().await);
        if let Some(path) = &name.0 {
            fs::rename(path, target).await?;
        }
        name.0 = None;
        Ok(())
    }
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
