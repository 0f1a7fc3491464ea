//! Many callers, tokens that soon end, and a service that often fails: nothing is lost, and nothing grows.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's way to fail")]
#![allow(clippy::print_stdout, reason = "the figures, with --nocapture")]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use ferriscloud_core::retry::Retry;
use ferriscloud_core::{Answer, Client, Result};
use ferriscloud_fake::{Fake, FakeCloud, Received, Reply};
use futures_util::future::join_all;
use http::Method;
use serde_json::json;

use common::setup;

const CALLERS: usize = 64;

/// Between two calls of a caller.
const PAUSE: Duration = Duration::from_millis(10);

/// How much more memory than after warming up there may be at the end, in pages of the system: 8 MiB where
/// these have the usual 4 KiB.
const GROWTH: usize = 2048;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn for_three_seconds() {
    soak(Duration::from_secs(3), Duration::from_secs(1)).await;
}

/// `cargo test -p ferriscloud-core --test soak -- --ignored`
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes a minute"]
async fn for_a_minute() {
    soak(Duration::from_secs(60), Duration::from_secs(4)).await;
}

/// Keeps all callers busy for `length`, or as long as a busy machine takes for the least of their calls, with tokens that live for `life`.
async fn soak(length: Duration, life: Duration) {
    let fake = Arc::new(Fake::cloud(moody));
    fake.set_token_life(Duration::ZERO, life);
    let logins = counted_logins(&fake);
    let setup = setup(&fake).retry(Retry::default().attempts(10));
    let compute = setup.connect().await.unwrap().service("compute").unwrap();
    let start = Instant::now();
    let observer = tokio::spawn(observe(fake.clone(), start, length, life));
    let callers = (0..CALLERS).map(|caller| {
        let compute = compute.clone();
        tokio::spawn(async move { keep_calling(&compute, caller, start, length).await })
    });
    let calls = join_all(callers).await.into_iter().map(Result::unwrap);
    let calls: usize = calls.sum();
    let (revocations, before) = observer.await.unwrap();

    let logins = logins.load(Ordering::Relaxed);
    let after = resident_pages();
    println!(
        "{calls} calls, {logins} logins, {revocations} revocations, {before:?} pages, then {after:?}"
    );
    assert!(calls > CALLERS * 10, "only {calls} calls");
    // The first; one for each token that ends, a quarter of its life before that; one for each revocation.
    let ends = start.elapsed().as_secs_f64() / (life.as_secs_f64() * 0.75);
    let most = 1 + ends.ceil() as usize + revocations;
    assert!(logins > 1 + revocations, "no token came to its end");
    assert!(logins <= most, "{logins} logins, more than {most}");
    if let (Some(before), Some(after)) = (before, after) {
        assert!(after < before + GROWTH, "from {before} pages to {after}");
    }
}

/// Fails one request in ten, by turns in each way; else says what it was asked.
fn moody(request: &Received) -> Reply {
    let echo = || Reply::json(200, json!({"path": request.path}));
    match request.number % 60 {
        10 => Reply::empty(503),
        20 => Reply::reset(),
        30 => Reply::empty(429).header("Retry-After", "0"),
        40 => Reply::empty(503).header("Retry-After", "0"),
        50 => echo().truncated(3),
        0 => Reply::close(),
        _ => echo(),
    }
}

/// Fails one login in four, and counts the others.
fn counted_logins(fake: &FakeCloud) -> Arc<AtomicUsize> {
    let good = Arc::<AtomicUsize>::default();
    let tried = AtomicUsize::default();
    fake.on_login({
        let good = good.clone();
        move |reply| {
            if tried.fetch_add(1, Ordering::Relaxed) % 4 == 2 {
                return Reply::empty(503);
            }
            good.fetch_add(1, Ordering::Relaxed);
            reply
        }
    });
    good
}

/// Revokes the tokens now and then, which services answer with 401, and measures the memory at a third of
/// the time.
async fn observe(
    fake: Arc<FakeCloud>,
    start: Instant,
    length: Duration,
    life: Duration,
) -> (usize, Option<usize>) {
    let (mut revocations, mut warm) = (0, None);
    // Not a multiple of a token's life: some tokens shall end by themselves.
    let every = life.mul_f64(1.4);
    while start.elapsed() < length {
        tokio::time::sleep(PAUSE * 10).await;
        fake.forget();
        if start.elapsed() > every * (revocations + 1) {
            fake.revoke_tokens();
            revocations += 1;
        }
        if start.elapsed() > length / 3 && warm.is_none() {
            warm = resident_pages();
        }
    }
    (revocations as usize, warm)
}

/// How many calls it made: eleven at least, however long they take. Each got its own answer.
async fn keep_calling(compute: &Client, caller: usize, start: Instant, length: Duration) -> usize {
    let methods = [Method::GET, Method::PUT, Method::DELETE];
    let mut calls = 0;
    while start.elapsed() < length || calls <= 10 {
        let segments = ["servers".to_owned(), format!("{caller}-{calls}")];
        let call = match methods[calls % methods.len()] {
            Method::GET => compute.get(segments.clone()),
            Method::PUT => compute.put(segments.clone(), &json!({"number": calls})),
            _ => compute.delete(segments.clone()).reading(Answer::extract),
        };
        let answer = call
            .await
            .unwrap_or_else(|error| panic!("a call is lost: {error}"));
        assert_eq!(answer["path"], format!("/compute/{}", segments.join("/")));
        calls += 1;
        tokio::time::sleep(PAUSE).await;
    }
    calls
}

/// How much memory this process holds, where the system tells.
fn resident_pages() -> Option<usize> {
    let sizes = std::fs::read_to_string("/proc/self/statm").ok()?;
    sizes.split(' ').nth(1)?.parse().ok()
}
