//! The `object_store` crate's own tests for stores, and what they do not ask.

use std::sync::Arc;

use ferriscloud::object_storage::object_store::SwiftStore;
use ferriscloud::object_storage::objects::Objects;
use ferriscloud::{ErrorKind, ObjectStorage};
use futures_util::StreamExt;
use object_store::integration;
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, Error, GetOptions, ObjectStore, ObjectStoreExt, PutMode,
    PutMultipartOptions, PutOptions, PutPayload,
};

use crate::{clear, container, storage};

struct Lake {
    storage: ObjectStorage,
    objects: Objects,
    store: SwiftStore,
}

impl Lake {
    async fn new() -> Self {
        let storage = storage().await;
        let objects = container(&storage).await;
        let store = storage.object_store(objects.container());
        Self {
            storage,
            objects,
            store,
        }
    }

    /// Deletes all of it; what was overwritten has left parts.
    async fn drain(self) {
        let parts = self
            .storage
            .objects(format!("{}_segments", self.objects.container()));
        clear(&self.storage, &self.objects).await;
        if self
            .storage
            .containers()
            .head(parts.container())
            .await
            .is_ok()
        {
            clear(&self.storage, &parts).await;
        }
    }

    async fn parts(&self) -> usize {
        let parts = self
            .storage
            .object_store(format!("{}_segments", self.objects.container()));
        parts.list(None).count().await
    }
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn the_suite_for_reading_writing_and_listing() {
    let lake = Lake::new().await;
    integration::put_get_delete_list(&lake.store).await;
    integration::list_uses_directories_correctly(&lake.store).await;
    integration::list_with_delimiter(&lake.store).await;
    integration::list_with_offset_exclusivity(&lake.store).await;
    integration::list_paginated(&lake.store, &lake.store).await;
    let nobody = integration::get_nonexistent_object(&lake.store, None).await;
    assert!(matches!(nobody, Err(Error::NotFound { .. })));
    lake.drain().await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn the_suite_for_conditions_and_attributes() {
    let lake = Lake::new().await;
    integration::get_opts(&lake.store).await;
    integration::put_opts(&lake.store, false).await;
    integration::put_get_attributes(&lake.store).await;
    lake.drain().await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn the_suite_for_copies() {
    let lake = Lake::new().await;
    integration::rename_and_copy(&lake.store).await;
    integration::copy_if_not_exists(&lake.store).await;
    integration::copy_rename_nonexistent_object(&lake.store).await;
    lake.drain().await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn the_suite_for_parts() {
    let lake = Lake::new().await;
    integration::stream_get(&lake.store).await;
    integration::multipart(&lake.store, &lake.store).await;
    integration::multipart_out_of_order(&lake.store).await;
    integration::multipart_race_condition(&lake.store, true).await;
    lake.drain().await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn attributes_come_back() {
    let lake = Lake::new().await;
    let attributes = Attributes::from_iter([
        (Attribute::CacheControl, "max-age=604800"),
        (
            Attribute::ContentDisposition,
            r#"attachment; filename="test.html""#,
        ),
        (Attribute::ContentEncoding, "gzip"),
        (Attribute::ContentLanguage, "en-US"),
        (Attribute::ContentType, "text/html; charset=utf-8"),
        (
            Attribute::Metadata("colour-of-it".into()),
            "größer  als 100%",
        ),
    ]);
    let (whole, parts) = (Path::from("whole"), Path::from("parts"));
    let options = PutOptions::from(attributes.clone());
    lake.store
        .put_opts(&whole, "foo".into(), options)
        .await
        .unwrap();
    let options = PutMultipartOptions::from(attributes.clone());
    let mut upload = lake
        .store
        .put_multipart_opts(&parts, options)
        .await
        .unwrap();
    upload.put_part("foo".into()).await.unwrap();
    upload.complete().await.unwrap();
    let copy = Path::from("copy");
    lake.store.copy_if_not_exists(&whole, &copy).await.unwrap();
    for path in [whole, parts, copy] {
        let object = lake.store.get(&path).await.unwrap();
        assert_eq!(object.attributes, attributes, "{path}");
        assert_eq!(object.bytes().await.unwrap(), "foo");
    }
    lake.drain().await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn parts_go_with_their_object() {
    let lake = Lake::new().await;
    let path = Path::from("a b/large");
    let mut upload = lake.store.put_multipart(&path).await.unwrap();
    // Nothing among something is no part of it.
    for data in ["one", "", "three"] {
        upload.put_part(data.into()).await.unwrap();
    }
    let put = upload.complete().await.unwrap();
    // That of the manifest is not the object's.
    let kind = lake.store.get(&path).await.unwrap().attributes;
    let kind = kind.get(&Attribute::ContentType).map(|it| it.to_string());
    assert_eq!(kind.as_deref(), Some("application/octet-stream"));
    let listed = lake.store.list(None).next().await.unwrap().unwrap();
    let head = lake.store.head(&path).await.unwrap();
    assert_eq!(listed, head);
    assert_eq!((head.size, head.e_tag.clone()), (8, put.e_tag));
    // What a listing says is good for conditions.
    let options = GetOptions::new().with_if_match(listed.e_tag);
    let options = options.with_if_unmodified_since(Some(listed.last_modified));
    let same = lake.store.get_opts(&path, options).await.unwrap();
    assert_eq!(same.bytes().await.unwrap(), "onethree");
    assert_eq!(lake.parts().await, 3);
    lake.store.delete(&path).await.unwrap();
    // One of nothing is in no manifest.
    assert_eq!(lake.parts().await, 1);

    let mut upload = lake.store.put_multipart(&path).await.unwrap();
    upload.put_part("one".into()).await.unwrap();
    drop(upload.put_part("never sent".into()));
    let error = upload.complete().await.unwrap_err();
    assert!(error.to_string().contains("1 of 2 parts"), "{error}");
    upload.abort().await.unwrap();
    assert_eq!(lake.parts().await, 1);
    lake.drain().await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn more_parts_than_a_manifest_takes() {
    let lake = Lake::new().await;
    let path = Path::from("many");
    let mut upload = lake.store.put_multipart(&path).await.unwrap();
    let mut sent = String::new();
    let mut parts = Vec::new();
    for number in 0..1003 {
        let data = format!("{number},");
        sent.push_str(&data);
        parts.push(upload.put_part(data.into()));
    }
    let mut parts = futures_util::stream::iter(parts).buffer_unordered(16);
    while let Some(part) = parts.next().await {
        part.unwrap();
    }
    upload.complete().await.unwrap();
    let object = lake.store.get(&path).await.unwrap();
    assert_eq!(object.meta.size, sent.len() as u64);
    assert_eq!(object.bytes().await.unwrap(), sent);
    let range = lake.store.get_range(&path, 3880..3900).await.unwrap();
    assert_eq!(range, sent.as_bytes()[3880..3900]);
    lake.store.delete(&path).await.unwrap();
    assert_eq!(lake.parts().await, 0);
    lake.drain().await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn errors_have_ours_as_their_source() {
    let lake = Lake::new().await;
    let path = Path::from("pieces");
    let pieces: PutPayload = ["one, ", "two"]
        .into_iter()
        .map(bytes::Bytes::from)
        .collect();
    lake.store.put(&path, pieces.clone()).await.unwrap();
    let store: Arc<dyn ObjectStore> = Arc::new(lake.store.clone());
    let again = store.put_opts(&path, pieces, PutMode::Create.into()).await;
    let Err(Error::AlreadyExists { source, .. }) = again else {
        panic!("{again:?}");
    };
    let ours = source.downcast_ref::<ferriscloud::Error>().unwrap();
    assert_eq!(ours.status().unwrap(), 412);
    let whole = store.get(&path).await.unwrap().bytes().await.unwrap();
    assert_eq!(whole, "one, two");
    let beyond = store.get_range(&path, 100..200).await.unwrap_err();
    let Error::Generic { source, .. } = beyond else {
        panic!("{beyond:?}");
    };
    let ours = source.downcast_ref::<ferriscloud::Error>().unwrap();
    assert!(matches!(ours.kind(), ErrorKind::Service(fault) if fault.status == 416));
    assert_eq!(
        store.to_string(),
        format!("SwiftStore({})", lake.objects.container())
    );
    lake.drain().await;
}
