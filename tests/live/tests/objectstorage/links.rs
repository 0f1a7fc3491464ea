//! Symbolic links.

use ferriscloud::object_storage::objects::{
    CopyObject, CreateSymlink, ListObjects, Object, ReadObject, UpdateObject,
};

use crate::{HELLO, HELLO_MD5, clear, container, map, storage};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn links_lead_to_objects() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let name = "there/ä ?%";
    objects.upload(name, HELLO).await.unwrap();
    let link = CreateSymlink {
        with: UpdateObject {
            metadata: map(&[("kind", "link")]),
            ..UpdateObject::default()
        },
        ..CreateSymlink::new("link", objects.container(), name)
    };
    objects.create_symlink(&link).await.unwrap();
    assert_eq!(objects.download("link").bytes().await.unwrap(), HELLO);
    assert_eq!(objects.head("link").await.unwrap().bytes, Some(12));

    let itself = ReadObject {
        link: true,
        ..ReadObject::new("link")
    };
    let head = objects.head(&itself).await.unwrap();
    let target = format!("{}/there/%C3%A4%20%3F%25", objects.container());
    assert_eq!(head.symlink_target.as_deref(), Some(target.as_str()));
    assert_eq!((head.bytes, &*head.metadata["kind"]), (Some(0), "link"));
    assert_eq!(objects.download(&itself).bytes().await.unwrap(), "");

    let changes = UpdateObject {
        metadata: map(&[("mood", "new")]),
        ..UpdateObject::default()
    };
    objects.update("link", &changes).await.unwrap();
    let link = ReadObject {
        link: true,
        ..ReadObject::new("link")
    };
    for changed in [objects.head(&link).await, objects.head(name).await] {
        assert_eq!(changed.unwrap().metadata, map(&[("mood", "new")]));
    }

    let copied = CopyObject::new(objects.container(), "another link");
    objects.copy(&link, &copied).await.unwrap();
    let listed = objects.list(&ListObjects::default()).extract::<Object>();
    let listed = listed.all().await.unwrap();
    let extras = listed.iter().filter_map(|one| one.extras.as_ref());
    let links = extras.filter(|one| one.symlink_path.is_some());
    assert_eq!(links.count(), 2);
    objects.delete("link").await.unwrap();
    assert_eq!(objects.download(name).bytes().await.unwrap(), HELLO);

    // Somebody else's object is nobody's business, and the account may be said.
    let elsewhere = CreateSymlink {
        account: storage.account_name(),
        ..CreateSymlink::new("own", objects.container(), name)
    };
    objects.create_symlink(&elsewhere).await.unwrap();
    assert_eq!(objects.download("own").bytes().await.unwrap(), HELLO);
    let itself = ReadObject {
        link: true,
        ..ReadObject::new("own")
    };
    let head = objects.head(&itself).await.unwrap();
    assert_eq!(head.symlink_target_account, storage.account_name());
    let slash = CreateSymlink::new("bad", "a/b", name);
    let error = objects.create_symlink(&slash).await.unwrap_err();
    assert_eq!(error.trace().attempts, 0);
    clear(&storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn bound_links_lead_to_what_an_object_was() {
    let storage = storage().await;
    let objects = container(&storage).await;
    objects.upload("a", HELLO).await.unwrap();
    let link = |etag: &str| CreateSymlink {
        etag: Some(etag.to_owned()),
        ..CreateSymlink::new("link", objects.container(), "a")
    };
    let error = objects.create_symlink(&link("0123")).await.unwrap_err();
    assert!(error.is_conflict(), "{error}");
    objects.create_symlink(&link(HELLO_MD5)).await.unwrap();
    let itself = ReadObject {
        link: true,
        ..ReadObject::new("link")
    };
    let head = objects.head(&itself).await.unwrap();
    assert_eq!(head.symlink_target_etag.as_deref(), Some(HELLO_MD5));
    let listed = objects.list(&ListObjects::default()).extract::<Object>();
    let listed = listed.all().await.unwrap();
    let extras = listed[1].extras.as_ref().unwrap();
    let bound = (extras.symlink_etag.as_deref(), extras.symlink_bytes);
    assert_eq!(bound, (Some(HELLO_MD5), Some(12)));
    objects.upload("a", "something else").await.unwrap();
    let error = objects.download("link").bytes().await.unwrap_err();
    assert!(error.is_conflict(), "{error}");
    clear(&storage, &objects).await;
}
