//! Services and their endpoints.

use ferriscloud::identity::endpoints::{CreateEndpoint, ListEndpoints, UpdateEndpoint};
use ferriscloud::identity::services::{CreateService, ListServices, UpdateService};
use ferriscloud::{Interface, Patch};
use ferriscloud_live::unique;

use crate::identity;

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn services_and_endpoints() {
    let identity = identity().await;
    let (services, endpoints) = (identity.services(), identity.endpoints());

    let kind = unique("type");
    // Not in catalogs, which other tests read.
    let create = CreateService {
        name: Some("tester".into()),
        description: Some("one of a test".into()),
        enabled: Some(false),
        ..CreateService::new(&kind)
    };
    let service = services.create(&create).await.unwrap();
    let shown = services.get(&service).await.unwrap();
    assert_eq!(
        (&shown.service_type, shown.name.as_str()),
        (&kind, "tester")
    );
    assert_eq!(
        (shown.description.as_str(), shown.enabled),
        ("one of a test", false)
    );
    let of_type = ListServices {
        service_type: Some(kind),
        ..ListServices::default()
    };
    assert_eq!(
        services.list(&of_type).all().await.unwrap()[0].id,
        service.id
    );
    let rename = UpdateService {
        name: Some("renamed".into()),
        ..UpdateService::default()
    };
    assert_eq!(
        services.update(&service, &rename).await.unwrap().name,
        "renamed"
    );

    let url = "http://tester.example.org/v1/$(project_id)s";
    let create = |interface| CreateEndpoint {
        region_id: Some("RegionOne".into()),
        enabled: Some(false),
        ..CreateEndpoint::new(&service, interface, url)
    };
    let public = endpoints.create(&create(Interface::Public)).await.unwrap();
    let internal = endpoints
        .create(&create(Interface::Internal))
        .await
        .unwrap();
    let shown = endpoints.get(&internal).await.unwrap();
    assert_eq!(
        (shown.service_id, shown.interface),
        (service.id.clone(), Interface::Internal)
    );
    assert_eq!((shown.url.as_str(), shown.enabled), (url, false));
    assert_eq!(shown.region_id.unwrap(), "RegionOne");

    let of_service = |interface| ListEndpoints {
        service_id: Some((&service).into()),
        interface,
        ..ListEndpoints::default()
    };
    assert_eq!(
        endpoints.list(&of_service(None)).all().await.unwrap().len(),
        2
    );
    let internals = endpoints
        .list(&of_service(Some(Interface::Internal)))
        .all()
        .await
        .unwrap();
    assert_eq!((internals.len(), &internals[0].id), (1, &internal.id));
    let changes = UpdateEndpoint {
        url: Some("http://tester.example.org/v2".into()),
        interface: Some(Interface::Admin),
        region_id: Patch::Clear,
        ..UpdateEndpoint::default()
    };
    let changed = endpoints.update(&internal, &changes).await.unwrap();
    assert_eq!(
        (changed.url.as_str(), changed.interface),
        ("http://tester.example.org/v2", Interface::Admin)
    );
    assert_eq!(changed.region_id, None);

    endpoints.delete(&internal).await.unwrap();
    assert!(endpoints.get(&internal).await.unwrap_err().is_not_found());
    services.delete(&service).await.unwrap();
    assert!(services.get(&service).await.unwrap_err().is_not_found());
    // They go with it.
    assert!(endpoints.get(&public).await.unwrap_err().is_not_found());
}
