//! Errors that a user can do something about: what they are, and what they say.

mod common;

use std::error::Error as _;

use ferriscloud_core::retry::Retry;
use ferriscloud_core::{Cloud, Error, ErrorKind, Interface};
use ferriscloud_fake::{Fake, Reply};
use serde_json::json;

use common::{cloud, compute_once, failed, password, setup};

#[tokio::test]
async fn a_cloud_that_no_file_knows() {
    let error = failed(Cloud::named("no-such-cloud").await, &["clouds.yaml"]);
    assert!(matches!(error.kind(), ErrorKind::Config(_)));
}

#[tokio::test]
async fn no_auth_url() {
    let error = failed(
        Cloud::builder().auth(password()).connect().await,
        &["auth_url", "OS_AUTH_URL"],
    );
    assert!(matches!(error.kind(), ErrorKind::Config(_)));
}

#[tokio::test]
async fn no_credentials() {
    let setup = Cloud::builder().auth_url("http://127.0.0.1:1/v3");
    let error = failed(setup.connect().await, &["password", "OS_PASSWORD"]);
    assert!(matches!(error.kind(), ErrorKind::Config(_)));
}

#[tokio::test]
async fn an_auth_url_that_is_none() {
    let setup = Cloud::builder()
        .auth_url("keystone.example.org/v3")
        .auth(password());
    let error = failed(
        setup.connect().await,
        &["keystone.example.org/v3", "not an absolute URL"],
    );
    assert!(matches!(error.kind(), ErrorKind::Endpoint(_)));
}

