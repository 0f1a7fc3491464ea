//! A thousand callers who need a new token at once.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

mod common;

use std::time::Duration;

use ferriscloud_core::Client;
use ferriscloud_fake::{Fake, FakeCloud, Reply};
use futures_util::future::join_all;
use serde_json::{Value, json};

use common::{cloud, failed, setup};

const HOUR: Duration = Duration::from_secs(3600);
/// How long a login takes: until all have come to wait for it, on a busy machine too.
const LOGIN: Duration = Duration::from_secs(2);

/// A cloud whose first token is good for nothing any more.
fn expired() -> FakeCloud {
    let fake = Fake::cloud(|_| Reply::json(200, json!({})));
    fake.set_token_life(HOUR, Duration::ZERO);
    fake
}

/// All of them at once.
async fn call(compute: &Client, callers: usize) -> Vec<ferriscloud_core::Result<Value>> {
    let call = || tokio::spawn(compute.get(["servers"]).into_future());
    let calls: Vec<_> = (0..callers).map(|_| call()).collect();
    join_all(calls)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect()
}

/// A thousand, or fewer where the system does not let a process have the connections, of which both ends
/// are here.
fn callers() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let files = limits
        .lines()
        .find(|line| line.starts_with("Max open files"));
    let soft = files.and_then(|line| line.split_whitespace().nth(3)?.parse().ok());
    soft.map_or(100, |files: usize| files / 2 - 100).min(1000)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn make_one_login() {
    let fake = expired();
    let cloud = cloud(&fake).await;
    fake.set_token_life(Duration::ZERO, HOUR);
    fake.add_service("share");
    fake.on_login(|reply| reply.delayed(LOGIN));
    let compute = cloud.service("compute").unwrap();
    for result in call(&compute, callers()).await {
        result.unwrap();
    }
    assert_eq!(fake.logins().len(), 2);
    let calls = fake.calls();
    assert_eq!(calls.len(), callers());
    assert!(
        calls
            .iter()
            .all(|call| call.header("x-auth-token") == Some("token-2"))
    );
    // The catalog came with the token.
    cloud.service("share").unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn share_its_failure_and_it_is_not_kept() {
    let fake = expired();
    let compute = setup(&fake)
        .connect()
        .await
        .unwrap()
        .service("compute")
        .unwrap();
    fake.set_token_life(Duration::ZERO, HOUR);
    fake.on_login(|_| Reply::json(401, json!({"message": "Wrong."})).delayed(LOGIN));
    for result in call(&compute, 1000).await {
        assert!(failed(result, &["authenticate", "Wrong."]).is_unauthorized());
    }
    assert_eq!((fake.logins().len(), fake.calls().len()), (2, 0));

    fake.on_login(|reply| reply);
    compute.get(["servers"]).await.unwrap();
    assert_eq!((fake.logins().len(), fake.calls().len()), (3, 1));
}
