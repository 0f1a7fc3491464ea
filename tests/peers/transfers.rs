//! What neither SDK does for its users: an MD5 of what goes by, and a file of what comes.

use std::io::{self, Write};
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};

use futures::{AsyncRead, AsyncReadExt};
use md5::{Digest, Md5};
use tokio::io::BufReader;
use tokio_util::compat::{Compat, TokioAsyncReadCompatExt};

const PIECE: usize = 256 << 10;

type Error = Box<dyn std::error::Error + Send + Sync>;

/// Reads a body to its end, into a file if one is named, and compares its MD5 if one is expected.
pub(crate) async fn receive(
    body: impl AsyncRead,
    expected: Option<&str>,
    path: Option<&Path>,
) -> Result<usize, Error> {
    let mut body = std::pin::pin!(body);
    let mut file = path.map(std::fs::File::create).transpose()?;
    let (mut md5, mut count) = (Md5::new(), 0);
    let mut buffer = vec![0; PIECE];
    loop {
        let length = body.read(&mut buffer).await?;
        if length == 0 {
            break;
        }
        count += length;
        if expected.is_some() {
            md5.update(&buffer[..length]);
        }
        if let Some(file) = &mut file {
            file.write_all(&buffer[..length])?;
        }
    }
    if let Some(expected) = expected {
        compare(md5, expected)?;
    }
    Ok(count)
}

pub(crate) fn compare(md5: Md5, expected: &str) -> Result<(), Error> {
    let sum = md5.finalize();
    let actual: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
    match actual == expected {
        true => Ok(()),
        false => Err(format!("MD5 {actual}, not {expected}").into()),
    }
}

/// A file to be sent, with the MD5 of what was read of it, if that is wanted.
pub(crate) struct Sent {
    /// Both SDKs ask for 8 KiB at a time, each of which would be a job for another thread without the buffer.
    file: Compat<BufReader<tokio::fs::File>>,
    sum: Option<Sum>,
}

/// The MD5 so far.
pub(crate) type Sum = Arc<Mutex<Md5>>;

impl Sent {
    pub(crate) async fn open(path: &Path, sum: Option<Sum>) -> io::Result<Self> {
        let file = tokio::fs::File::open(path).await?;
        let file = BufReader::with_capacity(PIECE, file).compat();
        Ok(Self { file, sum })
    }
}

impl AsyncRead for Sent {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        let length = ready!(Pin::new(&mut self.file).poll_read(context, buffer))?;
        if let Some(mut sum) = self.sum.as_ref().and_then(|sum| sum.lock().ok()) {
            sum.update(&buffer[..length]);
        }
        Poll::Ready(Ok(length))
    }
}
