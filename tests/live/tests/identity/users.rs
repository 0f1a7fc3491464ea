//! Users.

use ferriscloud::auth::Scope;
use ferriscloud::identity::users::{
    ChangePassword, CreateUser, ListUsers, UpdateUser, UserOptions,
};
use ferriscloud::{Identity, Patch, Secret};
use ferriscloud_live::{demo, unique};

use crate::{identity, log_in};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn users() {
    #[derive(serde::Deserialize)]
    struct Reachable {
        email: String,
        telephone: String,
    }

    let identity = identity().await;
    let users = identity.users();
    let name = unique("user");
    let options = UserOptions {
        ignore_password_expiry: Some(true),
        multi_factor_auth_rules: Some(vec![vec!["password".into(), "totp".into()]]),
        multi_factor_auth_enabled: Some(false),
        ..UserOptions::default()
    };
    let create = CreateUser {
        password: Some("sesame".into()),
        email: Some("lena@example.org".into()),
        description: Some("one of a test".into()),
        options: Some(options.clone()),
        ..CreateUser::new(&name)
    };
    let created = users.create(&create).await.unwrap();
    let user = users.get(&created).await.unwrap();
    assert_eq!((&user.name, user.enabled), (&name, true));
    assert_eq!(user.email.as_deref(), Some("lena@example.org"));
    assert_eq!(user.description.as_deref(), Some("one of a test"));
    assert_eq!(user.options, options);
    assert!(user.password_expires_at.is_none());

    // Attributes of the operator's own go in by the low door, and come out of any call.
    let extra = serde_json::json!({"user": {"telephone": "7"}});
    identity
        .client()
        .patch(["users", user.id.as_str()], &extra)
        .await
        .unwrap();
    let reachable: Reachable = users.get(&user).extract().await.unwrap();
    assert_eq!(
        (reachable.email.as_str(), reachable.telephone.as_str()),
        ("lena@example.org", "7")
    );

    let named = |enabled| ListUsers {
        name: Some(name.clone()),
        enabled: Some(enabled),
        ..ListUsers::default()
    };
    assert_eq!(users.list(&named(true)).all().await.unwrap()[0].id, user.id);
    let changes = UpdateUser {
        enabled: Some(false),
        email: Patch::Clear,
        description: "another".into(),
        ..UpdateUser::default()
    };
    let changed = users.update(&user, &changes).await.unwrap();
    assert_eq!((changed.enabled, changed.email), (false, None));
    assert_eq!(changed.description.as_deref(), Some("another"));
    assert_eq!(users.list(&named(true)).all().await.unwrap().len(), 0);
    assert_eq!(users.list(&named(false)).all().await.unwrap().len(), 1);

    users.delete(&user).await.unwrap();
    assert!(users.get(&user).await.unwrap_err().is_not_found());
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn passwords() {
    let users = identity().await.users();
    let create = CreateUser {
        password: Some("one".into()),
        ..CreateUser::new(unique("user"))
    };
    let user = users.create(&create).await.unwrap();
    log_in(&user, "one", Scope::Unscoped).await.unwrap();

    users
        .change_password(&user, &ChangePassword::new("one", "two"))
        .await
        .unwrap();
    assert!(
        log_in(&user, "one", Scope::Unscoped)
            .await
            .unwrap_err()
            .is_unauthorized()
    );
    log_in(&user, "two", Scope::Unscoped).await.unwrap();

    let wrong = ChangePassword::new("one", "three");
    assert!(
        users
            .change_password(&user, &wrong)
            .await
            .unwrap_err()
            .is_unauthorized()
    );

    let reset = UpdateUser {
        password: Some(Secret::from("four")),
        ..UpdateUser::default()
    };
    users.update(&user, &reset).await.unwrap();
    log_in(&user, "four", Scope::Unscoped).await.unwrap();
    users.delete(&user).await.unwrap();
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn users_may_not_do_what_administrators_may() {
    let identity = Identity::new(&demo().await).unwrap();
    let error = identity
        .users()
        .create(&CreateUser::new(unique("user")))
        .await
        .unwrap_err();
    assert!(error.is_forbidden(), "{error}");
    assert!(
        error.to_string().contains("identity:create_user"),
        "{error}"
    );
}
