//! What services say of a microversion that they do not have.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test's way to fail")]

use ferriscloud::Microversion;
use ferriscloud::catalog::EndpointQuery;
use ferriscloud::discovery::{Aim, VersionNumber, Wanted};
use ferriscloud_live::admin;

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn too_new_for_every_service() {
    let cloud = admin().await;
    for (service, path, major) in [
        ("compute", &["v2.1", "servers"][..], 2),
        ("block-storage", &["volumes"], 3),
        ("placement", &["resource_classes"], 1),
    ] {
        let query = EndpointQuery::new(service);
        let wanted = Wanted::version(VersionNumber::new(major.into(), 0));
        let found = cloud.find(&query, Aim::Details(wanted)).await.unwrap();
        let version = found.version.expect(service);
        let highest = version.max_microversion.unwrap();
        let path = match cloud.service(service).unwrap().endpoint() {
            endpoint if endpoint.ends_with("v2.1") => &path[1..],
            _ => path,
        };
        let client = cloud.service(service).unwrap();
        let error = client.get(path).microversion(major, 999).await.unwrap_err();
        let (min, max) = error.microversions().unwrap();
        assert_eq!(max, highest, "{service}");
        assert!(min < max && max < Microversion(major, 999));
        client.get(path).microversion(max.0, max.1).await.unwrap();
    }
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn versions_of_real_services() {
    let cloud = admin().await;
    for (service, id) in [
        ("compute", "v2.1"),
        ("image", "v2."),
        ("identity", "v3."),
        ("network", "v2.0"),
    ] {
        let versions = cloud.versions(&EndpointQuery::new(service)).await.unwrap();
        let found = versions.iter().any(|version| {
            version.id.starts_with(id) && version.url.starts_with("http://127.0.0.1")
        });
        assert!(found, "{service}: {versions:?}");
    }
    let nova = ferriscloud::Compute::builder(&cloud)
        .discover()
        .await
        .unwrap();
    nova.client().get(["servers"]).await.unwrap();
}
