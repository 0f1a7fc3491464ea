//! Limits of a service, and what may be said of a cloud or a call: attempts, ids, a policy of one's own.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

mod common;

use std::future::{Ready, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::{Duration, Instant};

use ferriscloud_core::config::{CloudConfig, Environment};
use ferriscloud_core::retry::clone_request;
use ferriscloud_core::{Body, Client, Error, ErrorKind, ServiceSetup};
use ferriscloud_fake::{Fake, FakeCloud, Reply};
use futures_util::future::join_all;
use http::{Request, Response};
use serde_json::json;
use tower::retry::Policy;

use common::{cloud, failed, setup};

fn slow() -> FakeCloud {
    Fake::cloud(|_| Reply::json(200, json!({})).delayed(Duration::from_millis(20)))
}

async fn limited(
    fake: &FakeCloud,
    limit: impl FnOnce(ServiceSetup<Client>) -> ServiceSetup<Client>,
) -> Client {
    let cloud = cloud(fake).await;
    let url = cloud.service("compute").unwrap().endpoint();
    let service = ServiceSetup::<Client>::new(&cloud).endpoint(url);
    limit(service).build().unwrap()
}

/// How many calls were under way at most, seen from outside.
async fn most_at_once(client: &Client, calls: usize) -> usize {
    let (now, most) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
    let count = |answer: &Arc<AtomicUsize>| answer.load(SeqCst);
    join_all((0..calls).map(|_| {
        let (now, most, client) = (now.clone(), most.clone(), client.clone());
        async move {
            let mut body = client.get(["x"]).stream().await.unwrap().into_body();
            most.fetch_max(now.fetch_add(1, SeqCst) + 1, SeqCst);
            tokio::time::sleep(Duration::from_millis(5)).await;
            now.fetch_sub(1, SeqCst);
            while body.next_data().await.unwrap().is_some() {}
        }
    }))
    .await;
    count(&most)
}

#[tokio::test]
async fn no_more_than_so_many_at_a_time() {
    let fake = slow();
    let free = limited(&fake, |service| service).await;
    assert!(most_at_once(&free, 12).await > 2);
    let two = limited(&fake, |service| service.concurrency(2)).await;
    assert!(most_at_once(&two, 12).await <= 2);
}

#[tokio::test]
async fn no_more_than_so_many_in_a_time() {
    let fake = Fake::cloud(|_| Reply::json(200, json!({})));
    let client = limited(&fake, |service| service.rate(20, Duration::from_secs(1))).await;
    let start = Instant::now();
    let calls = (0..5).map(|_| client.clone().get(["x"]).into_future());
    for result in join_all(calls).await {
        result.unwrap();
    }
    // The first goes at once, each of the others 50 ms after the one before.
    assert!(start.elapsed() >= Duration::from_millis(200));
}

#[tokio::test]
async fn who_gives_up_leaves_the_place_to_the_next() {
    let fake = slow();
    let client = limited(&fake, |service| service.concurrency(1)).await;
    let stream = client.get(["x"]).stream().await.unwrap();
    let waits = client.get(["y"]).timeout(Duration::from_millis(50)).await;
    assert!(matches!(waits.unwrap_err().kind(), ErrorKind::Timeout(..)));
    drop(stream);
    client.get(["z"]).await.unwrap();
}

#[tokio::test]
async fn a_limit_of_none_is_an_error() {
    let cloud = cloud(&slow()).await;
    let service = || ServiceSetup::<Client>::new(&cloud).endpoint("http://h/");
    failed(service().concurrency(0).build(), &["limit of no requests"]);
    let rate = service().rate(0, Duration::from_secs(1));
    failed(rate.build(), &["limit of no requests"]);
}

fn broken() -> FakeCloud {
    Fake::cloud(|_| Reply::empty(503))
}

#[tokio::test]
async fn a_call_has_as_many_attempts_as_it_says() {
    let fake = broken();
    let compute = cloud(&fake).await.service("compute").unwrap();
    for attempts in [1, 2] {
        fake.forget();
        compute.get(["x"]).attempts(attempts).await.unwrap_err();
        assert_eq!(fake.calls().len(), attempts as usize);
    }
}

fn environment<'a>(variables: impl IntoIterator<Item = &'a (&'a str, &'a str)>) -> Environment {
    let mut environment = Environment::default();
    for (name, value) in variables {
        let value = (*value).to_owned();
        environment.variables.insert((*name).to_owned(), value);
    }
    environment
}

