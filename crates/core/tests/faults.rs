//! What a network and a service in trouble do to a call: the kind of error, and its text.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

mod common;

use std::time::{Duration, Instant};

use ferriscloud_core::retry::Retry;
use ferriscloud_core::{Error, ErrorKind, Phase};
use ferriscloud_fake::{Fake, Reply};
use serde::Deserialize;
use serde_json::json;

use common::{failed, hasty, hasty_compute, setup};

#[derive(Debug, Deserialize)]
struct Server {
    id: String,
}

/// The error of a call that is answered so. Its text has operation, method and URL.
async fn error(reply: Reply, says: &[&str]) -> Error {
    let fake = Fake::cloud(move |_| reply.clone());
    let cloud = hasty(&fake).retry(Retry::none()).connect().await.unwrap();
    let compute = cloud.service("compute").unwrap();
    let call = compute
        .get(["servers", "s-1"])
        .query(&json!({"X-Token": "hidden"}));
    let result = call.under("server").extract::<Server>().await;
    let url = format!("get: GET {}/compute/servers/s-1?X-Token=…: ", fake.url());
    failed(result.map(|server| server.id), &[&[&*url], says].concat())
}

fn server() -> Reply {
    Reply::json(200, json!({"server": {"id": "s-1"}}))
}

#[tokio::test]
async fn a_connection_that_breaks() {
    for reply in [
        Reply::reset(),
        Reply::close(),
        server().truncated(5),
        server().truncated(0),
    ] {
        let error = error(
            reply,
            &["the connection broke before the answer was complete"],
        )
        .await;
        assert!(matches!(error.kind(), ErrorKind::Interrupted), "{error:?}");
        assert!(std::error::Error::source(&error).is_some(), "it says why");
        assert!(error.is_temporary());
    }
}

