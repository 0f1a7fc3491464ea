//! What these tests share: a cloud that is logged in to, and little patience.
#![allow(dead_code, reason = "each test crate uses a part of it")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's way to fail")]

use std::time::{Duration, Instant};

use ferriscloud_core::auth::{DomainRef, Password, ProjectRef, Scope, UserRef};
use ferriscloud_core::retry::Retry;
use ferriscloud_core::transport::Timeouts;
use ferriscloud_core::{Client, Cloud, CloudSetup, Error, Result};
use ferriscloud_fake::FakeCloud;
use serde_json::Value;

pub(crate) const PASSWORD: &str = "open-sesame";

/// A pause in which everything that is going to happen on a loopback has happened.
pub(crate) const MOMENT: Duration = Duration::from_millis(100);

/// How one logs in.
pub(crate) fn password() -> Password {
    let domain = || DomainRef::Name("Default".to_owned());
    Password::new(UserRef::Name("demo".to_owned(), domain()), PASSWORD).scope(Scope::Project(
        ProjectRef::Name("demo".to_owned(), domain()),
    ))
}

/// The cloud, with three attempts for each call.
pub(crate) fn setup(fake: &FakeCloud) -> CloudSetup {
    Cloud::builder()
        .auth_url(fake.auth_url())
        .auth(password())
        .retry(Retry::default().attempts(3))
}

/// The cloud, with no patience for silence.
pub(crate) fn hasty(fake: &FakeCloud) -> CloudSetup {
    let (connect, silence) = (Duration::from_secs(10), Duration::from_millis(300));
    setup(fake).timeouts(Timeouts {
        connect,
        head: silence,
        idle: silence,
    })
}

/// The cloud, logged in to.
pub(crate) async fn cloud(fake: &FakeCloud) -> Cloud {
    setup(fake).connect().await.unwrap()
}

/// One service of the cloud.
pub(crate) async fn compute(fake: &FakeCloud) -> Client {
    cloud(fake).await.service("compute").unwrap()
}

/// What a call of that service gives.
pub(crate) async fn servers(cloud: &Cloud) -> Value {
    let compute = cloud.service("compute").unwrap();
    compute.get(["servers"]).await.unwrap()
}

/// One service of a cloud with no patience for silence.
pub(crate) async fn hasty_compute(fake: &FakeCloud) -> Client {
    let cloud = hasty(fake).connect().await.unwrap();
    cloud.service("compute").unwrap()
}

/// One service of a cloud that sends everything once.
pub(crate) async fn compute_once(fake: &FakeCloud) -> Client {
    let cloud = setup(fake).retry(Retry::none()).connect().await.unwrap();
    cloud.service("compute").unwrap()
}

/// Waits until this is so.
pub(crate) async fn until(is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < MOMENT * 100, "it will not be so");
        tokio::time::sleep(MOMENT / 20).await;
    }
}

/// The error, whose texts say this, and no secret.
pub(crate) fn failed<T>(result: Result<T>, says: &[&str]) -> Error {
    let Err(error) = result else {
        panic!("it worked, and should have failed with {says:?}")
    };
    let text = error.to_string();
    for part in says {
        assert!(text.contains(part), "{part:?} is missing: {text}");
    }
    let mut all = format!("{text} {error:?} {error:#?}");
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        all.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    no_secret(&all);
    error
}

/// Neither the password nor any token of the fake cloud is in it.
pub(crate) fn no_secret(text: &str) {
    for secret in [PASSWORD, "token-1", "token-2", "token-3"] {
        assert!(!text.contains(secret), "{secret} is in: {text}");
    }
}
