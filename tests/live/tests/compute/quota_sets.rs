//! How much projects may have.

use std::collections::BTreeMap;

use ferriscloud::Identity;
use ferriscloud::compute::quota_sets::UpdateQuotaSet;
use ferriscloud::identity::projects::CreateProject;
use ferriscloud_live::{admin, demo, unique};

use crate::compute;

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn quotas_of_a_project_and_of_a_class() {
    let cloud = admin().await;
    let projects = Identity::new(&cloud).unwrap().projects();
    let project = projects
        .create(&CreateProject::new(unique("quotas")))
        .await
        .unwrap();
    let quotas = compute(&cloud).quota_sets();
    let defaults = quotas.defaults(&project).await.unwrap();
    assert_eq!(quotas.get(&project).await.unwrap(), defaults);
    let limits = UpdateQuotaSet {
        vcpus: Some(3),
        keypairs: Some(-1),
        ..UpdateQuotaSet::default()
    };
    let changed = quotas.update(&project, &limits).await.unwrap();
    assert_eq!((changed.vcpus, changed.keypairs), (3, -1));
    assert_eq!(changed.servers, defaults.servers);
    let usages = quotas.usages(&project).await.unwrap();
    assert_eq!((usages.vcpus.limit, usages.vcpus.in_use), (3, 0));
    quotas.delete(&project).await.unwrap();
    assert_eq!(quotas.get(&project).await.unwrap(), defaults);

    let of_a_user = BTreeMap::from([("user_id", "nobody")]);
    let of_a_user = quotas.get(&project).query(&of_a_user).await.unwrap();
    assert_eq!(of_a_user.vcpus, defaults.vcpus);
    projects.delete(&project).await.unwrap();

    let classes = compute(&cloud).quota_classes();
    let default = classes.get("default").await.unwrap();
    assert_eq!(default, defaults);
    let same = UpdateQuotaSet {
        vcpus: Some(default.vcpus),
        ..UpdateQuotaSet::default()
    };
    assert_eq!(classes.update("default", &same).await.unwrap(), default);

    let user = compute(&demo().await);
    let refused = user.quota_classes().update("default", &same).await;
    assert!(refused.unwrap_err().is_forbidden());
}
