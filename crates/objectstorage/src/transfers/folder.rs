//! Folders: what is in them, and room for more.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use ferriscloud_core::{Error, ErrorKind, Result};
use tokio::task::spawn_blocking;

use super::names;
use crate::parts::{at, joined};

/// A file below a folder.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    pub(super) bytes: u64,
    pub(super) modified: Option<SystemTime>,
}

/// What is below a folder: its files, by the names that their objects have, and what is no file.
#[derive(Debug, Default)]
pub(super) struct Folder {
    pub(super) files: BTreeMap<String, Found>,
    /// Symbolic links, which may lead anywhere, and sockets and the like.
    pub(super) others: Vec<PathBuf>,
}

impl Folder {
    /// Looks at all that is below a folder. One that is not there has nothing, where that is fine.
    pub(super) async fn walk(root: &Path, may_be_missing: bool) -> Result<Self> {
        let root = root.to_owned();
        joined(spawn_blocking(move || {
            let mut found = Self::default();
            if may_be_missing && !root.exists() {
                return Ok(found);
            }
            found.add(&root, Path::new(""))?;
            Ok(found)
        }))
        .await
    }

    fn add(&mut self, root: &Path, below: &Path) -> Result<()> {
        let folder = root.join(below);
        let failed = |error| Error::new(ErrorKind::Io, at(&folder, &error));
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
            let below = below.join(entry.file_name());
            if kind.is_dir() {
                self.add(root, &below)?;
            } else if kind.is_file() {
                let state = match entry.metadata() {
                    // It has vanished since.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                    state => state.map_err(failed)?,
                };
                let file = Found {
                    path: entry.path(),
                    bytes: state.len(),
                    modified: state.modified().ok(),
                };
                self.files.insert(names::name(&below)?, file);
            } else {
                self.others.push(entry.path());
            }
        }
        Ok(())
    }
}

/// Makes a folder below a root, with those above it. None of them may be a link, which could lead elsewhere.
pub(super) async fn make(root: &Path, below: &Path) -> Result<()> {
    let (mut path, below) = (root.to_owned(), below.to_owned());
    joined(spawn_blocking(move || {
        let failed = |path: &Path, error: &io::Error| Error::new(ErrorKind::Io, at(path, error));
        fs::create_dir_all(&path).map_err(|error| failed(&path, &error))?;
        for part in below.components() {
            path.push(part);
            match fs::symlink_metadata(&path) {
                Ok(found) if found.is_dir() => {}
                Ok(_) => return Err(ErrorKind::Name(path.to_string_lossy().into_owned()).into()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    match fs::create_dir(&path) {
                        // Another file's parent, which is made at the same time.
                        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                            return Err(failed(&path, &error));
                        }
                        _ => {}
                    }
                }
                Err(error) => return Err(failed(&path, &error)),
            }
        }
        Ok(())
    }))
    .await
}

/// Deletes files.
pub(super) async fn remove(files: Vec<PathBuf>) -> Result<()> {
    joined(spawn_blocking(move || {
        for path in files {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(Error::new(ErrorKind::Io, at(&path, &error)));
                }
                _ => {}
            }
        }
        Ok(())
    }))
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Root(PathBuf);

    impl Root {
        fn new(word: &str) -> Self {
            let name = format!("ferriscloud-folder-{word}-{}", std::process::id());
            let path = std::env::temp_dir().join(name);
            fs::create_dir_all(&path).unwrap();
            Self(path)
        }
    }

    impl Drop for Root {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[tokio::test]
    async fn files_are_found_below() {
        let root = Root::new("walk");
        make(&root.0, Path::new("a/b")).await.unwrap();
        fs::write(root.0.join("a/b/c"), "abc").unwrap();
        fs::write(root.0.join("d"), "").unwrap();
        let found = Folder::walk(&root.0, false).await.unwrap();
        let names: Vec<_> = found
            .files
            .iter()
            .map(|(name, it)| (name.as_str(), it.bytes))
            .collect();
        assert_eq!(names, [("a/b/c", 3), ("d", 0)]);
        let missing = root.0.join("missing");
        assert!(Folder::walk(&missing, true).await.unwrap().files.is_empty());
        let error = Folder::walk(&missing, false).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Io));
        remove(vec![root.0.join("d"), missing]).await.unwrap();
        assert!(!root.0.join("d").exists());
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn links_are_not_followed() {
        let (root, other) = (Root::new("links"), Root::new("elsewhere"));
        fs::write(other.0.join("secret"), "x").unwrap();
        std::os::unix::fs::symlink(&other.0, root.0.join("link")).unwrap();
        let found = Folder::walk(&root.0, false).await.unwrap();
        assert!(found.files.is_empty());
        assert_eq!(found.others, [root.0.join("link")]);
        let error = make(&root.0, Path::new("link/a")).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Name(_)));
        assert!(!other.0.join("a").exists());
    }
}
