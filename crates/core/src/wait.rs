//! Waiting for a state, or for something to be gone.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

use futures_util::future::BoxFuture;
use http::Method;
use tokio::time::{sleep, timeout};

use crate::call::Call;
use crate::error::{Error, ErrorKind, Phase, Result, Trace};

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
/// the hope is an error at once, with the service's own reason and the address of what was asked for. A service in passing trouble is asked again until
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
    begin: BoxFuture<'static, Result<Plan<T, O>>>,
    watch: Box<dyn FnMut(&T) + Send>,
    within: Duration,
    every: Duration,
}

/// What to ask for, and what to make of the answers.
struct Plan<T, O> {
    poll: Box<dyn Fn() -> Call<T> + Send + Sync>,
    judge: Box<dyn Fn(&T) -> Verdict + Send + Sync>,
    /// What to make of the last answer, which says that it is not found where the thing is gone.
    finish: Box<dyn FnOnce(Result<T>) -> Result<O> + Send>,
}

impl<T: Send + 'static> Wait<T> {
    /// Waits until `judge` says that what `poll` answers is `awaited`.
    pub fn until(
        awaited: impl Into<String>,
        poll: impl Fn() -> Call<T> + Send + Sync + 'static,
        judge: impl Fn(&T) -> Verdict + Send + Sync + 'static,
    ) -> Self {
        let plan = Plan {
            poll: Box::new(poll),
            judge: Box::new(judge),
            finish: Box::new(|last| last),
        };
        Self::of(awaited.into(), async { Ok(plan) })
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
        let plan = Plan {
            poll: Box::new(poll),
            judge: Box::new(judge),
            finish: Box::new(|_| Ok(())),
        };
        Self::of("gone".to_owned(), async { Ok(plan) })
    }
}

impl<T: Send + 'static, O: Send + 'static> Wait<T, O> {
    /// Sends a call first, and then waits as `then` says of its answer; `awaited` is what that waits for.
    ///
    /// Limits and watch are those of the whole: what `then` says of them does not count.
    pub fn after<F: 'static>(
        awaited: impl Into<String>,
        first: Call<F>,
        then: impl FnOnce(F) -> Self + Send + 'static,
    ) -> Self {
        Self::of(awaited.into(), async {
            let answer = first.await?;
            then(answer).begin.await
        })
    }

    fn of(
        awaited: String,
        begin: impl Future<Output = Result<Plan<T, O>>> + Send + 'static,
    ) -> Self {
        Self {
            awaited,
            begin: Box::pin(begin),
            watch: Box::new(|_| ()),
            within: Duration::from_secs(600),
            every: Duration::from_secs(3),
        }
    }

    /// The same wait, for something made of what it ends with.
    pub fn map<P: Send + 'static>(self, make: impl FnOnce(O) -> P + Send + 'static) -> Wait<T, P> {
        let begin = async {
            let Plan {
                poll,
                judge,
                finish,
            } = self.begin.await?;
            Ok(Plan {
                poll,
                judge,
                finish: Box::new(|last| finish(last).map(make)),
            })
        };
        Wait {
            awaited: self.awaited,
            begin: Box::pin(begin),
            watch: self.watch,
            within: self.within,
            every: self.every,
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

    async fn run(self) -> Result<O> {
        let (within, awaited) = (self.within, self.awaited.clone());
        let mut seen = Seen::default();
        let Ok(result) = timeout(within, self.ask(&mut seen)).await else {
            let late = ErrorKind::Timeout(Phase::Wait, within);
            let error = match seen.trouble.take() {
                Some(trouble) => Error::new(late, trouble),
                None => late.into(),
            };
            return Err(error.traced(|trace| {
                seen.note(trace);
                trace.operation = Some(format!("wait for {awaited}"));
                (trace.attempts, trace.elapsed) = (seen.attempts, within);
            }));
        };
        result
    }

    /// Asks until there is nothing left to wait for. Tells what it has seen.
    async fn ask(mut self, seen: &mut Seen) -> Result<O> {
        let Plan {
            poll,
            judge,
            finish,
        } = self.begin.await?;
        // Quick things are seen quickly; slow ones are asked for more and more rarely.
        let mut pause = Duration::from_millis(200).min(self.every);
        loop {
            let call = poll();
            seen.attempts += 1;
            seen.polled = Some((call.request().method().clone(), call.url()));
            match call.await {
                Ok(value) => {
                    seen.trouble = None;
                    (self.watch)(&value);
                    match judge(&value) {
                        Verdict::Pending => {}
                        Verdict::Done => return finish(Ok(value)),
                        Verdict::Failed { state, reason } => {
                            let awaited = self.awaited;
                            let failed = ErrorKind::Failed {
                                awaited,
                                state,
                                reason,
                            };
                            return Err(Error::from(failed).traced(|trace| seen.note(trace)));
                        }
                    }
                }
                Err(error) if error.is_not_found() => return finish(Err(error)),
                // How things stand will be seen once the service is well again.
                Err(error) if error.is_temporary() => seen.trouble = Some(error),
                Err(error) => return Err(error),
            }
            sleep(jittered(pause)).await;
            pause = pause.mul_f64(1.5).min(self.every);
        }
    }
}

/// What was seen so far.
#[derive(Default)]
struct Seen {
    attempts: u32,
    /// Where it was asked last.
    polled: Option<(Method, String)>,
    /// What the service suffers from.
    trouble: Option<Error>,
}

impl Seen {
    fn note(&self, trace: &mut Trace) {
        if let Some((method, url)) = self.polled.clone() {
            (trace.method, trace.url) = (Some(method), Some(url));
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
