//! Application credentials.

use std::time::Duration;

use ferriscloud::auth::{self};
use ferriscloud::identity::application_credentials::{
    AccessRule, CreateApplicationCredential, ListApplicationCredentials, RoleRef,
};
use ferriscloud::{Cloud, Identity, time};
use ferriscloud_live::{demo, unique};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn application_credentials() {
    let cloud = demo().await;
    let access = cloud.access().await.unwrap();
    let identity = Identity::new(&cloud).unwrap();
    let credentials = identity.application_credentials(access.user.id.as_str());

    let name = unique("credential");
    let in_an_hour = time::Timestamp::now() + Duration::from_secs(3600);
    let create = CreateApplicationCredential {
        description: Some("one of a test".into()),
        roles: vec![RoleRef::Name("reader".into())],
        expires_at: Some(in_an_hour),
        access_rules: vec![AccessRule::new("identity", "GET", "/v3/auth/projects")],
        ..CreateApplicationCredential::new(&name)
    };
    let created = credentials.create(&create).await.unwrap();
    let secret = created.secret.clone().unwrap();
    assert!(secret.expose().len() > 20);

    let shown = credentials.get(&created).await.unwrap();
    assert_eq!(
        (&shown.name, shown.description.as_str()),
        (&name, "one of a test")
    );
    assert!(shown.secret.is_none() && !shown.unrestricted);
    assert_eq!(
        (shown.roles.len(), shown.roles[0].name.as_str()),
        (1, "reader")
    );
    assert_eq!(
        shown.project_id.unwrap(),
        access.project.as_ref().unwrap().id.as_str()
    );
    let drift = shown.expires_at.unwrap().as_second() - in_an_hour.as_second();
    assert!(drift.abs() <= 1, "{drift}");
    assert_eq!(shown.access_rules.len(), 1);
    assert_eq!(shown.access_rules[0].path, "/v3/auth/projects");
    assert!(shown.access_rules[0].id.is_some());

    let named = |name: &str| ListApplicationCredentials {
        name: Some(name.to_owned()),
    };
    assert_eq!(
        credentials.list(&named(&name)).all().await.unwrap()[0].id,
        created.id
    );
    assert!(
        credentials
            .list(&named("no such"))
            .all()
            .await
            .unwrap()
            .is_empty()
    );

    // It logs in, with that role and no other; after its end, it does not.
    let url = cloud.config().auth.auth_url.clone().unwrap();
    let log_in = || {
        let method = auth::ApplicationCredential::new(created.id.as_str(), secret.clone());
        Cloud::builder()
            .auth_url(url.as_str())
            .auth(method)
            .connect()
    };
    let program = log_in().await.unwrap();
    let roles = program.access().await.unwrap().roles.clone();
    assert_eq!((roles.len(), roles[0].name.as_str()), (1, "reader"));
    credentials.delete(&created).await.unwrap();
    assert!(credentials.get(&created).await.unwrap_err().is_not_found());
    assert!(log_in().await.is_err());

    // All roles of the token, a secret of one's own, and leave to make more.
    let create = CreateApplicationCredential {
        secret: Some("a secret of my own".into()),
        unrestricted: Some(true),
        ..CreateApplicationCredential::new(unique("credential"))
    };
    let created = credentials.create(&create).await.unwrap();
    assert_eq!(
        created.secret.as_ref().unwrap().expose(),
        "a secret of my own"
    );
    assert_eq!(
        (created.roles.len(), created.unrestricted),
        (access.roles.len(), true)
    );
    credentials.delete(&created).await.unwrap();
}
