//! Progress as a stream.

use std::time::Duration;

use ferriscloud::object_storage::transfers::{Progress, ProgressStream};
use ferriscloud::object_storage::uploads::Source;
use futures_util::{StreamExt, stream};

use crate::large_uploads::data;
use crate::{clear, container, storage};

const SEGMENT: u64 = 1 << 20;
const SIZE: usize = (3 << 20) + 12_345;

/// All steps, as somebody slow sees them.
async fn all(mut steps: ProgressStream) -> Vec<Progress> {
    let mut seen = Vec::new();
    while let Some(step) = steps.next().await {
        seen.push(step);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    seen
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn streams_end_with_their_transfers() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let large = |source: Source| {
        objects
            .upload_large("a/large", source)
            .segment_size(SEGMENT)
    };

    let (tell, steps) = Progress::stream();
    let upload = large(data(1, SIZE).into()).progress(tell);
    let (uploaded, seen) = tokio::join!(upload.into_future(), all(steps));
    assert_eq!(uploaded.unwrap().segments, 4);
    assert!(seen.is_sorted_by_key(|step| step.bytes), "{seen:?}");
    let last = seen.last().unwrap();
    assert_eq!((last.bytes, last.items), (SIZE as u64, 4));
    assert_eq!(
        (last.total_bytes, last.total_items),
        (Some(SIZE as u64), Some(4))
    );

    // One that fails, one that nobody waits for, and one of objects; as any other stream.
    let (tell, steps) = Progress::stream();
    let torn = Err(std::io::Error::other("the tape tore"));
    let torn = stream::iter([Ok(data(2, SIZE)), torn]);
    let upload = large(Source::stream(torn, None)).progress(tell);
    let (failed, seen) = tokio::join!(upload.into_future(), all(steps));
    assert!(failed.is_err());
    assert!(seen.last().unwrap().bytes >= SEGMENT);

    let (tell, steps) = Progress::stream();
    drop(large("x".into()).progress(tell));
    assert_eq!(all(steps).await, []);

    let (tell, steps) = Progress::stream();
    let deletion = objects.delete_prefix("a/").with_segments().progress(tell);
    let (deleted, seen) = tokio::join!(deletion.into_future(), steps.collect::<Vec<_>>());
    assert_eq!((deleted.unwrap(), seen.last().unwrap().items), (1, 1));
    clear(&storage, &objects).await;
}
