//! Tokens: renewed once, shared by all, and shown to nobody else.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

mod common;

use std::time::Duration;

use ferriscloud_core::auth::{AuthMethod, Login, Password, UserRef};
use ferriscloud_core::{Client, Cloud, ErrorKind};
use ferriscloud_fake::{Fake, FakeCloud, Received, Reply};
use futures_util::FutureExt;
use futures_util::future::join_all;
use serde_json::json;

use common::{MOMENT, PASSWORD, cloud, compute, failed, password, servers, setup};

const HOUR: Duration = Duration::from_secs(3600);
/// Too little for a token to be used without a thought of the next one.
const MINUTE: Duration = Duration::from_secs(60);

fn content() -> FakeCloud {
    Fake::cloud(|_| Reply::json(200, json!({})))
}

fn refusal() -> Reply {
    let error = json!({"code": 401, "title": "Unauthorized", "message": "Wrong password."});
    Reply::json(401, json!({"error": error}))
}

/// The tokens that came with the calls.
fn tokens(fake: &FakeCloud) -> Vec<String> {
    let token = |call: Received| call.header("x-auth-token").unwrap().to_owned();
    fake.calls().into_iter().map(token).collect()
}

#[tokio::test]
async fn a_revoked_token_is_renewed_once_and_the_call_repeated_whole() {
    let fake = content();
    let compute = compute(&fake).await;
    fake.revoke_tokens();
    compute.post(["servers"], &json!({"a": 1})).await.unwrap();
    assert_eq!(tokens(&fake), ["token-1", "token-2"]);
    assert_eq!(fake.calls()[1].json(), json!({"a": 1}));
    assert_eq!(fake.logins().len(), 2);
}

