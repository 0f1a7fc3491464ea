//! The account.

use std::time::Duration;

use ferriscloud::object_storage::account::UpdateAccount;
use ferriscloud_live::unique;

use crate::{HELLO, clear, container, map, storage};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn account() {
    let storage = storage().await;
    let objects = container(&storage).await;
    objects.upload("a", HELLO).await.unwrap();
    let (kept, dropped) = (unique("kept"), unique("dropped"));
    let metadata = map(&[(&kept, "größer als 100%"), (&dropped, "x")]);
    let account = storage.account();
    account
        .update(&UpdateAccount {
            metadata,
            ..Default::default()
        })
        .await
        .unwrap();
    let head = account.head().await.unwrap();
    assert_eq!(head.metadata[&kept], "größer als 100%");
    assert_eq!(head.metadata[&dropped], "x");
    assert!(head.created_at.is_some());

    let remove_metadata = vec![dropped.clone()];
    account
        .update(&UpdateAccount {
            remove_metadata,
            ..Default::default()
        })
        .await
        .unwrap();
    let head = account.head().await.unwrap();
    assert!(head.metadata.contains_key(&kept) && !head.metadata.contains_key(&dropped));
    let metadata = map(&[(&kept, "")]);
    account
        .update(&UpdateAccount {
            metadata,
            ..Default::default()
        })
        .await
        .unwrap();
    assert!(!account.head().await.unwrap().metadata.contains_key(&kept));

    // The counters lag behind.
    for _ in 0..60 {
        let head = account.head().await.unwrap();
        if head.containers >= 1 && head.objects >= 1 && head.bytes >= HELLO.len() as u64 {
            return clear(&storage, &objects).await;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    panic!("the account counts nothing: {:?}", account.head().await);
}