#[tokio::test]
async fn silence_before_the_answer() {
    let start = Instant::now();
    let reply = server().delayed(Duration::from_secs(9));
    let error = error(reply, &["the service's answer took longer than 300ms"]).await;
    assert!(matches!(error.kind(), ErrorKind::Timeout(Phase::Head, _)));
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn silence_in_the_middle_of_the_answer() {
    let start = Instant::now();
    let error = error(
        server().stalled(5),
        &["the next piece of the body took longer than 300ms"],
    )
    .await;
    assert!(matches!(error.kind(), ErrorKind::Timeout(Phase::Idle, _)));
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_slow_answer_is_not_a_silent_one() {
    let fake = Fake::cloud(|_| server().trickled(4, Duration::from_millis(60)));
    let call = hasty_compute(&fake)
        .await
        .get(["servers", "s-1"])
        .under("server");
    let start = Instant::now();
    assert_eq!(call.extract::<Server>().await.unwrap().id, "s-1");
    assert!(
        start.elapsed() > Duration::from_millis(300),
        "longer than any silence allowed"
    );
}

#[tokio::test]
async fn something_that_is_not_http() {
    for bytes in [
        "SSH-2.0-OpenSSH_9.9\r\n",
        "\u{15}\u{3}\u{3}\0\u{2}\u{2}F",
        "HTTP/1.1 abc\r\n\r\n",
    ] {
        let error = error(
            Reply::raw(bytes),
            &["could not read the answer", "not HTTP"],
        )
        .await;
        assert!(matches!(error.kind(), ErrorKind::Decode(_)), "{error:?}");
        assert!(!error.is_temporary(), "asking again will not help");
    }
}

#[tokio::test]
async fn json_that_is_none() {
    let reply = Reply::text(200, r#"{"server": {"#).header("Content-Type", "application/json");
    let error = error(reply, &["could not read the answer", "EOF while parsing"]).await;
    assert!(matches!(error.kind(), ErrorKind::Decode(_)));
}

#[tokio::test]
async fn json_of_another_shape() {
    let shapes = [
        (json!({"servers": []}), "missing field `server`"),
        (json!({"server": {"name": "x"}}), "missing field `id`"),
        (json!([1]), "expected an object with the key \"server\""),
        (json!(null), "expected an object with the key \"server\""),
    ];
    for (value, says) in shapes {
        let error = error(
            Reply::json(200, value),
            &["could not read the answer", says],
        )
        .await;
        assert!(matches!(error.kind(), ErrorKind::Decode(_)));
    }
}

#[tokio::test]
async fn a_page_for_humans_where_json_is_wanted() {
    let page = Reply::text(200, "<html><body>Welcome to the portal</body></html>");
    let error = error(page, &["could not read the answer", "text/html", "Welcome"]).await;
    assert!(matches!(error.kind(), ErrorKind::Decode(_)));
}

#[tokio::test]
async fn nothing_where_json_is_wanted() {
    let error = error(Reply::empty(200), &["could not read the answer", "EOF"]).await;
    assert!(matches!(error.kind(), ErrorKind::Decode(_)));
}

#[tokio::test]
async fn a_proxy_in_place_of_the_service() {
    let page = "<html><head><title>502</title></head><body><h1>502 Bad Gateway</h1><hr>nginx</body></html>";
    let error = error(Reply::text(502, page), &["502 Bad Gateway", "nginx"]).await;
    assert_eq!(error.message(), Some("502 Bad Gateway nginx"));
    assert!(error.is_temporary());
}

#[tokio::test]
async fn an_error_that_breaks_off_is_still_that_error() {
    let message = || Reply::text(409, "The volume is in use.");
    let broken = error(message().truncated(10), &["409 Conflict", "The volume"]).await;
    assert!(broken.is_conflict());
    let stalled = error(message().stalled(10), &["409 Conflict", "The volume"]).await;
    assert!(stalled.is_conflict());
}

#[tokio::test]
async fn an_answer_larger_than_the_limit() {
    let chunked = |pieces: &[&str]| {
        let mut raw = "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n".to_owned();
        for piece in pieces {
            raw.push_str(&format!("{:x}\r\n{piece}\r\n", piece.len()));
        }
        Reply::raw(raw + "0\r\n\r\n")
    };
    let (half, whole) = ("x".repeat(1_500), "x".repeat(3_000));
    let replies = [
        Reply::text(200, &whole),
        chunked(&[&whole]),
        chunked(&[&half, &half]),
    ];
    for reply in replies {
        let fake = Fake::cloud(move |_| reply.clone());
        let size = async |largest| {
            let cloud = setup(&fake).largest_answer(largest).connect().await?;
            let call = cloud.service("compute")?.get(["console"]);
            call.reading(|answer| Ok(answer.bytes().len())).await
        };
        // Two thousand are enough for Keystone's answer.
        let error = failed(size(2_000).await, &["the answer is larger than 2000 bytes"]);
        assert!(matches!(error.kind(), ErrorKind::TooLarge(2_000)));
        assert_eq!(size(3_000).await.unwrap(), 3_000);
    }
    // One that is announced is not even waited for.
    let fake = Fake::cloud(move |_| Reply::text(200, &whole).stalled(10));
    let cloud = hasty(&fake).largest_answer(2_000).connect().await.unwrap();
    let result = cloud.service("compute").unwrap().get(["console"]).await;
    failed(result, &["the answer is larger than 2000 bytes"]);
}

#[tokio::test]
async fn a_stream_has_no_limit_of_size_but_one_of_silence() {
    let fake = Fake::cloud(|request| match request.path.as_str() {
        "/compute/large" => Reply::bytes(200, vec![b'x'; 4_000]),
        _ => Reply::bytes(200, vec![b'x'; 4_000]).stalled(1_000),
    });
    let cloud = hasty(&fake).largest_answer(2_000).connect().await.unwrap();
    let compute = cloud.service("compute").unwrap();
    let large = compute.get(["large"]).stream().await.unwrap().into_body();
    assert_eq!(large.collect(u64::MAX).await.unwrap().len(), 4_000);

    let mut silent = compute.get(["silent"]).stream().await.unwrap().into_body();
    assert_eq!(silent.next_data().await.unwrap().unwrap().len(), 1_000);
    let url = format!("get: GET {}/compute/silent: ", fake.url());
    let error = failed(
        silent.next_data().await,
        &[&url, "the next piece of the body"],
    );
    assert!(matches!(error.kind(), ErrorKind::Timeout(Phase::Idle, _)));
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_asked_for_again() {
    let fake = Fake::cloud(|request| match request.number {
        1 => server().truncated(5),
        2 => server().stalled(5),
        _ => server(),
    });
    let call = hasty_compute(&fake)
        .await
        .get(["servers", "s-1"])
        .under("server");
    assert_eq!(call.extract::<Server>().await.unwrap().id, "s-1");
    assert_eq!(fake.calls().len(), 3);
}

#[tokio::test]
async fn what_breaks_a_login_is_told_like_any_other_fault() {
    let faults = [
        (Reply::reset(), "the connection broke"),
        (Reply::text(200, "<html>Welcome</html>"), "X-Subject-Token"),
        (Reply::raw("SSH-2.0\r\n"), "not HTTP"),
        (
            Reply::text(404, "<html><body>Not here</body></html>"),
            "Not here",
        ),
        (
            Reply::json(201, json!({})).header("X-Subject-Token", "token-1"),
            "missing field `token`",
        ),
    ];
    for (reply, says) in faults {
        let fake = Fake::cloud(|_| Reply::empty(200));
        fake.on_login(move |_| reply.clone());
        let result = setup(&fake).retry(Retry::none()).connect().await;
        let url = format!("POST {}/v3/auth/tokens: ", fake.url());
        failed(result, &["authenticate: ", &url, says]);
    }
}
