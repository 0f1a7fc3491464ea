//! Keypairs.

use ferriscloud::Id;
use ferriscloud::compute::keypairs::{CreateKeypair, KeyType, ListKeypairs};
use ferriscloud_live::{admin, demo, unique};

use crate::compute;

const PUBLIC_KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE9WTLqa2r0YbZyRRpRpVvSVcVHc8xZ8vFhoD7sQ3fWq test";

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn keypairs() {
    let keypairs = compute(&demo().await).keypairs();
    let name = unique("key");
    let create = CreateKeypair {
        key_type: Some(KeyType::Ssh),
        ..CreateKeypair::import(&name, PUBLIC_KEY)
    };
    let keypair = keypairs.create(&create).await.unwrap();
    assert_eq!(
        (keypair.name.as_str(), keypair.public_key.as_str()),
        (name.as_str(), PUBLIC_KEY)
    );
    assert!(keypair.private_key.is_none());
    let twice = keypairs.create(&create).await.unwrap_err();
    assert!(twice.is_conflict(), "{twice}");

    let shown = keypairs.get(&keypair).await.unwrap();
    assert_eq!(shown.fingerprint, keypair.fingerprint);
    assert!(shown.created_at.is_some());
    keypairs.delete(&keypair).await.unwrap();
    assert!(keypairs.get(&keypair).await.unwrap_err().is_not_found());
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn keypairs_that_nova_makes_in_pages() {
    let keypairs = compute(&demo().await).keypairs();
    let mut names = Vec::new();
    for _ in 0..3 {
        let made = keypairs
            .create(&CreateKeypair::new(unique("key")))
            .await
            .unwrap();
        let private_key = made.private_key.unwrap();
        assert!(private_key.expose().contains("PRIVATE KEY"));
        names.push(made.name);
    }
    let pages = ListKeypairs {
        limit: Some(2),
        ..ListKeypairs::default()
    };
    let all = keypairs.list(&pages).all().await.unwrap();
    for name in &names {
        assert_eq!(
            all.iter().filter(|keypair| keypair.name == *name).count(),
            1
        );
        keypairs.delete(name).await.unwrap();
    }
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn keypairs_of_other_users() {
    let cloud = demo().await;
    let user: Id<_> = cloud.access().await.unwrap().user.id.as_str().into();
    let name = unique("key");
    let keypairs = compute(&admin().await).keypairs();
    let create = CreateKeypair {
        user_id: Some(user.clone()),
        ..CreateKeypair::import(&name, PUBLIC_KEY)
    };
    keypairs.create(&create).await.unwrap();
    let theirs = ListKeypairs {
        user_id: Some(user.clone()),
        limit: None,
    };
    let theirs = keypairs.list(&theirs).all().await.unwrap();
    assert!(theirs.iter().any(|keypair| keypair.name == name));
    assert!(keypairs.get(&name).await.unwrap_err().is_not_found());
    let shown = keypairs.get_of(&user, &name).await.unwrap();
    assert_eq!(shown.user_id.as_ref(), Some(&user));
    keypairs.delete_of(&user, &name).await.unwrap();
    let gone = compute(&cloud).keypairs().get(&name).await;
    assert!(gone.unwrap_err().is_not_found());
}
