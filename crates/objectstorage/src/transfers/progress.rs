//! How far a transfer is.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};

use crate::tally::Data;

/// How far a transfer is. Bytes that have to be sent or fetched once more are taken back.
///
/// Each transfer takes a `progress`, which it calls whenever this changes; [`Progress::stream`] makes a stream of that.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The bytes that have been transferred, or were found to be there already.
    pub bytes: u64,
    /// How many there are in all, once that is known.
    pub total_bytes: Option<u64>,
    /// The segments, ranges, files or objects that are done.
    pub items: u64,
    /// How many there are in all, once that is known.
    pub total_items: Option<u64>,
}

type Callback = dyn Fn(Progress) + Send + Sync;

/// Counts for a whole transfer, and tells.
#[derive(Clone, Default)]
pub(super) struct Meter {
    shared: Arc<Shared>,
    /// Belongs to a transfer of many, whose items are others.
    bytes_only: bool,
}

#[derive(Default)]
struct Shared {
    progress: Mutex<Progress>,
    tell: Option<Box<Callback>>,
}

impl Meter {
    pub(super) fn new(tell: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        let shared = Shared {
            progress: Mutex::default(),
            tell: Some(Box::new(tell)),
        };
        Self {
            shared: Arc::new(shared),
            bytes_only: false,
        }
    }

    /// The same for one item of many.
    pub(super) fn of_an_item(&self) -> Self {
        Self {
            bytes_only: true,
            ..self.clone()
        }
    }

    pub(super) fn expect(&self, bytes: Option<u64>, items: Option<u64>) {
        if !self.bytes_only {
            self.change(|progress| {
                (progress.total_bytes, progress.total_items) = (bytes, items);
            });
        }
    }

    pub(super) fn item(&self) {
        if !self.bytes_only {
            self.change(|progress| progress.items += 1);
        }
    }

    pub(super) fn count(&self) -> Count {
        Count {
            shared: Arc::downgrade(&self.shared),
            ..Count::default()
        }
    }

    fn change(&self, change: impl FnOnce(&mut Progress)) {
        self.shared.change(change);
    }
}

impl Shared {
    /// Tells while it holds the lock, so that nobody sees an older state after a newer one.
    fn change(&self, change: impl FnOnce(&mut Progress)) {
        let progress = self.progress.lock();
        let mut progress = progress.unwrap_or_else(PoisonError::into_inner);
        change(&mut progress);
        if let Some(tell) = &self.tell {
            tell(*progress);
        }
    }
}

impl fmt::Debug for Meter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Meter").finish_non_exhaustive()
    }
}

/// Counts the bytes of one part, which may have to be transferred again.
///
/// It may outlive the transfer, with the body of a request that was given up, and nobody is told any more then.
#[derive(Clone, Default)]
pub(crate) struct Count {
    shared: Weak<Shared>,
    counted: Arc<AtomicU64>,
    /// How often the part was begun.
    attempts: Arc<AtomicU64>,
}

impl Count {
    pub(crate) fn add(&self, bytes: u64) {
        self.counted.fetch_add(bytes, Ordering::Relaxed);
        self.change(|progress| progress.bytes = progress.bytes.saturating_add(bytes));
    }

    fn change(&self, change: impl FnOnce(&mut Progress)) {
        if let Some(shared) = self.shared.upgrade() {
            shared.change(change);
        }
    }

    /// Takes back what was counted.
    pub(crate) fn restarted(&self) -> &Self {
        let bytes = self.counted.swap(0, Ordering::Relaxed);
        if bytes > 0 {
            let less =
                |progress: &mut Progress| progress.bytes = progress.bytes.saturating_sub(bytes);
            self.change(less);
        }
        self
    }

    /// Counts from nothing what passes, as long as no other attempt has begun.
    pub(crate) fn over(&self, data: impl Into<Passing>) -> Data {
        let Passing(data) = data.into();
        let shared = self.shared.upgrade();
        if shared.is_none_or(|shared| shared.tell.is_none()) {
            return data;
        }
        let attempt = self.attempts.fetch_add(1, Ordering::Relaxed) + 1;
        self.restarted();
        let count = self.clone();
        let add = move |piece: &Bytes| {
            if count.attempts.load(Ordering::Relaxed) == attempt {
                count.add(piece.len() as u64);
            }
        };
        data.inspect_ok(add).boxed()
    }
}

/// Any stream of data on its way.
pub(crate) struct Passing(Data);

impl From<Data> for Passing {
    fn from(data: Data) -> Self {
        Self(data)
    }
}

impl From<crate::tally::Counted> for Passing {
    fn from(data: crate::tally::Counted) -> Self {
        Self(data.boxed())
    }
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;

    #[tokio::test]
    async fn what_is_sent_again_is_taken_back() {
        let seen = Arc::<Mutex<Vec<Progress>>>::default();
        let log = seen.clone();
        let meter = Meter::new(move |progress| log.lock().unwrap().push(progress));
        meter.expect(Some(4), Some(2));
        let (one, other) = (meter.count(), meter.of_an_item().count());
        let data = || -> Data { stream::iter([Ok(Bytes::from_static(b"ab"))]).boxed() };
        let outlived = one.over(data());
        for _ in 0..2 {
            let all: Vec<_> = one.over(data()).try_collect().await.unwrap();
            assert_eq!(all.concat(), b"ab");
        }
        let _: Vec<_> = outlived.try_collect().await.unwrap();
        other.add(2);
        meter.of_an_item().item();
        meter.item();
        let bytes: Vec<_> = seen.lock().unwrap().iter().map(|it| it.bytes).collect();
        assert_eq!(bytes, [0, 2, 0, 2, 4, 4]);
        let last = *seen.lock().unwrap().last().unwrap();
        assert_eq!(
            (last.items, last.total_items, last.total_bytes),
            (1, Some(2), Some(4))
        );
    }
}
