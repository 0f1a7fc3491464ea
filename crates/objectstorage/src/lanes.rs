//! Checksums of several data at a time, each in a lane of its own, beside the runtime's threads.

mod job;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use ferriscloud_core::{Error, ErrorKind, Result};
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;

use crate::md5::{LANES, Md5};

use job::{Job, compute};

/// As much of a lane as comes together before it is computed, in bytes.
pub(crate) const BATCH: usize = 768 << 10;
/// What a piece takes besides its data: of many small ones, that is most of it.
pub(crate) const PIECE: usize = 2 * size_of::<Bytes>();
/// What is computed at once, because to ask another thread takes as long.
const LITTLE: usize = 64 << 10;

/// Data that are computed beside each other: those of one transfer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lanes(Arc<Mutex<Queue>>);

#[derive(Debug, Default)]
struct Queue {
    waiting: VecDeque<Job>,
    /// How many wait or are being computed.
    jobs: usize,
    /// How many threads compute.
    workers: usize,
}

impl Lanes {
    /// The MD5 of bytes, as Swift writes it.
    pub(crate) async fn md5(&self, data: Bytes) -> Result<String> {
        let mut lane = Lane::new(self.clone());
        lane.add(data).await?;
        Ok(lane.md5().await?.hexadecimal())
    }

    fn start(&self, md5: Md5, data: VecDeque<Bytes>) -> oneshot::Receiver<Md5> {
        let (job, done) = Job::new(md5, data);
        let mut queue = self.queue();
        queue.waiting.push_back(job);
        queue.jobs += 1;
        if queue.jobs > queue.workers * LANES {
            let lanes = self.clone();
            // It panics where there is no runtime, or no more threads: what does not run must not be counted on.
            spawn_blocking(move || lanes.work(LANES));
            queue.workers += 1;
        }
        done
    }

    /// Computes, so many at a time, until there is nothing left.
    fn work(&self, most: usize) {
        let (mut jobs, mut done) = (Vec::new(), 0);
        loop {
            let mut queue = self.queue();
            queue.jobs -= done;
            while jobs.len() < most
                && let Some(job) = queue.waiting.pop_front()
            {
                jobs.push(job);
            }
            if jobs.is_empty() {
                queue.workers -= 1;
                return;
            }
            drop(queue);
            done = compute(&mut jobs);
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Data that come in pieces.
#[derive(Debug)]
pub(crate) struct Lane {
    lanes: Lanes,
    md5: State,
    /// What comes after that, and how much room it takes.
    next: VecDeque<Bytes>,
    size: usize,
}

#[derive(Debug)]
enum State {
    Here(Md5),
    Computed(oneshot::Receiver<Md5>),
}

impl Lane {
    pub(crate) fn new(lanes: Lanes) -> Self {
        Self {
            lanes,
            md5: State::Here(Md5::new()),
            next: VecDeque::new(),
            size: 0,
        }
    }

    /// Takes the next piece. Waits where there are many that are not computed yet.
    pub(crate) async fn add(&mut self, piece: Bytes) -> Result<()> {
        self.size += piece.len() + PIECE;
        self.next.push_back(piece);
        if self.size >= BATCH {
            self.hand_over().await?;
        }
        Ok(())
    }

    /// The MD5 of all that came.
    pub(crate) async fn md5(&mut self) -> Result<&Md5> {
        if self.size > LITTLE {
            self.hand_over().await?;
        }
        let next = std::mem::take(&mut self.next);
        self.size = 0;
        let md5 = self.here().await?;
        next.iter().for_each(|piece| md5.add(piece));
        Ok(md5)
    }

    async fn hand_over(&mut self) -> Result<()> {
        let md5 = self.here().await?.clone();
        self.size = 0;
        let next = std::mem::take(&mut self.next);
        self.md5 = State::Computed(self.lanes.start(md5, next));
        Ok(())
    }

    /// The MD5 of what was handed over.
    async fn here(&mut self) -> Result<&mut Md5> {
        if let State::Computed(done) = &mut self.md5 {
            let done = done.await;
            self.md5 = State::Here(done.map_err(|gone| Error::new(ErrorKind::Interrupted, gone))?);
        }
        match &mut self.md5 {
            State::Here(md5) => Ok(md5),
            State::Computed(_) => Err(ErrorKind::Interrupted.into()),
        }
    }
}

#[cfg(test)]
mod tests;
