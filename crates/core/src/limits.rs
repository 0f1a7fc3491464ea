//! How much of a service is used at a time.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

use crate::error::{ErrorKind, Result};

/// The limits of one service, shared by all clones of its client.
#[derive(Debug)]
pub(crate) struct Limits {
    slots: Option<Arc<Semaphore>>,
    pace: Option<Pace>,
}

impl Limits {
    /// None where nothing is limited.
    pub(crate) fn new(
        concurrency: Option<usize>,
        rate: Option<(u32, Duration)>,
    ) -> Result<Option<Arc<Self>>> {
        if concurrency == Some(0) || rate.is_some_and(|(requests, _)| requests == 0) {
            let what = "a limit of no requests would let none through".to_owned();
            return Err(ErrorKind::Config(what).into());
        }
        if concurrency.is_none() && rate.is_none() {
            return Ok(None);
        }
        let slots = concurrency.map(|slots| slots.min(Semaphore::MAX_PERMITS));
        Ok(Some(Arc::new(Self {
            slots: slots.map(|slots| Arc::new(Semaphore::new(slots))),
            pace: rate.map(|(requests, per)| Pace {
                spacing: per / requests,
                next: Mutex::default(),
            }),
        })))
    }

    /// Waits for a place, and for one's turn. Who gives up waiting leaves the place to the next.
    pub(crate) async fn enter(&self) -> Option<OwnedSemaphorePermit> {
        let slot = match &self.slots {
            // It is never closed.
            Some(slots) => slots.clone().acquire_owned().await.ok(),
            None => None,
        };
        if let Some(pace) = &self.pace {
            sleep_until(pace.turn()).await;
        }
        slot
    }
}

/// Requests at equal distances.
#[derive(Debug)]
struct Pace {
    spacing: Duration,
    next: Mutex<Option<Instant>>,
}

impl Pace {
    fn turn(&self) -> Instant {
        let now = Instant::now();
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = next.map_or(now, |next| next.max(now));
        *next = Some(turn + self.spacing);
        turn
    }
}
