//! Accounts of others, and what operators do with them.

use std::collections::BTreeMap;

use ferriscloud::object_storage::account::{AccountAcl, UpdateAccount};
use ferriscloud::object_storage::containers::{ListContainers, UpdateContainer};
use ferriscloud::object_storage::objects::CopyObject;
use ferriscloud::{ErrorKind, ObjectStorage, Patch, Secret};
use ferriscloud_live::{admin, alt, unique};

use crate::{HELLO, clear, container, map, of_v1, storage};

async fn operator() -> ObjectStorage {
    ObjectStorage::new(&admin().await).unwrap()
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn operators_see_other_accounts() {
    let (ours, operator) = (storage().await, operator().await);
    let objects = container(&ours).await;
    objects.upload("a", HELLO).await.unwrap();
    let name = ours.account_name().unwrap();
    assert!(name.starts_with("AUTH_"), "{name}");
    let theirs = operator.of_account(&name).unwrap();
    assert_eq!(theirs.account_name().unwrap(), name);
    let seen = theirs.objects(objects.container());
    assert_eq!(seen.download("a").bytes().await.unwrap(), HELLO);

    // A copy from their account to the operator's own.
    let own = container(&operator).await;
    let to = CopyObject {
        account: operator.account_name(),
        ..CopyObject::new(own.container(), "copy")
    };
    seen.copy("a", &to).await.unwrap();
    assert_eq!(own.download("copy").bytes().await.unwrap(), HELLO);
    clear(&operator, &own).await;

    let others = ours
        .of_account(&operator.account_name().unwrap())
        .unwrap()
        .account();
    let error = others.head().await.unwrap_err();
    assert!(error.is_forbidden(), "{error}");
    // A name is a name, whatever it looks like.
    for hostile in ["", ".", ".."] {
        let error = operator.of_account(hostile).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Input(_)), "{error}");
    }
    let odd = operator.of_account("../v1/AUTH_x?a#b").unwrap();
    assert!(
        odd.client()
            .endpoint()
            .ends_with("/v1/..%2Fv1%2FAUTH_x%3Fa%23b")
    );
    clear(&ours, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn operators_make_and_delete_accounts() {
    let operator = operator().await;
    let name = unique("AUTH_made");
    let made = operator.of_account(&name).unwrap();
    let create = UpdateAccount {
        metadata: map(&[("owner", "Zoë")]),
        quota_bytes: 50.into(),
        quota_objects: 5.into(),
        policy_quota_bytes: BTreeMap::from([("Policy-0".to_owned(), 40.into())]),
        policy_quota_objects: BTreeMap::from([("Policy-0".to_owned(), 4.into())]),
        ..UpdateAccount::default()
    };
    made.account().create(&create).await.unwrap();
    let head = made.account().head().await.unwrap();
    assert_eq!(head.metadata, map(&[("owner", "Zoë")]));
    assert_eq!((head.quota_bytes, head.quota_objects), (Some(50), Some(5)));
    let policy = &head.policies["policy-0"];
    assert_eq!(
        (policy.quota_bytes, policy.quota_objects),
        (Some(40), Some(4))
    );

    let objects = container(&made).await;
    objects.upload("a", HELLO).await.unwrap();
    let update = UpdateAccount {
        quota_bytes: 10.into(),
        quota_objects: Patch::Clear,
        policy_quota_bytes: BTreeMap::from([("Policy-0".to_owned(), Patch::Clear)]),
        ..UpdateAccount::default()
    };
    made.account().update(&update).await.unwrap();
    let head = made.account().head().await.unwrap();
    assert_eq!((head.quota_bytes, head.quota_objects), (Some(10), None));
    assert_eq!(head.policies["policy-0"].quota_bytes, None);

    made.account().delete().await.unwrap();
    let error = made.account().head().await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn quotas_are_for_operators() {
    let update = UpdateAccount {
        quota_bytes: 10.into(),
        ..UpdateAccount::default()
    };
    let account = storage().await.account();
    let error = account.update(&update).await.unwrap_err();
    assert!(error.is_forbidden(), "{error}");
    let error = account.delete().await.unwrap_err();
    assert!(error.is_forbidden(), "{error}");

    // Whom operators set a quota, keeps it.
    let (operator, user) = (
        of_v1("admin:admin", "admin").await,
        of_v1("test2:tester", "testing").await,
    );
    let objects = container(&user).await;
    let limited = operator.of_account(&user.account_name().unwrap()).unwrap();
    limited.account().update(&update).await.unwrap();
    let error = objects.upload("b", HELLO).await.unwrap_err();
    assert!(error.is_over_quota(), "{error}");
    let none = UpdateAccount {
        quota_bytes: Patch::Clear,
        ..UpdateAccount::default()
    };
    limited.account().update(&none).await.unwrap();
    objects.upload("b", HELLO).await.unwrap();
    clear(&user, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn owners_let_others_in() {
    let owner = of_v1("test:tester", "testing").await;
    let guest = of_v1("test2:tester", "testing").await;
    let objects = container(&owner).await;
    objects.upload("a", HELLO).await.unwrap();
    let access = AccountAcl {
        admin: vec!["test:tester2".to_owned()],
        read_only: vec!["test2:tester".to_owned(), "nobody:zoë".to_owned()],
        ..AccountAcl::default()
    };
    let update = |access| UpdateAccount {
        access,
        ..UpdateAccount::default()
    };
    let account = owner.account();
    account
        .update(&update(access.clone().into()))
        .await
        .unwrap();
    assert_eq!(account.head().await.unwrap().access, Some(access));

    let seen = guest.of_account(&owner.account_name().unwrap()).unwrap();
    let read = seen.objects(objects.container()).download("a");
    assert_eq!(read.bytes().await.unwrap(), HELLO);
    let written = seen.objects(objects.container()).upload("b", HELLO);
    assert!(written.await.unwrap_err().is_forbidden());
    account.update(&update(Patch::Clear)).await.unwrap();
    assert_eq!(account.head().await.unwrap().access, None);
    let all = seen.containers().list(&ListContainers::default());
    assert!(all.all().await.unwrap_err().is_forbidden());
    clear(&owner, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn accounts_have_keys() {
    // An account of its own: others set keys too.
    let storage = of_v1("admin:admin", "admin").await;
    let account = storage.account();
    let keys = UpdateAccount {
        temp_url_key: Secret::from("one").into(),
        temp_url_key_2: Secret::from("two").into(),
        ..UpdateAccount::default()
    };
    account.update(&keys).await.unwrap();
    let head = account.head().await.unwrap();
    assert_eq!(head.temp_url_key.unwrap().expose(), "one");
    assert_eq!(head.temp_url_key_2.unwrap().expose(), "two");
    assert!(!head.metadata.contains_key("temp-url-key"));
    let gone = UpdateAccount {
        temp_url_key: Patch::Clear,
        temp_url_key_2: Patch::Clear,
        ..UpdateAccount::default()
    };
    account.update(&gone).await.unwrap();
    assert!(account.head().await.unwrap().temp_url_key.is_none());
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn owners_let_others_at_a_container() {
    let (ours, other) = (storage().await, alt().await);
    let objects = container(&ours).await;
    objects.upload("a", HELLO).await.unwrap();
    let theirs = ObjectStorage::new(&other).unwrap();
    let theirs = theirs.of_account(&ours.account_name().unwrap()).unwrap();
    let seen = theirs.objects(objects.container());
    let error = seen.download("a").bytes().await.unwrap_err();
    assert!(error.is_forbidden(), "{error}");

    let access = other.access().await.unwrap();
    let project = &access.project.as_ref().unwrap().id;
    let update = UpdateContainer {
        read_acl: format!("{project}:*").into(),
        ..UpdateContainer::default()
    };
    let containers = ours.containers();
    containers
        .update(objects.container(), &update)
        .await
        .unwrap();
    assert_eq!(seen.download("a").bytes().await.unwrap(), HELLO);
    let error = seen.upload("b", HELLO).await.unwrap_err();
    assert!(error.is_forbidden(), "{error}");
    let update = UpdateContainer {
        write_acl: format!("{project}:*").into(),
        ..UpdateContainer::default()
    };
    containers
        .update(objects.container(), &update)
        .await
        .unwrap();
    seen.upload("b", "theirs").await.unwrap();
    assert_eq!(objects.download("b").bytes().await.unwrap(), "theirs");
    clear(&ours, &objects).await;
}
