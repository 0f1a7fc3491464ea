//! Downloads.

use bytes::Bytes;
use ferriscloud::object_storage::downloads::ByteRange;
use ferriscloud::object_storage::objects::ReadObject;
use ferriscloud::{ErrorKind, Operation, Path, Request};
use futures_util::TryStreamExt;
use http::{HeaderName, Method, StatusCode};
use tokio::io::AsyncReadExt;

use crate::{HELLO, HELLO_MD5, Temporary, clear, container, map, storage};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn downloads_in_all_forms() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let data: Bytes = (0..700_000_u32).map(|it| (it % 253) as u8).collect();
    objects.upload("data", data.clone()).await.unwrap();
    objects.upload("empty", "").await.unwrap();

    let error = objects
        .download("data")
        .at_most(699_999)
        .bytes()
        .await
        .unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::TooLarge(699_999)),
        "{error}"
    );
    assert_eq!(
        objects
            .download("data")
            .at_most(700_000)
            .bytes()
            .await
            .unwrap(),
        data
    );
    assert_eq!(objects.download("empty").bytes().await.unwrap(), "");

    let pieces: Vec<Bytes> = objects.download("data").try_collect().await.unwrap();
    assert_eq!(pieces.concat(), data);
    let mut read = Vec::new();
    objects
        .download("data")
        .into_reader()
        .read_to_end(&mut read)
        .await
        .unwrap();
    assert!(read == data);
    let error = objects
        .download("missing")
        .into_reader()
        .read_to_end(&mut read)
        .await
        .unwrap_err();
    let inner = error
        .get_ref()
        .unwrap()
        .downcast_ref::<ferriscloud::Error>()
        .unwrap();
    assert!(inner.is_not_found(), "{inner}");

    let file = Temporary::new();
    std::fs::write(&file.0, "old").unwrap();
    assert!(
        objects
            .download("missing")
            .to_file(&file.0)
            .await
            .unwrap_err()
            .is_not_found()
    );
    assert_eq!(
        (std::fs::read(&file.0).unwrap(), file.traces()),
        (b"old".to_vec(), 1)
    );
    let head = objects.download("data").to_file(&file.0).await.unwrap();
    assert_eq!(head.bytes, Some(700_000));
    assert!(std::fs::read(&file.0).unwrap() == data);
    assert_eq!(file.traces(), 1);
    objects.download("empty").to_file(&file.0).await.unwrap();
    assert_eq!(std::fs::read(&file.0).unwrap(), b"");

    let if_match = Some("0".repeat(32));
    let other = ReadObject {
        if_match,
        ..ReadObject::new("data")
    };
    let error = objects.download(other).bytes().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::PRECONDITION_FAILED));
    clear(&storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn ranges() {
    let storage = storage().await;
    let objects = container(&storage).await;
    objects.upload("a", HELLO).await.unwrap();
    objects.upload("empty", "").await.unwrap();
    let part = |name: &str, range: ByteRange| objects.download(name).range(range);
    for (range, expected) in [
        (ByteRange::from(0..5), "hello"),
        ((7..=8).into(), "wo"),
        ((7..).into(), "world"),
        ((7..1000).into(), "world"),
        (ByteRange::Last(3), "rld"),
        (ByteRange::Last(1000), HELLO),
    ] {
        assert_eq!(
            part("a", range).bytes().await.unwrap(),
            expected,
            "{range:?}"
        );
    }
    let mut download = part("a", (7..9).into());
    let head = download.head().await.unwrap();
    assert_eq!(
        (head.bytes, head.etag.as_deref()),
        (Some(12), Some(HELLO_MD5))
    );
    let error = part("a", (12..).into()).bytes().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::RANGE_NOT_SATISFIABLE));
    assert_eq!(part("empty", ByteRange::Last(3)).bytes().await.unwrap(), "");
    clear(&storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn large_objects_have_other_etags() {
    let storage = storage().await;
    let objects = container(&storage).await;
    for (name, data) in [("parts/1", "hello, "), ("parts/2", "world")] {
        objects.upload(name, data).await.unwrap();
    }
    let header = HeaderName::from_static("x-object-manifest");
    let manifest = format!("{}/parts/", objects.container());
    objects
        .upload("dynamic", "")
        .header(header, manifest.as_str())
        .await
        .unwrap();

    let list = [("parts/1", 7), ("parts/2", 5)].map(|(name, size)| {
        serde_json::json!({"path": format!("/{}/{name}", objects.container()), "size_bytes": size})
    });
    let path = Path::default()
        .segment(objects.container().as_str())
        .name("static");
    let request = Request::new(Method::PUT, path, Operation("upload", "manifest"))
        .filter(&map(&[("multipart-manifest", "put")]));
    storage.client().call(request.json(&list)).await.unwrap();

    for name in ["dynamic", "static"] {
        let mut download = objects.download(name);
        let head = download.head().await.unwrap();
        assert_eq!(
            (head.static_large_object, head.object_manifest.is_some()),
            (name == "static", name == "dynamic")
        );
        assert_eq!(download.bytes().await.unwrap(), HELLO, "{name}");
    }
    clear(&storage, &objects).await;
}
