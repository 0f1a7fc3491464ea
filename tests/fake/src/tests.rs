//! The fake does what it is told.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::*;

async fn connect(url: &str) -> TcpStream {
    TcpStream::connect(url.trim_start_matches("http://"))
        .await
        .unwrap()
}

/// Sends these bytes, and reads what comes until the connection ends.
async fn send(url: &str, bytes: &str) -> std::io::Result<String> {
    let mut stream = connect(url).await;
    stream.write_all(bytes.as_bytes()).await?;
    stream.shutdown().await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

const GET: &str = "GET /a%20b?c=d HTTP/1.1\r\nHost: h\r\nX-Odd:  o d \r\n\r\n";

#[tokio::test]
async fn the_handler_sees_requests_whole_and_in_order() {
    let fake = Fake::start(|request| Reply::text(200, &request.number.to_string()));
    let post = "POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nok";
    let chunked =
        "PUT /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n";
    let answers = send(&fake.url(), &[GET, post, chunked].concat())
        .await
        .unwrap();
    assert_eq!(answers.matches("HTTP/1.1 200").count(), 3, "{answers}");
    assert!(answers.ends_with("\r\n\r\n3"), "{answers}");

    let [get, post, chunked] = fake.requests().try_into().unwrap();
    assert_eq!((get.number, get.connection, post.connection), (1, 1, 1));
    assert_eq!(get.method, "GET");
    assert_eq!((get.path.as_str(), get.query.as_str()), ("/a%20b", "c=d"));
    assert_eq!(get.header("x-odd"), Some("o d"));
    assert_eq!(post.body, b"ok");
    assert_eq!(chunked.body, b"abc");
    assert!(get.json().is_null());
    send(&fake.url(), GET).await.unwrap();
    assert_eq!(fake.requests()[3].connection, 2);
}

#[tokio::test]
async fn answers_are_what_they_are_called() {
    let replies = || {
        [
            Reply::json(201, json!({"a": 1})),
            Reply::text(200, "<html>"),
            Reply::empty(204),
            Reply::empty(202).header("X-A", "b"),
        ]
    };
    let fake = Fake::start(move |request| replies()[request.number - 1].clone());
    let answers = send(&fake.url(), &GET.repeat(4)).await.unwrap();
    let expected = [
        "HTTP/1.1 201 \r\nContent-Length: 7\r\nContent-Type: application/json\r\n\r\n{\"a\":1}",
        "HTTP/1.1 200 \r\nContent-Length: 6\r\nContent-Type: text/html\r\n\r\n<html>",
        "HTTP/1.1 204 \r\n\r\n",
        "HTTP/1.1 202 \r\nContent-Length: 0\r\nX-A: b\r\n\r\n",
    ];
    assert_eq!(answers, expected.concat());
}

#[tokio::test]
async fn connections_end_in_all_the_ways_they_can() {
    let fake = Fake::start(|_| Reply::reset());
    let error = send(&fake.url(), GET).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    let raw = Reply::raw("SSH-2.0\r\n");
    let short = Reply::text(200, "12345").truncated(2);
    for (reply, expected) in [
        (Reply::close(), ""),
        (raw, "SSH-2.0\r\n"),
        (short, "\r\n\r\n12"),
    ] {
        let fake = Fake::start(move |_| reply.clone());
        let answer = send(&fake.url(), GET).await.unwrap();
        assert!(answer.ends_with(expected), "{answer}");
        assert_eq!(answer.is_empty(), expected.is_empty());
    }
}

#[tokio::test]
async fn connections_break_in_the_middle() {
    let fake = Fake::start(|_| Reply::text(200, "12345").reset_after(2));
    let mut stream = connect(&fake.url()).await;
    stream.write_all(GET.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let error = stream.read_to_end(&mut answer).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert!(answer.ends_with(b"\r\n\r\n12"));

    let fake = Fake::start(|_| Reply::empty(204));
    fake.cut_off(|request| (request.method == "PUT").then_some(3));
    let put = "PUT /c HTTP/1.1\r\nContent-Length: 9\r\n\r\n123456789";
    let mut stream = connect(&fake.url()).await;
    stream.write_all(put.as_bytes()).await.unwrap();
    let error = stream.read_to_end(&mut answer).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert!(fake.requests().is_empty());
    assert!(send(&fake.url(), GET).await.unwrap().contains("204"));
}

#[tokio::test]
async fn it_can_be_slow() {
    let pause = Duration::from_millis(30);
    let fake = Fake::start(move |request| match request.number {
        1 => Reply::text(200, "late").delayed(pause),
        _ => Reply::text(200, "drops").trickled(2, pause),
    });
    for (answer, least) in [("late", pause), ("drops", pause * 3)] {
        let start = Instant::now();
        assert!(send(&fake.url(), GET).await.unwrap().ends_with(answer));
        assert!(start.elapsed() >= least, "{answer}");
    }

    let fake = Fake::start(|_| Reply::text(200, "12345").stalled(2));
    let mut stream = connect(&fake.url()).await;
    stream.write_all(GET.as_bytes()).await.unwrap();
    let mut answer = String::new();
    let read = stream.read_to_string(&mut answer);
    assert!(
        tokio::time::timeout(pause, read).await.is_err(),
        "it goes on, or has ended"
    );
}

#[tokio::test]
async fn it_ends_when_it_is_dropped() {
    let fake = Fake::start(|_| Reply::empty(200));
    let (url, mut stream) = (fake.url(), connect(&fake.url()).await);
    drop(fake);
    assert_eq!(stream.read(&mut [0]).await.ok().unwrap_or(0), 0);
    let refused = TcpStream::connect(url.trim_start_matches("http://")).await;
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::ConnectionRefused);
    let nobody = Fake::nobody();
    assert!(
        TcpStream::connect(nobody.trim_start_matches("http://"))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn the_cloud_lets_in_who_has_a_good_token() {
    let fake = Fake::cloud(|request| Reply::text(200, &format!("call {}", request.number)));
    let log_in = "POST /v3/auth/tokens HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}";
    let call = "GET /compute HTTP/1.1\r\nX-Auth-Token: token-1\r\n\r\n";

    assert!(send(&fake.url(), call).await.unwrap().contains(" 401 "));
    let answer = send(&fake.url(), log_in).await.unwrap();
    assert!(answer.contains("X-Subject-Token: token-1\r\n"), "{answer}");
    assert!(
        answer.contains(&format!("\"{}/compute\"", fake.url())),
        "{answer}"
    );
    assert!(send(&fake.url(), call).await.unwrap().ends_with("call 1"));
    fake.revoke_tokens();
    assert!(send(&fake.url(), call).await.unwrap().contains(" 401 "));

    fake.on_login(|_| Reply::empty(403));
    assert!(send(&fake.url(), log_in).await.unwrap().contains(" 403 "));
    assert_eq!((fake.logins().len(), fake.calls().len()), (2, 3));
}

#[tokio::test]
async fn the_cloud_ends_its_tokens_when_it_said_it_would() {
    let fake = Fake::cloud(|_| Reply::empty(200));
    let log_in = "POST /v3/auth/tokens HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}";
    let call = "GET /share HTTP/1.1\r\nX-Auth-Token: token-1\r\n\r\n";
    let life = Duration::from_millis(200);
    fake.set_token_life(Duration::ZERO, life);
    fake.add_service("share");
    let answer = send(&fake.url(), log_in).await.unwrap();
    assert!(answer.contains(&format!("\"{}/share\"", fake.url())));
    assert!(send(&fake.url(), call).await.unwrap().contains(" 200 "));
    tokio::time::sleep(life).await;
    assert!(send(&fake.url(), call).await.unwrap().contains(" 401 "));
    fake.forget();
    assert_eq!((fake.logins().len(), fake.calls().len()), (0, 0));
}
