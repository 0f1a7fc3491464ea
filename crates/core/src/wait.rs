//! Waiting for a state, or for something to be gone.

use std::fmt;
use std::future::IntoFuture;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::time::{sleep, timeout};

use crate::call::Call;
use crate::error::{Error, ErrorKind, Phase, Result};

/// What a poll means for the wait.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// It is there.
    Done,
    /// Not yet.
    Pending,
    /// It will not come any more.
    Failed {
        /// The state it is in.
        state: String,
        /// The service's own reason.
        reason: Option<String>,
    },
}

/// Polls a resource until it is in a state: `.await` gives the resource as it then is.
///
/// Polls are spaced out with some jitter, so that many waits do not fall into step. A state that ends
/// the hope is an error at once, with the service's own reason. A service in passing trouble is asked again until
/// the limit of time is over; its last error is then the source of that one.
///
/// ```no_run
/// # use std::time::Duration;
/// # use ferriscloud_core::{Call, Verdict, Wait};
/// # async fn example(get: impl Fn() -> Call<serde_json::Value> + Send + Sync + 'static) -> ferriscloud_core::Result<()> {
/// let image = Wait::until("active", get, |image: &serde_json::Value| match image["status"].as_str() {
///     Some("active") => Verdict::Done,
///     _ => Verdict::Pending,
/// });
/// let image = image.within(Duration::from_secs(300)).watch(|image| println!("{}", image["status"])).await?;
/// # Ok(()) }
/// ```
#[must_use = "a wait does nothing until it is awaited"]
pub struct Wait<T, O = T> {
    awaited: String,
    poll: Box<dyn Fn() -> Call<T> + Send + Sync>,
    judge: Box<dyn Fn(&T) -> Verdict + Send + Sync>,
    watch: Box<dyn FnMut(&T) + Send>,
    /// What to make of the last answer; of none where the thing is gone.
    finish: fn(Option<T>) -> Option<O>,
    within: Duration,
    every: Duration,
}

impl<T: Send + 'static> Wait<T> {
    /// Waits until `judge` says that what `poll` answers is `awaited`.
    pub fn until(
        awaited: impl Into<String>,
        poll: impl Fn() -> Call<T> + Send + Sync + 'static,
        judge: impl Fn(&T) -> Verdict + Send + Sync + 'static,
    ) -> Self {
        Self::of(awaited.into(), Box::new(poll), Box::new(judge), |last| last)
    }
}

impl<T: Send + 'static> Wait<T, ()> {
    /// Waits until what `poll` asks for is not there any more.
    ///
    /// `judge` may say that it is as good as gone ([`Verdict::Done`]), or will not go.
    pub fn until_gone(
        poll: impl Fn() -> Call<T> + Send + Sync + 'static,
        judge: impl Fn(&T) -> Verdict + Send + Sync + 'static,
    ) -> Self {
        Self::of("gone".to_owned(), Box::new(poll), Box::new(judge), |_| {
            Some(())
        })
    }
}

impl<T: Send + 'static, O: Send + 'static> Wait<T, O> {
    fn of(
        awaited: String,
        poll: Box<dyn Fn() -> Call<T> + Send + Sync>,
        judge: Box<dyn Fn(&T) -> Verdict + Send + Sync>,
        finish: fn(Option<T>) -> Option<O>,
    ) -> Self {
        let (within, every) = (Duration::from_secs(600), Duration::from_secs(3));
        Self {
            awaited,
            poll,
            judge,
            watch: Box::new(|_| ()),
            finish,
            within,
            every,
        }
    }

    /// With a limit of time; 10 minutes where this is not said.
    pub fn within(mut self, limit: Duration) -> Self {
        self.within = limit;
        self
    }

    /// With the longest pause between two polls; 3 seconds where this is not said.
    pub fn every(mut self, pause: Duration) -> Self {
        self.every = pause;
        self
    }

    /// Calls `watch` with each answer seen: for showing progress.
    pub fn watch(mut self, watch: impl FnMut(&T) + Send + 'static) -> Self {
        self.watch = Box::new(watch);
        self
    }

    async fn run(mut self) -> Result<O> {
        let (mut attempts, mut trouble) = (0, None);
        let asking = timeout(self.within, self.ask(&mut attempts, &mut trouble));
        if let Ok(result) = asking.await {
            return result;
        }
        let late = ErrorKind::Timeout(Phase::Wait, self.within);
        let error = match trouble {
            Some(trouble) => Error::new(late, trouble),
            None => late.into(),
        };
        Err(error.traced(|trace| {
            trace.operation = Some(format!("wait for {}", self.awaited));
            (trace.attempts, trace.elapsed) = (attempts, self.within);
        }))
    }

    /// Asks until there is nothing left to wait for. Tells how often it asked, and of the trouble that there is.
    async fn ask(&mut self, attempts: &mut u32, trouble: &mut Option<Error>) -> Result<O> {
        // Quick things are seen quickly; slow ones are asked for more and more rarely.
        let mut pause = Duration::from_millis(200).min(self.every);
        loop {
            *attempts += 1;
            match (self.poll)().await {
                Ok(value) => {
                    *trouble = None;
                    if let Some(output) = self.see(value)? {
                        return Ok(output);
                    }
                }
                Err(error) if error.is_not_found() => return (self.finish)(None).ok_or(error),
                // How things stand will be seen once the service is well again.
                Err(error) if error.is_temporary() => *trouble = Some(error),
                Err(error) => return Err(error),
            }
            sleep(jittered(pause)).await;
            pause = pause.mul_f64(1.5).min(self.every);
        }
    }

    /// What the wait ends with, if it ends with this.
    fn see(&mut self, value: T) -> Result<Option<O>> {
        (self.watch)(&value);
        match (self.judge)(&value) {
            Verdict::Pending => Ok(None),
            Verdict::Done => Ok((self.finish)(Some(value))),
            Verdict::Failed { state, reason } => {
                let awaited = self.awaited.clone();
                let failed = ErrorKind::Failed {
                    awaited,
                    state,
                    reason,
                };
                Err(failed.into())
            }
        }
    }
}

/// Between 80 and 120 per cent of it.
fn jittered(pause: Duration) -> Duration {
    let random = RandomState::new().build_hasher().finish() % 401;
    pause * (800 + u32::try_from(random).unwrap_or(200)) / 1000
}

impl<T: Send + 'static, O: Send + 'static> IntoFuture for Wait<T, O> {
    type Output = Result<O>;
    type IntoFuture = BoxFuture<'static, Result<O>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<T, O> fmt::Debug for Wait<T, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Wait(for {}, within {:?})", self.awaited, self.within)
    }
}