#[tokio::test]
async fn a_second_refusal_is_the_error() {
    let fake = Fake::cloud(|_| Reply::json(401, json!({"message": "Not you."})));
    let result = compute(&fake).await.get(["servers"]).await;
    let error = failed(
        result,
        &[
            "get: GET",
            "/compute/servers",
            "401 Unauthorized",
            "Not you.",
        ],
    );
    assert!(error.is_unauthorized());
    assert_eq!(tokens(&fake), ["token-1", "token-2"]);
    assert_eq!(fake.logins().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_callers_with_a_revoked_token_make_one_login() {
    let fake = content();
    let compute = compute(&fake).await;
    fake.revoke_tokens();
    let call = || tokio::spawn(compute.get(["servers"]).into_future());
    for result in join_all((0..200).map(|_| call())).await {
        result.unwrap().unwrap();
    }
    assert_eq!(fake.logins().len(), 2);
}

#[tokio::test]
async fn a_failed_login_is_shared_and_not_kept() {
    let fake = content();
    let cloud = cloud(&fake).await;
    let compute = cloud.service("compute").unwrap();
    fake.revoke_tokens();
    fake.on_login(|_| refusal());
    failed(
        compute.get(["servers"]).await,
        &["authenticate", "Wrong password."],
    );
    assert_eq!(fake.logins().len(), 2);

    for result in join_all((0..50).map(|_| cloud.access())).await {
        assert!(failed(result, &["Wrong password."]).is_unauthorized());
    }
    assert_eq!(fake.logins().len(), 3);

    fake.on_login(|reply| reply);
    compute.get(["servers"]).await.unwrap();
    assert_eq!(fake.logins().len(), 4);
}

#[tokio::test]
async fn who_stops_waiting_for_a_login_harms_no_other() {
    let fake = content();
    fake.set_token_life(HOUR, MINUTE);
    let cloud = cloud(&fake).await;
    fake.on_login(|reply| reply.delayed(MOMENT));
    let (mut first, mut second) = (cloud.access().boxed(), cloud.access().boxed());
    assert!((&mut first).now_or_never().is_none());
    assert!((&mut second).now_or_never().is_none());
    drop(first);
    second.await.unwrap();
    assert_eq!(fake.logins().len(), 2);
}

#[tokio::test]
async fn a_token_about_to_end_is_renewed_before_it_is_used() {
    let fake = content();
    fake.set_token_life(HOUR, MINUTE);
    let compute = compute(&fake).await;
    compute.get(["servers"]).await.unwrap();
    assert_eq!(tokens(&fake), ["token-2"]);
}

#[tokio::test]
async fn a_renewal_before_the_end_may_fail_without_harm() {
    let fake = content();
    fake.set_token_life(HOUR, MINUTE);
    let compute = compute(&fake).await;
    fake.on_login(|_| refusal());
    compute.get(["servers"]).await.unwrap();
    assert_eq!(tokens(&fake), ["token-1"]);
    assert_eq!(fake.logins().len(), 2);
}

#[tokio::test]
async fn a_login_has_its_attempts_and_the_call_does_not_multiply_them() {
    let fake = content();
    let compute = compute(&fake).await;
    fake.revoke_tokens();
    fake.on_login(|_| Reply::empty(503));
    let error = failed(
        compute.get(["servers"]).await,
        &["authenticate", "503", "after 3 attempts"],
    );
    assert!(error.is_temporary());
    assert_eq!(fake.logins().len(), 1 + 3);
    assert_eq!(fake.calls().len(), 1);
}

#[tokio::test]
async fn the_catalog_stays_while_there_is_no_token() {
    let fake = content();
    let cloud = cloud(&fake).await;
    fake.revoke_tokens();
    fake.on_login(|_| refusal());
    let compute = cloud.service("compute").unwrap();
    failed(compute.get(["servers"]).await, &["Wrong password."]);
    assert_eq!(cloud.catalog().entries().len(), 5);
    cloud.service("image").unwrap();
}

#[tokio::test]
async fn a_renewal_refreshes_the_catalog() {
    let fake = content();
    let cloud = cloud(&fake).await;
    let old = cloud.access().await.unwrap();
    fake.revoke_tokens();
    servers(&cloud).await;
    let new = cloud.access().await.unwrap();
    assert_ne!(old.expose_token(), new.expose_token());
    assert_eq!(new.catalog.entries().len(), 5);
}

#[tokio::test]
async fn a_link_to_another_host_does_not_take_the_token_there() {
    let other = Fake::start(|_| Reply::json(200, json!({"servers": ["stolen"]})));
    let link = format!("{}/elsewhere?marker=a", other.url());
    let fake = Fake::cloud(move |request| match request.query.as_str() {
        "" => Reply::json(
            200,
            json!({"servers": ["a"], "servers_links": [{"rel": "next", "href": link}]}),
        ),
        _ => Reply::json(200, json!({"servers": ["b"]})),
    });
    let servers = compute(&fake).await.list(["servers"], "servers");
    assert_eq!(servers.all().await.unwrap(), [json!("a"), json!("b")]);
    assert_eq!(fake.calls()[1].path, "/compute/servers");
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn a_redirect_to_another_host_is_an_error() {
    let other = Fake::start(|_| Reply::json(200, json!({})));
    let to = format!("{}/login?token=secret-ticket", other.url());
    for status in [301, 302, 303, 307, 308] {
        let to = to.clone();
        let fake = Fake::cloud(move |_| Reply::empty(status).header("Location", &to));
        let result = compute(&fake).await.get(["servers"]).await;
        let error = failed(
            result,
            &["GET", "/compute/servers", "redirects to", &other.url()],
        );
        assert!(matches!(error.kind(), ErrorKind::Redirected(_)));
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("secret-ticket"), "{shown}");
    }
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn a_redirect_on_the_same_host_is_followed_with_method_and_body() {
    let fake = Fake::cloud(|request| match request.path.as_str() {
        "/compute/servers" => Reply::empty(301).header("Location", "/compute/v2.1/servers"),
        "/compute/circle" => Reply::empty(302).header("Location", "/compute/circle"),
        _ => Reply::json(200, json!({"to": request.path})),
    });
    let compute = compute(&fake).await;
    let answer = compute.post(["servers"], &json!({"name": "a"})).await;
    assert_eq!(answer.unwrap()["to"], "/compute/v2.1/servers");
    let call = fake.calls().pop().unwrap();
    assert_eq!(
        (call.method.as_str(), call.json()),
        ("POST", json!({"name": "a"}))
    );
    let error = failed(compute.get(["circle"]).await, &["redirects to", "circle"]);
    assert!(matches!(error.kind(), ErrorKind::Redirected(_)));
    assert!(fake.calls().len() < 12);
}

#[tokio::test]
async fn an_auth_url_without_a_version_is_asked_for_it_once() {
    let fake = content();
    let setup = Cloud::builder().auth_url(fake.url()).auth(password());
    let cloud = setup.connect().await.unwrap();
    fake.revoke_tokens();
    cloud.service("image").unwrap().get(["v2"]).await.unwrap();
    let asked = |path: &str| fake.calls().iter().filter(|call| call.path == path).count();
    assert_eq!((asked("/"), fake.logins().len()), (1, 2));

    let setup = Cloud::builder().auth_url(format!("{}/wrong", fake.url()));
    let error = failed(setup.auth(password()).connect().await, &["/v3"]);
    assert!(matches!(error.kind(), ErrorKind::Endpoint(_)));
}

#[tokio::test]
async fn a_redirect_does_not_take_the_password_away() {
    let other = Fake::start(|_| Reply::empty(201));
    let fake = content();
    let to = other.url();
    fake.on_login(move |_| Reply::empty(307).header("Location", &to));
    let error = failed(
        setup(&fake).connect().await,
        &["authenticate", "redirects to"],
    );
    assert!(matches!(error.kind(), ErrorKind::Redirected(_)));
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn a_login_carries_no_token_and_a_call_no_password() {
    let fake = content();
    let compute = compute(&fake).await;
    fake.revoke_tokens();
    compute.get(["servers"]).await.unwrap();
    for login in fake.logins() {
        assert_eq!(login.header("x-auth-token"), None);
        assert_eq!(
            login.json()["auth"]["identity"]["password"]["user"]["password"],
            PASSWORD
        );
    }
    for call in fake.calls() {
        assert!(!format!("{:?}", call.headers).contains(PASSWORD));
    }
}

/// A method of one's own.
#[derive(Debug)]
struct FromVault;

impl AuthMethod for FromVault {
    fn authenticate<'a>(&'a self, keystone: &'a Client) -> Login<'a> {
        let fetched = Password::new(UserRef::Id("u-1".into()), PASSWORD);
        Box::pin(async move { fetched.authenticate(keystone).await })
    }
}

#[tokio::test]
async fn a_method_of_ones_own_is_asked_for_renewals_too() {
    let fake = content();
    let cloud = Cloud::builder()
        .auth_url(fake.url())
        .auth(FromVault)
        .connect()
        .await
        .unwrap();
    fake.revoke_tokens();
    cloud.service("image").unwrap().get(["v2"]).await.unwrap();
    assert_eq!(fake.logins().len(), 2);
}
