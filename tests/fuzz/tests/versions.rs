//! Version documents, of whatever service.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

use ferriscloud_core::auth::Token;
use ferriscloud_core::catalog::EndpointQuery;
use ferriscloud_core::discovery::{Aim, Wanted};
use ferriscloud_core::retry::Retry;
use ferriscloud_core::{Body, Cloud};
use ferriscloud_fuzz::{damaged, run};
use http::{Method, Request, Response};

const DOCUMENTS: &[&str] = &[
    r#"{"versions": [
        {"id": "v2.0", "status": "SUPPORTED", "version": "", "min_version": "",
         "links": [{"rel": "self", "href": "http://compute/v2/"}]},
        {"id": "v2.1", "status": "CURRENT", "version": "2.103", "min_version": "2.1",
         "links": [{"rel": "self", "href": "http://compute/v2.1/"}]}]}"#,
    r#"{"versions": {"values": [{"id": "v3.14", "status": "stable", "updated": "2020-04-07T00:00:00Z",
        "media-types": [{"base": "application/json"}], "links": [{"rel": "self", "href": "../v3/"}]}]}}"#,
    r#"{"version": {"id": "v3.0", "max_version": "3.71", "min_version": "3.0", "links": null}}"#,
    r#"[{"id": "v1", "links": [{"href": "/v1"}]}, 5]"#,
    r#"{"id": "v1", "links": {"self": {"href": "http://compute/v1"}}}"#,
];

/// A cloud whose services answer with this document, whatever they are asked for.
async fn cloud(body: Vec<u8>) -> Cloud {
    let transport = tower::service_fn(move |request: Request<Body>| {
        let login = request.method() == Method::POST;
        let answer = match login {
            true => Response::builder()
                .status(201)
                .header("X-Subject-Token", "token"),
            false => Response::builder()
                .status(300)
                .header("Content-Type", "application/json"),
        };
        let body = match login {
            true => Body::from(r#"{"token": {}}"#),
            false => Body::from(body.clone()),
        };
        std::future::ready(answer.body(body))
    });
    let setup = Cloud::builder()
        .auth_url("http://keystone/v3")
        .auth(Token::new("token"));
    let setup = setup.retry(Retry::none()).transport(transport);
    let setup = setup.endpoint("compute", "http://compute/v2.1/p-1");
    setup.connect().await.unwrap()
}

#[test]
fn a_version_document() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    run(damaged(DOCUMENTS), move |body| {
        runtime.block_on(async {
            let cloud = cloud(body.clone()).await;
            let query = EndpointQuery::new("compute");
            let _ = cloud
                .versions(&query)
                .await
                .map_err(|error| error.to_string());
            for wanted in [Wanted::ANY, Wanted::version("2.1".parse().unwrap())] {
                for aim in [Aim::Address(wanted.clone()), Aim::Details(wanted.clone())] {
                    let found = cloud.find(&query, aim).await;
                    let _ = found.map_err(|error| error.to_string());
                }
            }
        });
    });
}