fn configured(fake: &FakeCloud, more: &[(&str, &str)]) -> CloudConfig {
    let auth_url = fake.auth_url();
    let given = [
        ("OS_AUTH_URL", auth_url.as_str()),
        ("OS_USERNAME", "demo"),
        ("OS_PASSWORD", common::PASSWORD),
        ("OS_DOMAIN_NAME", "Default"),
        ("OS_PROJECT_NAME", "demo"),
    ];
    let environment = environment(given.iter().chain(more));
    CloudConfig::from_environment(&environment).unwrap()
}

#[tokio::test]
async fn the_configuration_says_how_often_and_how_long() {
    let fake = broken();
    fake.add_service("image");
    let config = configured(
        &fake,
        &[
            ("OS_CONNECT_RETRIES", "1"),
            ("OS_COMPUTE_STATUS_CODE_RETRIES", "0"),
        ],
    );
    let cloud = ferriscloud_core::Cloud::from_config(config).await.unwrap();
    for (service, expected) in [("compute", 1), ("image", 2)] {
        fake.forget();
        let client = cloud.service(service).unwrap();
        client.get(["x"]).await.unwrap_err();
        assert_eq!(fake.calls().len(), expected, "{service}");
    }

    let silent = Fake::cloud(|_| Reply::json(200, json!({})).delayed(Duration::from_secs(30)));
    let config = configured(
        &silent,
        &[("OS_API_TIMEOUT", "0.2"), ("OS_CONNECT_RETRIES", "0")],
    );
    let cloud = ferriscloud_core::Cloud::from_config(config).await.unwrap();
    let error = cloud
        .service("compute")
        .unwrap()
        .get(["x"])
        .await
        .unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Timeout(_, limit) if limit.as_millis() == 200),
        "{error}"
    );
}

#[test]
fn what_is_no_number_is_an_error() {
    for (name, value) in [
        ("OS_API_TIMEOUT", "-1"),
        ("OS_API_TIMEOUT", "NaN"),
        ("OS_CONNECT_RETRIES", "many"),
    ] {
        let environment = environment(&[("OS_AUTH_URL", "http://k/v3"), (name, value)]);
        let key = name.trim_start_matches("OS_").to_lowercase();
        failed(CloudConfig::from_environment(&environment), &[&key, value]);
    }
}

const ID: &str = "req-0f3c2a10-5c5e-4c1e-9d53-2f1e6d3a7b88";
const OTHER: &str = "req-aaaaaaaa-5c5e-4c1e-9d53-2f1e6d3a7b88";

#[tokio::test]
async fn an_errand_has_one_id_in_all_logs() {
    let fake = Fake::cloud(|_| Reply::json(200, json!({})));
    let cloud = setup(&fake).global_request_id(ID).connect().await.unwrap();
    let compute = cloud.service("compute").unwrap();
    compute.get(["x"]).await.unwrap();
    compute.get(["x"]).global_request_id(OTHER).await.unwrap();
    let calls = fake.calls();
    let ids: Vec<_> = calls
        .iter()
        .map(|call| call.header("x-openstack-request-id").unwrap())
        .collect();
    assert_eq!(ids, [ID, OTHER]);
    for nonsense in [
        "req-1",
        "0f3c2a10-5c5e-4c1e-9d53-2f1e6d3a7b88",
        "req-zf3c2a10-5c5e-4c1e-9d53-2f1e6d3a7b88",
    ] {
        failed(
            compute.get(["x"]).global_request_id(nonsense).await,
            &[nonsense, "UUID"],
        );
        failed(
            setup(&fake).global_request_id(nonsense).connect().await,
            &[nonsense],
        );
    }
    assert_eq!(fake.calls().len(), 2);
}

/// Sends everything a number of times, whatever it is.
#[derive(Clone)]
struct Stubborn(u32);

impl Policy<Request<Body>, Response<Body>, Error> for Stubborn {
    type Future = Ready<()>;

    fn retry(
        &mut self,
        _: &mut Request<Body>,
        result: &mut Result<Response<Body>, Error>,
    ) -> Option<Ready<()>> {
        self.0 = self.0.checked_sub(1)?;
        result.is_err().then(|| ready(()))
    }

    fn clone_request(&mut self, request: &Request<Body>) -> Option<Request<Body>> {
        clone_request(request)
    }
}

#[tokio::test]
async fn a_policy_of_ones_own_has_the_last_word() {
    let fake = Fake::cloud(|_| Reply::empty(418));
    let cloud = setup(&fake)
        .retry_policy(Stubborn(3))
        .connect()
        .await
        .unwrap();
    let post = cloud
        .service("compute")
        .unwrap()
        .post(["x"], &json!({"a": 1}));
    let error = post.await.unwrap_err();
    assert_eq!(error.trace().attempts, 4);
    let calls = fake.calls();
    assert_eq!(calls.len(), 4);
    assert!(calls.iter().all(|call| call.json() == json!({"a": 1})));
}
