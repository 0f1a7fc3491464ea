//! Keeping a token in a file, for programs that start often.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use http::{HeaderMap, HeaderValue};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{Access, AuthMethod, Login, Place};
use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};

/// A catalog is far smaller.
const LARGEST: u64 = 16 << 20;

/// A method whose tokens are kept in a file, until a service refuses them or they end.
#[derive(Debug)]
pub(crate) struct Kept {
    method: Arc<dyn AuthMethod>,
    file: PathBuf,
    whose: String,
    /// The file is read once: who comes for another token was refused with the first.
    read: AtomicBool,
}

#[derive(Serialize, Deserialize)]
struct Content {
    whose: String,
    token: String,
    /// Keystone's answer, as text.
    answer: String,
}

impl Kept {
    /// Keeps the tokens that `method` gets at this address.
    pub(crate) fn new(method: Arc<dyn AuthMethod>, auth_url: &str, file: PathBuf) -> Result<Self> {
        let identity = method.identity().ok_or_else(|| {
            let what = "the tokens of this way to log in cannot be kept in a file".to_owned();
            Error::from(ErrorKind::Config(what))
        })?;
        Ok(Self {
            method,
            file,
            whose: format!("{identity} at {auth_url}"),
            read: AtomicBool::new(false),
        })
    }

    async fn log_in(&self, keystone: &Client) -> Result<Access> {
        if !self.read.swap(true, Ordering::Relaxed)
            && let Some(access) = self.kept().await
        {
            return Ok(access);
        }
        // Gone before the login, so that a refused token is not found again if that fails.
        let _ = tokio::fs::remove_file(&self.file).await;
        let access = self.method.authenticate(keystone).await?;
        if let Err(error) = self.keep(&access).await {
            tracing::warn!(%error, file = %self.file.display(), "the token cannot be kept");
        }
        Ok(access)
    }

    /// The token in the file, if it is ours and good for a while.
    async fn kept(&self) -> Option<Access> {
        let bytes = match read(&self.file).await {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Err(error) => {
                tracing::warn!(%error, file = %self.file.display(), "the kept token is not used");
                return None;
            }
        };
        let content: Content = serde_json::from_slice(&bytes).ok()?;
        let mut headers = HeaderMap::new();
        headers.insert(
            "x-subject-token",
            HeaderValue::try_from(content.token).ok()?,
        );
        let access = Access::read(&headers, content.answer.as_bytes()).ok()?;
        (content.whose == self.whose && access.is_fresh(Timestamp::now())).then_some(access)
    }

    async fn keep(&self, access: &Access) -> io::Result<()> {
        let Some((token, answer)) = access.to_answer() else {
            return Ok(());
        };
        let content = Content {
            whose: self.whose.clone(),
            token,
            answer: answer.to_string(),
        };
        // Whole or not at all, whoever else writes it.
        let new = self
            .file
            .with_extension(format!("{}.new", std::process::id()));
        let _ = tokio::fs::remove_file(&new).await;
        write(&new, &serde_json::to_vec(&content)?).await?;
        tokio::fs::rename(&new, &self.file).await
    }
}

async fn read(path: &Path) -> io::Result<Vec<u8>> {
    let file = tokio::fs::File::open(path).await?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if file.metadata().await?.permissions().mode() & 0o077 != 0 {
            return Err(io::Error::other("others can read the file"));
        }
    }
    let mut bytes = Vec::new();
    file.take(LARGEST).read_to_end(&mut bytes).await?;
    Ok(bytes)
}

async fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = tokio::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    options.mode(0o600);
    let mut file = options.open(path).await?;
    file.write_all(bytes).await?;
    file.flush().await
}

impl AuthMethod for Kept {
    fn authenticate<'a>(&'a self, keystone: &'a Client) -> Login<'a> {
        Box::pin(self.log_in(keystone))
    }

    fn identity(&self) -> Option<String> {
        self.method.identity()
    }

    fn place(&self) -> Place<'_> {
        self.method.place()
    }
}
