//! The most talkative log has no secret in it.
//!
//! Alone in its program: what other tests do at the same time decides on what `tracing` hands on.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

mod common;

use std::io;
use std::sync::{Arc, Mutex};

use ferriscloud_fake::{Fake, Reply};
use serde_json::json;
use tracing_subscriber::fmt::format::FmtSpan;

use common::{PASSWORD, cloud, no_secret};

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_login_calls_a_renewal_and_a_failure_are_logged_without_secrets() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);

    let fake = Fake::cloud(|request| match request.number {
        1 => Reply::json(200, json!({"adminPass": PASSWORD})),
        2 => Reply::empty(503),
        3 => Reply::json(200, json!({})),
        _ => Reply::json(404, json!({"message": PASSWORD})),
    });
    let cloud = cloud(&fake).await;
    let compute = cloud.service("compute").unwrap();
    let body = json!({"password": PASSWORD});
    let call = || {
        compute
            .post(["servers"], &body)
            .query(&json!({"key": PASSWORD}))
    };
    call().await.unwrap();
    fake.revoke_tokens();
    call().await.unwrap();
    call().await.unwrap_err();
    drop(guard);

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for part in [
        "authenticate",
        "post",
        "answered",
        "failed",
        "status=200",
        "attempts=3",
        "attempt{number=1}",
        "attempt{number=3}",
        "not this time status=Some(503)",
    ] {
        assert!(log.contains(part), "{part} is missing: {log}");
    }
    no_secret(&log);
}
