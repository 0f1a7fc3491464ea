//! What is sent again, when, and what is not.

mod common;

use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use ferriscloud_core::retry::Retry;
use ferriscloud_core::{Body, Call, Client, ErrorKind};
use ferriscloud_fake::{Fake, FakeCloud, Reply};
use futures_util::stream;
use http::Method;
use serde_json::{Value, json};

use common::{compute, failed, hasty_compute, setup};

/// Answers so for as many times, then well.
fn first(times: usize, reply: Reply) -> FakeCloud {
    Fake::cloud(move |request| match request.number {
        number if number <= times => reply.clone(),
        _ => Reply::json(200, json!({"number": request.number})),
    })
}

fn call(compute: &Client, method: &Method) -> Call<Value> {
    match method.as_str() {
        "POST" => compute.post(["servers"], &json!({})),
        "PATCH" => compute.patch(["servers"], &json!({})),
        "PUT" => compute.put(["servers"], &json!({})),
        "DELETE" => compute.delete(["servers"]).reading(|_| Ok(Value::Null)),
        _ => compute.get(["servers"]),
    }
}

#[tokio::test]
async fn retry_after_in_seconds_is_waited_for() {
    let fake = first(1, Reply::empty(429).header("Retry-After", "1"));
    let compute = compute(&fake).await;
    let start = Instant::now();
    assert_eq!(compute.get(["servers"]).await.unwrap()["number"], 2);
    assert!(start.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn retry_after_as_a_date_is_waited_for() {
    // Dates have whole seconds: this is at least one from now, and less than two.
    let start = Instant::now();
    let date = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(2));
    let fake = first(1, Reply::empty(503).header("Retry-After", &date));
    let compute = compute(&fake).await;
    assert_eq!(compute.get(["servers"]).await.unwrap()["number"], 2);
    assert!(start.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_service_that_asks_for_a_year_gets_an_error_and_no_wait() {
    for value in [
        "31536000",
        "18446744073709551615",
        "Sun, 21 Oct 2057 07:28:00 GMT",
    ] {
        let fake = first(1, Reply::empty(429).header("Retry-After", value));
        let result = compute(&fake).await.get(["servers"]).await;
        let error = failed(result, &["429 Too Many Requests"]);
        assert!(error.retry_after().unwrap() >= Duration::from_secs(31_536_000));
        assert_eq!((error.trace().attempts, fake.calls().len()), (1, 1));
    }
}

#[tokio::test]
async fn each_method_and_status_by_its_rule() {
    let rules = [
        (429, "GET", true),
        (429, "POST", true),
        (429, "PATCH", true),
        (503, "GET", true),
        (503, "POST", true),
        (502, "GET", true),
        (502, "DELETE", true),
        (502, "POST", false),
        (504, "PUT", true),
        (504, "PATCH", false),
        (500, "GET", false),
        (409, "PUT", false),
        (404, "GET", false),
    ];
    // Side by side: each has a pause to make.
    let checks = rules.map(|(status, method, repeated)| async move {
        let fake = first(1, Reply::empty(status));
        let compute = compute(&fake).await;
        let result = call(&compute, &method.parse().unwrap()).await;
        assert_eq!(result.is_ok(), repeated, "{method} after {status}");
        assert_eq!(
            fake.calls().len(),
            1 + usize::from(repeated),
            "{method} after {status}"
        );
    });
    futures_util::future::join_all(checks).await;
}

#[tokio::test]
async fn a_post_that_may_have_had_its_effect_is_not_sent_twice() {
    let broken = [
        Reply::reset(),
        Reply::close(),
        Reply::json(200, json!({"number": 1})).truncated(3),
        Reply::json(200, json!({"number": 1})).delayed(Duration::from_secs(9)),
    ];
    let checks = broken.map(|reply| async move {
        let fake = first(1, reply.clone());
        let result = call(&hasty_compute(&fake).await, &Method::POST).await;
        let error = failed(result, &["POST", "/compute/servers"]);
        assert!(error.is_temporary(), "{error}");
        assert_eq!(fake.calls().len(), 1, "{error}");

        // The same does no harm to a GET, nor to a POST of which the caller says so.
        let fake = first(1, reply.clone());
        let compute = hasty_compute(&fake).await;
        compute.get(["servers"]).await.unwrap();
        let fake = first(1, reply);
        let post = call(&hasty_compute(&fake).await, &Method::POST);
        post.idempotent(true).await.unwrap();
        assert_eq!(fake.calls().len(), 2);
    });
    futures_util::future::join_all(checks).await;
}

#[tokio::test]
async fn a_post_that_reached_nobody_is_sent_again() {
    let fake = first(0, Reply::empty(200));
    let setup = setup(&fake).endpoint("compute", Fake::nobody());
    let compute = setup.connect().await.unwrap().service("compute").unwrap();
    let error = failed(
        call(&compute, &Method::POST).await,
        &["could not connect", "after 3 attempts"],
    );
    assert!(error.is_connect());
    assert_eq!(error.trace().attempts, 3);
}

#[tokio::test]
async fn the_body_is_sent_whole_each_time() {
    let replayable = || {
        let pieces = || stream::iter([Ok::<_, std::io::Error>(Bytes::from("ab")), Ok("cd".into())]);
        Body::replayable(4, pieces)
    };
    for body in [Body::from("abcd"), replayable()] {
        let fake = first(2, Reply::empty(503));
        let compute = compute(&fake).await;
        compute.put(["object"], "").body(body).await.unwrap();
        let bodies: Vec<_> = fake.calls().into_iter().map(|call| call.body).collect();
        assert_eq!(bodies, [b"abcd", b"abcd", b"abcd"]);
    }
}

fn once() -> Body {
    let pieces = ["ab", "cd"].map(|piece| Ok::<_, std::io::Error>(Bytes::from(piece)));
    Body::once(stream::iter(pieces), None)
}

#[tokio::test]
async fn a_body_that_can_be_read_once_is_sent_once_and_the_error_says_why() {
    let fake = first(1, Reply::empty(503));
    let result = compute(&fake).await.put(["object"], "").body(once()).await;
    let error = failed(result, &["503 Service Unavailable", "cannot be sent again"]);
    assert!(error.is_temporary());
    let [sent] = fake.calls().try_into().unwrap();
    assert_eq!(sent.body, b"abcd");
}

#[tokio::test]
async fn a_body_that_can_be_read_once_does_not_survive_a_refused_token() {
    let fake = first(0, Reply::empty(503));
    let compute = compute(&fake).await;
    fake.revoke_tokens();
    let result = compute.put(["object"], "").body(once()).await;
    let error = failed(result, &["PUT", "cannot be sent again"]);
    assert!(matches!(error.kind(), ErrorKind::NotReplayable));
    assert_eq!(fake.calls().len(), 1);
    // The next call has a new token.
    compute.put(["object"], "").body(once()).await.unwrap();
}

#[tokio::test]
async fn attempts_end_and_the_error_tells_how_many_there_were() {
    let fake = first(9, Reply::json(503, json!({"message": "Busy."})));
    let result = compute(&fake).await.get(["servers"]).await;
    let error = failed(
        result,
        &["503 Service Unavailable", "Busy.", "after 3 attempts in "],
    );
    assert_eq!((error.trace().attempts, fake.calls().len()), (3, 3));
    assert!(error.trace().elapsed > Duration::from_millis(100));

    let fake = first(9, Reply::empty(503));
    let never = setup(&fake).retry(Retry::none()).connect().await.unwrap();
    let result = never.service("compute").unwrap().get(["servers"]).await;
    assert!(!failed(result, &["503"]).to_string().contains("attempts"));
    assert_eq!(fake.calls().len(), 1);
}

#[tokio::test]
async fn the_limit_of_a_call_holds_for_all_its_attempts() {
    let fake = first(9, Reply::empty(503).header("Retry-After", "1"));
    let limit = Duration::from_millis(200);
    let start = Instant::now();
    let result = compute(&fake).await.get(["servers"]).timeout(limit).await;
    let error = failed(result, &["the call took longer than 200ms"]);
    assert!(error.is_timeout() && !error.is_temporary());
    assert!(start.elapsed() < Duration::from_secs(1));
}
