//! An object of 1 GiB: a block of bytes that do not compress, again and again.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use md5::{Digest, Md5};

use crate::documents::mix;

pub(crate) const SIZE: u64 = 1 << 30;
const BLOCK: u64 = 4 << 20;
const PIECE: usize = 256 << 10;

pub(crate) fn block() -> Bytes {
    (0..BLOCK / 8)
        .flat_map(|number| mix(number).to_le_bytes())
        .collect()
}

/// The MD5 of the whole, as Swift's `ETag` has it.
pub(crate) fn md5_of(block: &Bytes) -> String {
    let mut md5 = Md5::new();
    for _ in 0..SIZE / BLOCK {
        md5.update(block);
    }
    hex(md5)
}

pub(crate) fn hex(md5: Md5) -> String {
    let sum = md5.finalize();
    sum.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) struct LargeObject {
    block: Bytes,
    start: u64,
    left: u64,
}

impl LargeObject {
    /// A part of it, which begins where a piece does and ends where one does.
    pub(crate) fn part(block: Bytes, start: u64, end: u64) -> Self {
        let left = end - start;
        Self { block, start, left }
    }
}

impl Body for LargeObject {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let start = (self.start % BLOCK) as usize;
        self.start += PIECE as u64;
        self.left -= PIECE as u64;
        let piece = self.block.slice(start..start + PIECE);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
