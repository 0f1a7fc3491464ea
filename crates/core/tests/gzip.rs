//! Compressed answers.
#![cfg(feature = "gzip")]
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

mod common;

use std::io::Write;

use ferriscloud_core::ErrorKind;
use ferriscloud_fake::{Fake, FakeCloud, Reply};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use common::{cloud, failed, setup};

fn packed(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

/// Answers compressed to those who say that they like it; objects are what they are.
fn fake() -> FakeCloud {
    let fake = Fake::cloud(|request| {
        let welcome = request.header("accept-encoding") == Some("gzip");
        let gzip = |status, bytes| Reply::bytes(status, bytes).header("Content-Encoding", "gzip");
        match request.path.rsplit('/').next().unwrap() {
            "error" => gzip(
                409,
                packed(br#"{"conflictingRequest": {"message": "it is so"}}"#),
            ),
            "bomb" => gzip(200, packed(&vec![b' '; 64 << 20])),
            "broken" => gzip(200, packed(b"[1, 2, 3]")[..15].to_vec()),
            "object" => gzip(200, packed(b"what is stored")),
            _ => gzip(
                200,
                packed(json!({"welcome": welcome}).to_string().as_bytes()),
            ),
        }
    });
    fake.add_service("object-store");
    fake
}

#[tokio::test]
async fn json_comes_compressed() {
    let fake = fake();
    let compute = cloud(&fake).await.service("compute").unwrap();
    let answer = compute.get(["x"]).response().await.unwrap();
    assert_eq!(answer.value["welcome"], true);
    assert!(answer.headers().get("content-encoding").is_none());
    failed(compute.get(["error"]).await, &["it is so"]);
}

#[tokio::test]
async fn broken_and_hostile_ones_are_errors() {
    let fake = fake();
    let cloud = setup(&fake)
        .largest_answer(1 << 20)
        .connect()
        .await
        .unwrap();
    let compute = cloud.service("compute").unwrap();
    let error = compute.get(["bomb"]).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::TooLarge(_)), "{error}");
    let error = compute.get(["broken"]).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Decode(_)), "{error}");
}

#[tokio::test]
async fn objects_come_as_they_are_stored() {
    let fake = fake();
    let cloud = cloud(&fake).await;
    for service in ["object-store", "compute"] {
        let client = cloud.service(service).unwrap();
        let body = client.get(["object"]).stream().await.unwrap().into_body();
        assert_eq!(body.collect(1000).await.unwrap(), packed(b"what is stored"));
    }
    let store = cloud.service("object-store").unwrap();
    let call = store
        .get(["object"])
        .reading(|answer| Ok(answer.bytes().clone()));
    assert_eq!(call.await.unwrap(), packed(b"what is stored"));
    assert!(
        fake.calls()
            .iter()
            .all(|call| call.header("accept-encoding").is_none())
    );
}
