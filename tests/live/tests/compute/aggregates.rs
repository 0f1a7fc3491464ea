//! Sets of hosts.

use std::collections::BTreeMap;

use ferriscloud::compute::aggregates::{CreateAggregate, UpdateAggregate};
use ferriscloud::compute::services::ListServices;
use ferriscloud_live::{admin, demo, unique};

use crate::{compute, image};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn aggregates() {
    let cloud = admin().await;
    let compute = compute(&cloud);
    let aggregates = compute.aggregates();
    let name = unique("aggregate");
    let made = aggregates
        .create(&CreateAggregate::new(&name))
        .await
        .unwrap();
    assert_eq!((&made.name, &made.availability_zone), (&name, &None));

    let metadata = BTreeMap::from([
        ("ssd".to_owned(), Some("true".to_owned())),
        ("old".to_owned(), Some("x".to_owned())),
    ]);
    aggregates.set_metadata(&made, &metadata).await.unwrap();
    let cleared = BTreeMap::from([("old".to_owned(), None)]);
    let noted = aggregates.set_metadata(&made, &cleared).await.unwrap();
    assert_eq!(
        noted.metadata,
        BTreeMap::from([("ssd".into(), "true".into())])
    );
    let named = UpdateAggregate {
        name: Some(format!("{name}-2")),
        ..UpdateAggregate::default()
    };
    assert_eq!(
        aggregates.update(&made, &named).await.unwrap().name,
        format!("{name}-2")
    );
    let of_hosts = ListServices {
        binary: Some("nova-compute".into()),
        ..ListServices::default()
    };
    let host = compute
        .services()
        .list(&of_hosts)
        .try_next()
        .await
        .unwrap()
        .unwrap()
        .host;
    assert_eq!(
        aggregates.add_host(&made, &host).await.unwrap().hosts,
        [&*host]
    );
    let shown = aggregates.get(&made).microversion(2, 41).await.unwrap();
    assert!(shown.uuid.is_some() && shown.hosts == [&*host]);
    let images = [image(&demo().await).await];
    aggregates.cache_images(&made, &images).await.unwrap();
    let refused = aggregates.delete(&made).await.unwrap_err();
    assert!(
        refused.message().unwrap().contains("not empty"),
        "{refused}"
    );
    assert!(
        aggregates
            .remove_host(&made, &host)
            .await
            .unwrap()
            .hosts
            .is_empty()
    );
    let zone = UpdateAggregate {
        availability_zone: Some(name.clone()),
        ..UpdateAggregate::default()
    };
    let zoned = aggregates.update(&made, &zone).await.unwrap();
    assert_eq!(zoned.availability_zone, Some(name));
    let all = aggregates.list().all().await.unwrap();
    assert!(all.iter().any(|other| other.id == made.id));
    aggregates.delete(&made).await.unwrap();
    assert!(aggregates.get(&made).await.unwrap_err().is_not_found());
}
