//! Streams that take more segments than one manifest may have.

use bytes::Bytes;
use ferriscloud::object_storage::objects::{ListObjects, Object};
use ferriscloud::object_storage::transfers::Progress;
use ferriscloud::object_storage::uploads::Source;
use futures_util::{StreamExt, stream};

use crate::large_uploads::data;
use crate::{Temporary, clear, container, storage};

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn manifests_are_joined() {
    const SEGMENT: usize = 100;
    let storage = storage().await;
    let objects = container(&storage).await;
    let segments = storage.objects(format!("{}_segments", objects.container()));
    let most = storage.info().await.unwrap().slo.unwrap();
    let most = usize::try_from(most.max_manifest_segments).unwrap();
    let data = data(7, (most + 2) * SEGMENT + 1);
    let pieces = data.chunks(7 * SEGMENT).map(Bytes::copy_from_slice);
    let pieces: Vec<_> = pieces.map(Ok::<_, std::io::Error>).collect();
    let source = Source::stream(stream::iter(pieces), None);
    let upload = objects.upload_large("a", source).buffered();
    let uploaded = upload.segment_size(SEGMENT as u64).in_flight(32);
    let uploaded = uploaded.await.unwrap();
    assert_eq!((uploaded.segments, uploaded.resumed), (most as u64 + 3, 0));
    assert_eq!(uploaded.bytes, data.len() as u64);

    let manifest = objects.manifest("a").await.unwrap();
    let sizes: Vec<_> = manifest
        .iter()
        .map(|one| (one.bytes, one.sub_slo))
        .collect();
    let first = (most * SEGMENT) as u64;
    assert_eq!(sizes, [(first, true), (uploaded.bytes - first, true)]);
    let end = objects.download("a").range(first - 5..).bytes();
    assert!(end.await.unwrap() == data[most * SEGMENT - 5..]);

    // Cut where the segments of the inner ones begin, whose checksums are known.
    let file = Temporary::new();
    let (tell, steps) = Progress::stream();
    let download = objects.download_large("a", &file.0).range_size(10_000);
    let download = download.progress(tell).into_future();
    let (head, steps) = tokio::join!(download, steps.collect::<Vec<_>>());
    assert_eq!(head.unwrap().etag, uploaded.etag);
    assert!(std::fs::read(&file.0).unwrap() == data);
    let ranges = data.len().div_ceil(10_000) as u64;
    assert_eq!(steps.last().unwrap().total_items, Some(ranges));

    let deleted = objects.delete_large("a").await.unwrap();
    assert_eq!(deleted, uploaded.segments + 2);
    let left = segments.list(&ListObjects::default()).extract::<Object>();
    assert!(left.all().await.unwrap().is_empty());
    clear(&storage, &segments).await;
    clear(&storage, &objects).await;
}
