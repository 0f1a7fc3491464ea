//! What the cloud says of itself.

use std::time::{Duration, SystemTime};

use ferriscloud::time::Timestamp;

use crate::{HELLO, clear, container, storage};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn what_it_is_capable_of() {
    let storage = storage().await;
    storage.healthcheck().await.unwrap();
    let info = storage.info().await.unwrap();
    assert!(info.swift.version.starts_with("2."), "{info:?}");
    assert_eq!(info.swift.max_object_name_length, 1024);
    assert_eq!(info.swift.max_container_name_length, 256);
    assert!(info.swift.max_file_size > 5_000_000_000);
    assert!(info.swift.allow_account_management && info.swift.policies[0].default);
    assert_eq!(info.slo.as_ref().unwrap().max_manifest_segments, 1000);
    assert!(info.slo.as_ref().unwrap().allow_async_delete);
    assert_eq!(
        info.bulk_delete.as_ref().unwrap().max_deletes_per_request,
        10_000
    );
    assert!(
        info.bulk_upload
            .as_ref()
            .unwrap()
            .max_containers_per_extraction
            > 0
    );
    let digests = &info.tempurl.as_ref().unwrap().allowed_digests;
    assert!(digests.contains(&"sha256".to_owned()));
    assert!(info.symlink.as_ref().unwrap().static_links);
    assert!(info.has("object_versioning") && info.has("staticweb") && !info.has("admin"));

    let at = |time: SystemTime| Timestamp::try_from(time).unwrap();
    let soon = at(SystemTime::now() + Duration::from_secs(60));
    let all = storage.admin_info("secret", soon).await.unwrap();
    assert!(all.has("admin"));
    let error = storage.admin_info("guessed", soon).await.unwrap_err();
    assert!(error.is_unauthorized(), "{error}");
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn where_things_are() {
    let storage = storage().await;
    let objects = container(&storage).await;
    objects.upload("a/b ä?", HELLO).await.unwrap();
    let account = storage.account().locations().await.unwrap();
    let containers = storage.containers();
    let of_container = containers.locations(objects.container()).await.unwrap();
    let of_object = objects.locations("a/b ä?").await.unwrap();
    let name = storage.account_name().unwrap();
    assert!(account.endpoints[0].ends_with(&name), "{account:?}");
    let container = format!("{name}/{}", objects.container());
    assert!(
        of_container.endpoints[0].ends_with(&container),
        "{of_container:?}"
    );
    let object = format!("{container}/a/b%20%C3%A4%3F");
    assert!(of_object.endpoints[0].ends_with(&object), "{of_object:?}");
    assert!(
        of_object
            .headers
            .contains_key("X-Backend-Storage-Policy-Index")
    );
    let error = containers.locations("a/b").await.unwrap_err();
    assert_eq!(error.trace().attempts, 0);
    clear(&storage, &objects).await;
}
