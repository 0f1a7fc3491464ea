//! Connections: kept, replaced, and left behind.

mod common;

use std::time::Duration;

use ferriscloud_fake::{Fake, FakeCloud, Reply};
use futures_util::StreamExt;
use serde_json::json;

use common::{MOMENT, compute_once, failed};

/// On how many connections requests came.
fn connections(fake: &FakeCloud) -> usize {
    let calls = fake.calls().into_iter().chain(fake.logins());
    calls.map(|call| call.connection).max().unwrap_or_default()
}

#[tokio::test]
async fn calls_one_after_the_other_share_one() {
    let fake = Fake::cloud(|request| match request.number {
        // Errors are read to their end too: else their connection would be lost.
        2 => Reply::json(404, json!({"message": "x".repeat(50_000)})),
        _ => Reply::json(200, json!({})),
    });
    let compute = compute_once(&fake).await;
    for _ in 0..5 {
        let _ = compute.get(["servers"]).await;
    }
    assert_eq!((fake.calls().len(), connections(&fake)), (5, 1));
}

#[tokio::test]
async fn one_that_the_service_closed_is_replaced_in_silence() {
    // The answer is whole, and the connection ends after it.
    let fake = Fake::cloud(|_| Reply::raw("HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\n{}"));
    let compute = compute_once(&fake).await;
    for _ in 0..3 {
        compute.post(["servers"], &json!({})).await.unwrap();
        tokio::time::sleep(MOMENT).await;
    }
    assert_eq!((fake.calls().len(), connections(&fake)), (3, 3));
}

#[tokio::test]
async fn a_call_that_is_dropped_leaves_the_cloud_as_it_was() {
    let fake = Fake::cloud(|request| match request.path.as_str() {
        "/compute/slow" => Reply::empty(200).delayed(Duration::from_secs(9)),
        _ => Reply::json(200, json!({})),
    });
    let compute = compute_once(&fake).await;
    let slow = tokio::time::timeout(MOMENT, compute.get(["slow"]).into_future());
    assert!(slow.await.is_err());
    compute.get(["servers"]).await.unwrap();
    assert_eq!(fake.logins().len(), 1);

    // Also where it was about to bring a new token.
    fake.revoke_tokens();
    fake.on_login(|reply| reply.delayed(Duration::from_secs(9)));
    let call = tokio::time::timeout(MOMENT, compute.get(["servers"]).into_future());
    assert!(call.await.is_err());
    fake.on_login(|reply| reply);
    compute.get(["servers"]).await.unwrap();
}

#[tokio::test]
async fn a_stream_outlives_its_client_and_ends_when_it_is_dropped() {
    let fake = Fake::cloud(|_| Reply::bytes(200, vec![b'x'; 40]).trickled(10, MOMENT / 10));
    let mut body = compute_once(&fake)
        .await
        .get(["object"])
        .stream()
        .await
        .unwrap()
        .into_body();
    let mut length = 0;
    while let Some(piece) = body.next().await {
        length += piece.unwrap().len();
    }
    assert_eq!(length, 40);

    let fake = Fake::cloud(|request| match request.number {
        1 => Reply::bytes(200, vec![b'x'; 40]).stalled(10),
        _ => Reply::json(200, json!({})),
    });
    let compute = compute_once(&fake).await;
    drop(compute.get(["object"]).stream().await.unwrap());
    compute.get(["servers"]).await.unwrap();
    assert_eq!(connections(&fake), 2);
    // And not by an error: that would have been the stalled body's.
    failed(compute.get(["."]).await, &["dot segment"]);
}
