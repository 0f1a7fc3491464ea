//! Broken input for everything that reads what others wrote, on a stable toolchain: good documents, damaged
//! at random, read again and again for a while.
//!
//! Nothing may panic, take long, or need much memory; what fails is made as small as it can be, and shown.
//! Each target has a second, or as many as `FERRISCLOUD_FUZZ_SECONDS` says:
//!
//! ```text
//! FERRISCLOUD_FUZZ_SECONDS=600 cargo test -p ferriscloud-fuzz
//! ```
#![allow(clippy::panic, clippy::print_stdout, reason = "it is for tests, and theirs to fail")]

mod damage;

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use peak_alloc::PeakAlloc;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

pub use damage::damaged;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What reading one input may need at most, in bytes.
const MOST_MEMORY: usize = 64 << 20;

/// How long reading one input may take: far more than it does, for machines have other things to do.
const LONGEST: Duration = Duration::from_secs(20);

/// Reads inputs of this kind until the time is over. There may be one such call in a process, for memory is
/// counted for all of it.
pub fn run<S>(inputs: S, read: impl Fn(S::Value) + Send + 'static)
where
    S: Strategy<Value: Clone> + Send + 'static,
{
    let length = Duration::from_secs(seconds());
    let latest = Arc::<Mutex<Option<(Instant, String)>>>::default();
    let (done, outcome) = channel();
    let reader = {
        let latest = latest.clone();
        std::thread::spawn(move || {
            let result = read_all(&inputs, length, &|input| {
                let now = (Instant::now(), format!("{input:?}"));
                *latest.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
                read(input);
            });
            // Only a test that has given up does not hear it.
            let _ = done.send(result);
        })
    };
    loop {
        match outcome.recv_timeout(Duration::from_secs(1)) {
            Ok(Ok(count)) => return println!("{count} inputs"),
            Ok(Err(failure)) => panic!("{failure}"),
            Err(RecvTimeoutError::Disconnected) => panic!("{:?}", reader.join().err()),
            Err(RecvTimeoutError::Timeout) => {
                let latest = latest.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some((start, input)) = &*latest {
                    assert!(start.elapsed() < LONGEST, "it hangs with {input}");
                }
            }
        }
    }
}

fn seconds() -> u64 {
    let said = std::env::var("FERRISCLOUD_FUZZ_SECONDS");
    said.ok().and_then(|text| text.parse().ok()).unwrap_or(1)
}

/// How many inputs were read well.
fn read_all<S: Strategy>(
    inputs: &S,
    length: Duration,
    read: &dyn Fn(S::Value),
) -> Result<usize, String> {
    let (start, mut count) = (Instant::now(), 0);
    let config = Config {
        cases: 100,
        failure_persistence: None,
        ..Config::default()
    };
    while start.elapsed() < length {
        // A runner that has had its cases would have no more.
        let mut runner = TestRunner::new(config.clone());
        let result = runner.run(inputs, |input| {
            let before = MEMORY.current_usage();
            MEMORY.reset_peak_usage();
            read(input);
            let needed = MEMORY.peak_usage().saturating_sub(before);
            match needed <= MOST_MEMORY {
                true => Ok(()),
                false => Err(TestCaseError::fail(format!("it needs {needed} bytes"))),
            }
        });
        result.map_err(|failure| failure.to_string())?;
        count += 100;
    }
    Ok(count)
}
