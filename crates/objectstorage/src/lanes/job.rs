//! What is computed of one lane, and how that is done of several.

use std::collections::VecDeque;

use bytes::{Buf, Bytes};
use tokio::sync::oneshot;

use crate::md5::{BLOCK, Md5, compress};

/// As many blocks as are computed before it is seen who else has some.
const AT_ONCE: usize = (32 << 10) / BLOCK;

/// The next data of a lane.
#[derive(Debug)]
pub(super) struct Job {
    md5: Md5,
    /// Whole blocks, already counted.
    blocks: Bytes,
    /// What comes after them.
    data: VecDeque<Bytes>,
    done: oneshot::Sender<Md5>,
}

impl Job {
    pub(super) fn new(md5: Md5, data: VecDeque<Bytes>) -> (Self, oneshot::Receiver<Md5>) {
        let (done, receiver) = oneshot::channel();
        let blocks = Bytes::new();
        let job = Self {
            md5,
            blocks,
            data,
            done,
        };
        (job, receiver)
    }

    /// How many blocks are next: none at the end, or if nobody waits for them any more.
    fn ready(&mut self) -> usize {
        while self.blocks.is_empty() && !self.done.is_closed() {
            let Some(mut piece) = self.data.pop_front() else {
                break;
            };
            let (blocks, rest) = self.md5.blocks(&piece);
            let (blocks, rest) = (blocks.len() * BLOCK, rest.len());
            self.blocks = piece.split_to(blocks);
            piece.advance(piece.len() - rest);
            if !piece.is_empty() {
                self.data.push_front(piece);
            }
        }
        self.blocks.len() / BLOCK
    }
}

/// Computes a little of each, and says how many are done.
pub(super) fn compute(jobs: &mut Vec<Job>) -> usize {
    let before = jobs.len();
    for job in jobs.extract_if(.., |job| job.ready() == 0) {
        let Job {
            md5, blocks, done, ..
        } = job;
        // Who waits uses the memory again.
        drop(blocks);
        // Who does not wait any more does not need it.
        let _ = done.send(md5);
    }
    let ready = jobs.iter().map(|job| job.blocks.len() / BLOCK).min();
    let count = ready.unwrap_or_default().min(AT_ONCE);
    let mut lanes: Vec<_> = jobs
        .iter_mut()
        .map(|job| (&mut job.md5.words, &job.blocks.as_chunks().0[..count]))
        .collect();
    compress(&mut lanes);
    for job in &mut *jobs {
        job.blocks.advance(count * BLOCK);
    }
    before - jobs.len()
}