#[tokio::test]
async fn an_auth_url_at_which_nobody_answers() {
    let url = Fake::nobody();
    let setup = Cloud::builder()
        .auth_url(&url)
        .auth(password())
        .retry(Retry::none());
    let says = format!("discover versions: GET {url}/: could not connect");
    let error = failed(setup.connect().await, &[&says]);
    assert!(error.is_connect());
    let mut causes = std::iter::successors(error.source(), |cause| (*cause).source());
    assert!(
        causes.any(|cause| cause.to_string().contains("refused")),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_wrong_password() {
    let fake = Fake::cloud(|_| Reply::empty(200));
    fake.on_login(|_| {
        let message = "The request you have made requires authentication.";
        let error = json!({"code": 401, "title": "Unauthorized", "message": message});
        Reply::json(401, json!({"error": error})).header("X-Openstack-Request-Id", "req-7")
    });
    let url = format!("POST {}/v3/auth/tokens", fake.url());
    let says = [
        "authenticate: ",
        &url,
        "401 Unauthorized",
        "requires authentication",
        "req-7",
    ];
    let error = failed(setup(&fake).connect().await, &says);
    assert!(error.is_unauthorized());
    assert_eq!(fake.logins().len(), 1, "asking again will not help");
}

#[tokio::test]
async fn a_service_that_the_catalog_does_not_have() {
    let cloud = cloud(&Fake::cloud(|_| Reply::empty(200))).await;
    let error = failed(cloud.service("dns"), &["dns", "compute", "volumev3"]);
    assert!(matches!(error.kind(), ErrorKind::Endpoint(_)));
}

#[tokio::test]
async fn a_region_or_interface_that_the_service_is_not_in() {
    let fake = Fake::cloud(|_| Reply::empty(200));
    let elsewhere = setup(&fake).region("RegionTwo").connect().await.unwrap();
    let error = failed(
        elsewhere.service("compute"),
        &["compute", "RegionTwo", "RegionOne"],
    );
    assert!(matches!(error.kind(), ErrorKind::Endpoint(_)));
    let inside = setup(&fake)
        .interface(Interface::Internal)
        .connect()
        .await
        .unwrap();
    failed(inside.service("compute"), &["internal", "public"]);
}

#[tokio::test]
async fn an_endpoint_of_ones_own_needs_no_catalog() {
    let fake = Fake::cloud(|request| Reply::json(200, json!(request.path)));
    let url = format!("{}/mine/v2/", fake.url());
    let setup = setup(&fake).endpoint("dns", url);
    let dns = setup.connect().await.unwrap().service("dns").unwrap();
    assert_eq!(dns.get(["zones"]).await.unwrap(), "/mine/v2/zones");
}

#[tokio::test]
async fn two_names_of_one_service() {
    let fake = Fake::cloud(|request| Reply::json(200, json!(request.path)));
    let cloud = cloud(&fake).await;
    for name in ["block-storage", "volumev3"] {
        let volumes = cloud.service(name).unwrap();
        assert_eq!(volumes.get(["volumes"]).await.unwrap(), "/volumev3/volumes");
    }
}

/// The error of a call that is answered so.
async fn refused(reply: Reply, says: &[&str]) -> Error {
    let fake = Fake::cloud(move |_| reply.clone());
    let result = compute_once(&fake)
        .await
        .post(["servers"], &json!({}))
        .await;
    let url = format!("post: POST {}/compute/servers: ", fake.url());
    failed(result, &[&[&*url], says].concat())
}

#[tokio::test]
async fn not_found() {
    let body =
        json!({"itemNotFound": {"code": 404, "message": "Instance s-1 could not be found."}});
    for header in ["X-Openstack-Request-Id", "X-Compute-Request-Id"] {
        let reply = Reply::json(404, body.clone()).header(header, "req-42");
        let says =
            "404 Not Found itemNotFound: Instance s-1 could not be found. (request id req-42)";
        let error = refused(reply, &[says]).await;
        assert!(error.is_not_found() && !error.is_temporary());
        assert_eq!(
            (error.code(), error.request_id()),
            (Some("itemNotFound"), Some("req-42"))
        );
    }
}

#[tokio::test]
async fn not_found_by_swift() {
    let page = "<html><h1>Not Found</h1><p>The resource could not be found.</p></html>";
    let reply = Reply::text(404, page).header("X-Trans-Id", "tx0a1b");
    let error = refused(
        reply,
        &["Not Found The resource could not be found.", "tx0a1b"],
    )
    .await;
    assert!(error.is_not_found());
}

#[tokio::test]
async fn a_conflict() {
    let message = "Cannot 'start' instance s-1 while it is in vm_state active";
    let body = json!({"conflictingRequest": {"code": 409, "message": message}});
    let error = refused(
        Reply::json(409, body),
        &["409 Conflict conflictingRequest", message],
    )
    .await;
    assert!(error.is_conflict() && !error.is_over_quota() && !error.is_temporary());
}

#[tokio::test]
async fn over_quota_in_all_the_ways_it_is_said() {
    let nova = "Quota exceeded for cores, ram: Requested 4, 8192, but already used 18, 40960 of 20, 51200 cores, ram";
    let cinder =
        "VolumeLimitExceeded: Maximum number of volumes allowed (10) exceeded for quota 'volumes'.";
    let neutron = "Quota exceeded for resources: ['port'].";
    let replies = [
        (
            Reply::json(403, json!({"forbidden": {"code": 403, "message": nova}})),
            "forbidden",
            nova,
        ),
        (
            Reply::json(413, json!({"overLimit": {"code": 413, "message": cinder}})),
            "overLimit",
            cinder,
        ),
        (
            Reply::json(
                409,
                json!({"NeutronError": {"type": "OverQuota", "message": neutron, "detail": ""}}),
            ),
            "OverQuota",
            neutron,
        ),
    ];
    for (reply, code, message) in replies {
        let error = refused(reply, &[code, message]).await;
        assert!(error.is_over_quota(), "{error}");
        assert_eq!((error.code(), error.message()), (Some(code), Some(message)));
    }
    let message = "Policy doesn't allow os_compute_api:servers:create to be performed.";
    let policy = json!({"forbidden": {"code": 403, "message": message}});
    let error = refused(Reply::json(403, policy), &["403 Forbidden", message]).await;
    assert!(error.is_forbidden() && !error.is_over_quota());
}

#[tokio::test]
async fn the_answer_as_it_came_and_no_secret_of_it_in_sight() {
    let told = json!({"reason": "busy", "echo": "token-1"});
    let body = json!({"conflict": {"message": "Not now", "details": told}});
    let reply = Reply::json(409, body.clone())
        .header("X-Echo", "token-1")
        .header("X-Shard", "7");
    let error = refused(reply, &["Not now"]).await;
    let fault = error.fault().unwrap();
    assert_eq!(fault.headers["x-shard"], "7");
    assert_eq!(fault.extract::<serde_json::Value>().unwrap(), body);
    let misread = fault.extract::<Vec<u8>>().unwrap_err();
    assert!(matches!(misread.kind(), ErrorKind::Decode(_)), "{misread}");
    let endless = refused(Reply::text(409, &"x".repeat(100_000)), &[]).await;
    assert_eq!(endless.fault().unwrap().body.len(), 64 << 10);
}

#[tokio::test]
async fn an_error_without_a_word_is_told_by_its_status() {
    let text = refused(Reply::empty(500), &[]).await.to_string();
    assert!(
        text.ends_with("/servers: 500 Internal Server Error"),
        "{text}"
    );
}

#[tokio::test]
async fn a_microversion_that_the_service_does_not_have() {
    let message = "Version 2.999 is not supported by the API. Minimum is 2.1 and maximum is 2.96.";
    let body = json!({"computeFault": {"code": 406, "message": message}});
    refused(
        Reply::json(406, body),
        &["406 Not Acceptable", "maximum is 2.96"],
    )
    .await;
}
