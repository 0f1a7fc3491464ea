//! A file as a body: read on the spot, in pieces of 256 KiB.

use std::io::{self, Read};
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use hyper::body::{Body, Frame, SizeHint};
use md5::{Digest, Md5};

/// The MD5 so far.
pub(crate) type Sum = Arc<Mutex<Md5>>;

const PIECE: usize = 256 << 10;

pub(crate) struct File {
    file: std::fs::File,
    sum: Option<Sum>,
    left: u64,
    buffer: BytesMut,
}

impl File {
    /// With the MD5 of what was read of it, if that is wanted.
    pub(crate) fn open(path: &Path, verify: bool) -> io::Result<(Self, Option<Sum>)> {
        let file = std::fs::File::open(path)?;
        let left = file.metadata()?.len();
        let sum = verify.then(Sum::default);
        let file = Self {
            file,
            sum: sum.clone(),
            left,
            buffer: BytesMut::new(),
        };
        Ok((file, sum))
    }

    pub(crate) fn left(&self) -> u64 {
        self.left
    }

    pub(crate) fn boxed(self) -> crate::connection::Outgoing {
        http_body_util::BodyExt::boxed(self)
    }
}

impl Body for File {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let Self {
            file,
            sum,
            left,
            buffer,
        } = &mut *self;
        // Its memory comes back once the socket has taken the piece before.
        buffer.resize(PIECE, 0);
        let length = match file.read(buffer) {
            Ok(0) => return Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into()))),
            Ok(length) => length,
            Err(error) => return Poll::Ready(Some(Err(error))),
        };
        *left -= length as u64;
        let piece = buffer.split_to(length).freeze();
        if let Some(mut sum) = sum.as_ref().and_then(|sum| sum.lock().ok()) {
            sum.update(&piece);
        }
        buffer.clear();
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
