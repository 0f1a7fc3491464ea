//! Waiting: for a state, for the end of a thing, and not for ever.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

mod common;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use ferriscloud_core::{Call, Client, ErrorKind, Phase, Verdict, Wait};
use ferriscloud_fake::{Fake, FakeCloud, Reply};
use serde_json::{Value, json};

use common::{MOMENT, compute, compute_once, failed};

/// A server that goes through these states, and stays in the last one.
fn server(states: &'static [&'static str]) -> FakeCloud {
    Fake::cloud(move |request| {
        let state = states.get(request.number - 1).or(states.last()).unwrap();
        Reply::json(200, json!({"status": state, "fault": "No valid host"}))
    })
}

fn judge(server: &Value) -> Verdict {
    match server["status"].as_str().unwrap() {
        "ACTIVE" => Verdict::Done,
        "ERROR" => Verdict::Failed {
            state: "ERROR".to_owned(),
            reason: server["fault"].as_str().map(str::to_owned),
        },
        _ => Verdict::Pending,
    }
}

fn get(compute: &Client) -> impl Fn() -> Call<Value> + Send + Sync + 'static {
    let compute = compute.clone();
    move || compute.get(["servers", "s-1"])
}

async fn active(fake: &FakeCloud) -> Wait<Value> {
    let wait = Wait::until("ACTIVE", get(&compute(fake).await), judge);
    wait.every(Duration::from_millis(10))
}

async fn gone(fake: &FakeCloud) -> Wait<Value, ()> {
    let wait = Wait::until_gone(get(&compute(fake).await), judge);
    wait.every(Duration::from_millis(10))
}

#[tokio::test]
async fn it_ends_with_the_state_and_shows_what_it_saw() {
    let fake = server(&["BUILD", "BUILD", "ACTIVE"]);
    let seen = Arc::<Mutex<Vec<String>>>::default();
    let watch = {
        let seen = seen.clone();
        move |server: &Value| seen.lock().unwrap().push(server["status"].to_string())
    };
    let server = active(&fake).await.watch(watch).await.unwrap();
    assert_eq!(server["status"], "ACTIVE");
    assert_eq!(
        *seen.lock().unwrap(),
        ["\"BUILD\"", "\"BUILD\"", "\"ACTIVE\""]
    );
}

#[tokio::test]
async fn a_state_of_failure_ends_it_with_the_services_reason() {
    let fake = server(&["BUILD", "ERROR"]);
    let result = active(&fake).await.await;
    let error = failed(
        result,
        &[
            "waited for ACTIVE, but it is ERROR: No valid host",
            "/servers/s-1",
        ],
    );
    assert!(matches!(error.kind(), ErrorKind::Failed { .. }));
    assert_eq!(fake.calls().len(), 2);
}

#[tokio::test]
async fn gone_is_what_is_not_found() {
    let fake = Fake::cloud(|request| match request.number {
        1 => Reply::json(200, json!({"status": "DELETING"})),
        _ => Reply::json(
            404,
            json!({"itemNotFound": {"message": "No server", "code": 404}}),
        ),
    });
    gone(&fake).await.await.unwrap();
    assert_eq!(fake.calls().len(), 2);
}

#[tokio::test]
async fn what_vanishes_does_not_reach_any_other_state() {
    let fake = Fake::cloud(|_| Reply::empty(404));
    let error = failed(active(&fake).await.await, &["404"]);
    assert!(error.is_not_found());
}

#[tokio::test]
async fn it_gives_up_at_its_deadline() {
    let fake = server(&["BUILD"]);
    let limit = Duration::from_millis(300);
    let error = failed(
        active(&fake).await.within(limit).await,
        &["wait for ACTIVE", "/servers/s-1", "longer than 300ms"],
    );
    assert!(matches!(error.kind(), ErrorKind::Timeout(Phase::Wait, _)));
    assert!(error.trace().attempts > 1);
}

#[tokio::test]
async fn a_service_that_hangs_does_not_hold_it_past_its_deadline() {
    let fake = Fake::cloud(|_| Reply::reset().delayed(Duration::from_secs(9)));
    let (limit, start) = (Duration::from_millis(100), Instant::now());
    let error = failed(
        active(&fake).await.within(limit).await,
        &["wait for ACTIVE"],
    );
    assert!(error.is_timeout());
    // Without a limit around the attempts there would be three of them.
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn trouble_that_passes_does_not_end_it() {
    let fake = Fake::cloud(|request| match request.number {
        1 => Reply::empty(503),
        2 => Reply::json(200, json!({"status": "BUILD"})),
        3 => Reply::reset(),
        _ => Reply::json(200, json!({"status": "ACTIVE"})),
    });
    // Each poll is sent once, so that it is the wait which goes on.
    let get = get(&compute_once(&fake).await);
    Wait::until("ACTIVE", get, judge).await.unwrap();
    assert_eq!(fake.calls().len(), 4);
}

#[tokio::test]
async fn trouble_that_lasts_is_the_reason_of_the_timeout() {
    let fake = Fake::cloud(|_| Reply::text(503, "Maintenance."));
    let get = get(&compute_once(&fake).await);
    let wait = Wait::until("ACTIVE", get, judge).within(MOMENT * 5);
    let error = failed(wait.await, &["wait for ACTIVE", "waiting took longer than"]);
    let reason = std::error::Error::source(&error).unwrap().to_string();
    assert!(reason.contains("Maintenance."), "{reason}");
}

#[tokio::test]
async fn trouble_that_will_not_pass_ends_it() {
    let fake =
        Fake::cloud(|_| Reply::json(403, json!({"forbidden": {"message": "No.", "code": 403}})));
    assert!(failed(active(&fake).await.await, &["403 Forbidden", "No."]).is_forbidden());
    assert_eq!(fake.calls().len(), 1);
}

#[tokio::test]
async fn one_can_begin_with_a_call() {
    let fake = Fake::cloud(|request| match request.number {
        1 => Reply::json(202, json!({"id": "s-1", "password": "p"})),
        _ => Reply::json(200, json!({"status": "ACTIVE"})),
    });
    let compute = compute(&fake).await;
    let create = compute.post(["servers"], &json!({}));
    let wait = Wait::after("ACTIVE", create, move |made| {
        let wait = Wait::until("ACTIVE", get(&compute), judge);
        wait.map(move |server| json!({"server": server, "password": made["password"]}))
    });
    let server = wait.await.unwrap();
    let expected = json!({"server": {"status": "ACTIVE"}, "password": "p"});
    assert_eq!(server, expected);
}

#[tokio::test]
async fn what_was_not_begun_is_not_waited_for() {
    let fake = Fake::cloud(|_| Reply::empty(409));
    let compute = compute(&fake).await;
    let delete = compute.delete(["servers", "s-1"]);
    let wait = Wait::after("gone", delete, move |()| {
        Wait::until_gone(get(&compute), judge)
    });
    assert!(failed(wait.await, &["409"]).is_conflict());
    assert_eq!(fake.calls().len(), 1);
}
