//! Bytes that take long to send, since the network is slow.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

mod common;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

use ferriscloud_core::{Client, ErrorKind, Operation, Request, ServiceSetup};
use ferriscloud_fake::{Fake, Reply};
use http::Method;

use common::hasty;

/// More than the buffers of a loopback take.
const SIZE: usize = 32 << 20;

/// Takes a large body in little pieces, and says when it is there.
fn take(mut stream: TcpStream) {
    let mut piece = vec![0; 1 << 20];
    let mut left = SIZE;
    while left > 0 {
        let came = stream.read(&mut piece).unwrap();
        if came == 0 {
            return;
        }
        left = left.saturating_sub(came);
        sleep(Duration::from_millis(20));
    }
    let _ = stream.write_all(b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
}

#[tokio::test]
async fn are_sent_as_long_as_they_move() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    spawn(move || {
        for stream in listener.incoming() {
            take(stream.unwrap());
        }
    });
    let fake = Fake::cloud(|_| Reply::empty(500));
    let cloud = hasty(&fake).connect().await.unwrap();
    let slow: Client = ServiceSetup::new(&cloud).endpoint(address).build().unwrap();
    let request = Request::new(Method::PUT, ["box", "large"], Operation("upload", "object"));
    let start = Instant::now();
    slow.call(request.with_body(vec![7; SIZE]))
        .attempts(1)
        .await
        .unwrap();
    // Longer than the answer to anything else may take.
    assert!(start.elapsed() > Duration::from_millis(300));
}

#[tokio::test]
async fn what_the_service_does_itself_may_take_longer() {
    let late = Duration::from_millis(600);
    let fake = Fake::cloud(move |_| Reply::empty(201).delayed(late));
    let cloud = hasty(&fake).connect().await.unwrap();
    let storage = cloud.service("object-store").unwrap();
    let copy = || {
        let request = Request::new(Method::PUT, ["box", "copy"], Operation("copy", "object"));
        storage.call(request).attempts(1)
    };
    let error = copy().await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Timeout(..)), "{error}");
    copy().head_timeout(Duration::from_secs(60)).await.unwrap();
}
