//! Clouds whose services do not say which versions they have, or cannot be reached.

mod common;

use ferriscloud_core::ErrorKind;
use ferriscloud_core::catalog::EndpointQuery;
use ferriscloud_core::discovery::{Aim, Wanted};
use ferriscloud_core::retry::Retry;
use ferriscloud_fake::{Fake, Reply};
use serde_json::json;

use common::setup;

#[tokio::test]
async fn a_cloud_that_hides_its_versions_works() {
    let fake = Fake::cloud(|request| match request.path.ends_with("/servers") {
        true => Reply::json(200, json!({"servers": []})),
        false => Reply::empty(404),
    });
    let cloud = setup(&fake).connect().await.unwrap();
    // Nothing but the login and the call.
    let compute = cloud.service("compute").unwrap();
    assert_eq!(
        compute.get(["servers"]).await.unwrap(),
        json!({"servers": []})
    );
    assert_eq!(fake.calls().len(), 1);
    // And where one asks, the catalog's address is what there is.
    let query = EndpointQuery::new("compute");
    let found = cloud.find(&query, Aim::Address(Wanted::ANY)).await.unwrap();
    assert_eq!(found.url.trim_end_matches('/'), compute.endpoint());
    assert!(cloud.versions(&query).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_service_that_nobody_reaches_harms_no_other() {
    let fake = Fake::cloud(|_| Reply::json(200, json!({})));
    let cloud = setup(&fake)
        .retry(Retry::none())
        .endpoint("image", Fake::nobody())
        .connect()
        .await
        .unwrap();
    let error = cloud.service("image").unwrap().get(["v2"]).await;
    assert!(matches!(error.unwrap_err().kind(), ErrorKind::Connect));
    cloud.service("compute").unwrap().get(["x"]).await.unwrap();
}
