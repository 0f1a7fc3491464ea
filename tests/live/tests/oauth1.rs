//! OAuth 1.0a, from the consumer to the login, with a real Keystone.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

use std::collections::BTreeMap;

use ferriscloud::auth::OAuth1;
use ferriscloud::{Client, Cloud, Identity};
use ferriscloud_live::admin;
use http::{HeaderName, Method, header};
use serde_json::{Value, json};

/// Posts a signed request, and reads the form that comes back.
async fn post(
    keystone: &Client,
    keys: &OAuth1,
    path: &'static str,
    more: &[(&str, &str)],
    project: &str,
) -> BTreeMap<String, String> {
    let url = format!("{}/OS-OAUTH1/{path}", keystone.endpoint());
    let signature = keys.sign(&Method::POST, &url, more).unwrap();
    let call = keystone.post(["OS-OAUTH1", path], &json!({}));
    let call = call.header(header::AUTHORIZATION, signature);
    let call = call.header(HeaderName::from_static("requested-project-id"), project);
    let call = call.reading(|answer| Ok(answer.bytes().clone()));
    form_urlencoded::parse(&call.await.unwrap())
        .into_owned()
        .collect()
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn a_consumer_logs_in_for_a_user() {
    // By Keystone's policy only administrators may lend their roles.
    let user = admin().await;
    let keystone = Identity::new(&user).unwrap().client().clone();
    let consumer = keystone.post(
        ["OS-OAUTH1", "consumers"],
        &json!({"consumer": {"description": "a test"}}),
    );
    let consumer = consumer.await.unwrap()["consumer"].take();
    let id = consumer["id"].as_str().unwrap();
    let consumer = (id, consumer["secret"].as_str().unwrap());

    let access = user.access().await.unwrap();
    let project = access.project.as_ref().unwrap();
    let keys = |token: &BTreeMap<String, String>| {
        let part = |name: &str| token.get(name).cloned().unwrap_or_default();
        OAuth1::new(consumer, (part("oauth_token"), part("oauth_token_secret")))
    };
    let none = BTreeMap::new();
    let asked = post(
        &keystone,
        &keys(&none),
        "request_token",
        &[("oauth_callback", "oob")],
        &project.id,
    )
    .await;
    let roles: Vec<_> = access
        .roles
        .iter()
        .map(|role| json!({"id": role.id}))
        .collect();
    let allowed: Value = keystone
        .put(
            ["OS-OAUTH1", "authorize", &asked["oauth_token"]],
            &json!({"roles": roles}),
        )
        .await
        .unwrap();
    let verifier = allowed["token"]["oauth_verifier"].as_str().unwrap();
    let given = post(
        &keystone,
        &keys(&asked),
        "access_token",
        &[("oauth_verifier", verifier)],
        &project.id,
    )
    .await;

    let auth_url = user.config().auth.auth_url.clone().unwrap();
    let setup = || Cloud::builder().auth_url(auth_url.as_str());
    let cloud = setup().auth(keys(&given)).connect().await.unwrap();
    let got = cloud.access().await.unwrap();
    assert_eq!(got.project.as_ref(), Some(project));
    assert_eq!(got.user, access.user);

    let mut wrong = keys(&given);
    wrong.access_secret = "wrong".into();
    let error = setup().auth(wrong).connect().await.unwrap_err();
    assert_eq!(
        error.status().map(|status| status.as_u16()),
        Some(401),
        "{error}"
    );
    keystone
        .delete(["OS-OAUTH1", "consumers", id])
        .await
        .unwrap();
}
