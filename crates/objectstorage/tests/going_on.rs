//! Transfers that were interrupted, or arrived damaged: what is sent once more, and what is not.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

mod small_swift;
mod stage;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use bytes::Bytes;
use ferriscloud_core::ErrorKind;
use ferriscloud_fake::{Fake, Reply};
use ferriscloud_objectstorage::uploads::Source;
use futures_util::stream;

use small_swift::Swift;
use stage::{Place, SEGMENT, data, objects};

const SIZE: usize = 3 * SEGMENT + 123;

/// The next run finds what a failed one has written.
#[tokio::test]
async fn directories_go_on_with_segments_of_a_run_that_failed() {
    let swift = Arc::<Swift>::default();
    let due = AtomicBool::new(true);
    let fake = {
        let swift = swift.clone();
        Fake::cloud(move |request| {
            let strikes = request.method == "PUT"
                && request.path.ends_with("/00000002")
                && due.swap(false, Ordering::Relaxed);
            if strikes {
                return Reply::empty(413);
            }
            swift.answer(request).0
        })
    };
    let (objects, place) = (objects(&fake).await, Place::new());
    place.write(&data(1, SIZE));
    let upload = || {
        let upload = objects.upload_directory(place.folder(), "d");
        upload.segment_size(SEGMENT as u64).in_flight(1)
    };
    let error = upload().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 413);
    assert_eq!(swift.list("box_segments/").len(), 2);
    let before = fake.calls().len();
    upload().await.unwrap();
    let sent = fake.calls().split_off(before).into_iter();
    let sent = sent.filter(|it| it.method == "PUT" && it.path.contains("/box_segments/d/"));
    assert_eq!(sent.count(), 2);
    assert_eq!(swift.get("box/d/file").unwrap().data, data(1, SIZE));
    assert_eq!(swift.list("box_segments/").len(), 4);
}

/// What is small is in memory: the service says what it got before anything is replaced, and gets it again.
#[tokio::test]
async fn small_streams_that_arrive_damaged_are_sent_again() {
    const LARGE: usize = 3 << 20;
    let swift = Arc::<Swift>::default();
    let due = AtomicBool::new(true);
    let fake = {
        let swift = swift.clone();
        Fake::cloud(move |request| {
            let mut request = request.clone();
            if request.method == "PUT" && due.swap(false, Ordering::Relaxed) {
                request.body[7] ^= 1;
            }
            swift.answer(&request).0
        })
    };
    let objects = objects(&fake).await;
    let pieces = [Ok::<_, std::io::Error>(Bytes::from(data(1, LARGE)))];
    let source = Source::stream(stream::iter(pieces), LARGE as u64);
    let uploaded = objects.upload_large("a", source).await.unwrap();
    assert_eq!((uploaded.bytes, uploaded.segments), (LARGE as u64, 0));
    assert!(swift.get("box/a").unwrap().data == data(1, LARGE));
}

/// Who wants no further requests gets none.
#[tokio::test]
async fn ranges_go_on_as_often_as_they_may() {
    for (resumptions, most) in [(0, 1), (2, 3)] {
        let swift = Arc::<Swift>::default();
        swift.put("box/data", &data(1, SIZE));
        let asked = Arc::<AtomicU32>::default();
        let fake = {
            let (swift, asked) = (swift.clone(), asked.clone());
            Fake::cloud(move |request| {
                let small_swift::Answer(reply, length) = swift.answer(request);
                if request.method != "GET" {
                    return reply;
                }
                asked.fetch_add(1, Ordering::Relaxed);
                reply.truncated(length / 2)
            })
        };
        let (objects, place) = (objects(&fake).await, Place::new());
        place.write(b"old");
        let download = objects.download_large("data", place.file());
        let error = download.resumptions(resumptions).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Interrupted), "{error:?}");
        assert_eq!(asked.load(Ordering::Relaxed), most);
        assert!(place.read() == b"old" && place.count() == 1);
    }
}
