//! Services that say what cannot be.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test's way to fail")]

mod small_swift;
mod stage;

use std::time::Duration;

use ferriscloud_fake::{Fake, Reply};
use serde_json::json;

use small_swift::md5;
use stage::{Place, objects};

/// Less than all of them would take.
const LIMIT: Duration = Duration::from_secs(60);

/// Each manifest names the one before it twice: they stand for a thousand million segments.
#[tokio::test]
async fn what_unfolds_beyond_measure_is_left_folded() {
    let mut manifests = vec![json!([{"name": "/box/data", "bytes": 0, "hash": md5(b"")}])];
    let mut etag = md5(md5(b"").as_bytes());
    for level in 1..30 {
        let name = format!("/box/{}", level - 1);
        let inner = json!({"name": name, "bytes": 0, "hash": etag, "sub_slo": true});
        manifests.push(json!([inner, inner]));
        etag = md5(etag.repeat(2).as_bytes());
    }
    let fake = Fake::cloud(move |request| {
        if request.query == "multipart-manifest=get" {
            let level = request.path.rsplit('/').next().unwrap();
            return Reply::json(200, manifests[level.parse::<usize>().unwrap()].clone());
        }
        let head = Reply::empty(200).header("X-Static-Large-Object", "True");
        head.header("Etag", &etag)
    });
    let (objects, place) = (objects(&fake).await, Place::new());
    let download = objects.download_large("29", place.file()).into_future();
    tokio::time::timeout(LIMIT, download)
        .await
        .expect("it ends")
        .unwrap();
    assert!(place.read().is_empty());
    assert!(fake.calls().len() < 1100);
}

#[tokio::test]
async fn sizes_that_no_sum_has_are_no_panic() {
    let fake = Fake::cloud(|request| {
        let listed = ["1", "2"].map(|name| json!({"name": name, "bytes": u64::MAX, "hash": "0"}));
        match request.method.as_str() {
            "GET" if request.query.contains("marker") => Reply::json(200, json!([])),
            "GET" => Reply::json(200, json!(listed)),
            _ => Reply::empty(201),
        }
    });
    let copy = objects(&fake).await.copy_prefix("", "elsewhere", "");
    assert_eq!(copy.await.unwrap(), 2);
}
