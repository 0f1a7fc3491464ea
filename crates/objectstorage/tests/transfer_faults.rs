//! The table of transfers in `docs/faults.md`, line by line: every fault is done to every kind of transfer.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's way to fail")]

mod small_swift;
mod stage;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use ferriscloud_core::{Error, ErrorKind, Result};
use ferriscloud_fake::{Fake, FakeCloud, Received, Reply};
use ferriscloud_objectstorage::objects::Objects;
use ferriscloud_objectstorage::uploads::Source;
use futures_util::{StreamExt, stream};

use small_swift::{Answer, Swift};
use stage::{Place, SEGMENT, data, objects};

const KINDS: [&str; 5] = ["upload", "segment", "manifest", "download", "range"];
const SIZE: usize = 3 * SEGMENT + 123;

/// The rows: a fault, and what becomes of each kind of transfer.
fn table() -> Vec<(String, Vec<String>)> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/faults.md");
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.split("\n## Transfers").nth(1).unwrap();
    let rows = text.lines().filter(|line| line.starts_with('|'));
    let mut rows = rows.map(|line| {
        let cells = line.trim_matches('|').split('|');
        let mut cells = cells.map(|cell| cell.trim().to_owned());
        (cells.next().unwrap(), cells.collect::<Vec<_>>())
    });
    assert_eq!(rows.next().unwrap().1, KINDS);
    rows.filter(|(fault, _)| !fault.starts_with("---"))
        .collect()
}

#[tokio::test]
async fn every_fault_does_to_every_transfer_what_the_document_says() {
    let rows = table();
    assert!(rows.len() > 10, "the table is not read");
    let cells = rows.iter().flat_map(|(fault, cells)| {
        assert_eq!(cells.len(), KINDS.len(), "{fault}");
        let cells = KINDS.into_iter().zip(cells);
        cells.map(move |(kind, expected)| async move {
            let came = Scene::new(fault, kind).play().await;
            (came != *expected).then(|| format!("{fault} of {kind}: {came}, not {expected}"))
        })
    });
    let wrong = stream::iter(cells).buffer_unordered(12);
    let wrong: Vec<_> = wrong.filter_map(std::future::ready).collect().await;
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// One fault and one transfer.
struct Scene {
    fault: String,
    kind: &'static str,
    swift: Arc<Swift>,
    fake: Arc<FakeCloud>,
    place: Arc<Place>,
}

impl Scene {
    fn new(fault: &str, kind: &'static str) -> Self {
        let swift = Arc::<Swift>::default();
        swift.put("box/old", b"of old");
        swift.put("box/data", &data(1, SIZE));
        let place = Arc::new(Place::new());
        place.write(&data(2, size(kind)));
        // It is known to what it does only once it is there.
        let cloud = Arc::<Mutex<Option<std::sync::Weak<FakeCloud>>>>::default();
        let due = Arc::new(AtomicBool::new(true));
        let fake = {
            let (swift, place, cloud) = (swift.clone(), place.clone(), cloud.clone());
            let (fault, due) = (fault.to_owned(), due.clone());
            Fake::cloud(move |request| {
                let strikes = is_struck(request, kind) && due.swap(false, Ordering::Relaxed);
                if !strikes {
                    return swift.answer(request).0;
                }
                let cloud = cloud.lock().unwrap().clone().unwrap().upgrade().unwrap();
                strike(&fault, kind, request, &swift, &place, &cloud)
            })
        };
        let fake = Arc::new(fake);
        *cloud.lock().unwrap() = Some(Arc::downgrade(&fake));
        if matches!(kind, "upload" | "segment" | "manifest") && fault == "reset in the middle" {
            fake.cut_off(move |request| {
                let length = request.header("content-length").unwrap_or("0");
                let strikes = is_struck(request, kind) && due.swap(false, Ordering::Relaxed);
                strikes.then(|| length.parse::<usize>().unwrap() / 2)
            });
        }
        Self {
            fault: fault.to_owned(),
            kind,
            swift,
            fake,
            place,
        }
    }

    async fn play(self) -> String {
        let objects = objects(&self.fake).await;
        let result = self.transfer(&objects).await;
        if let Some(wrong) = self.wrong(result.is_ok()) {
            return format!("{wrong}, after {:?}", result.map_err(|error| word(&error)));
        }
        match result {
            Err(error) => word(&error),
            Ok(()) if self.went_on() => "on".to_owned(),
            Ok(()) if self.fake.logins().len() > 1 => "login".to_owned(),
            Ok(()) => "again".to_owned(),
        }
    }

    async fn transfer(&self, objects: &Objects) -> Result<()> {
        let file = self.place.file();
        match self.kind {
            "download" => objects.download("data").to_file(file).await.map(|_| ()),
            "range" => {
                let download = objects.download_large("data", file);
                let download = download.range_size(SEGMENT as u64).in_flight(1);
                download.await.map(|_| ())
            }
            _ => {
                let upload = objects.upload_large("old", Source::file(file));
                let upload = upload.segment_size(SEGMENT as u64).in_flight(1);
                upload.await.map(|_| ())
            }
        }
    }

    /// What is not as it has to be after a success, or after a failure.
    fn wrong(&self, success: bool) -> Option<String> {
        let old = self.swift.get("box/old").unwrap().data;
        let segments = self.swift.list("box_segments/").len();
        // A manifest that only seemed to fail.
        let unsure = self.kind == "manifest" && matches!(&*self.fault, "500" | "wrong ETag");
        let fetched = self.place.read();
        let sends = matches!(self.kind, "upload" | "segment" | "manifest");
        let wrong = [
            ("something beside the file", self.place.count() != 1),
            (
                "not what was sent",
                sends && success && old != data(2, size(self.kind)),
            ),
            (
                "not the old object",
                sends && !success && !unsure && old != b"of old",
            ),
            (
                "segments left",
                sends && !success && !unsure && segments > 0,
            ),
            ("segments gone", sends && unsure && segments != 4),
            (
                "not what was fetched",
                !sends && success && fetched != data(1, SIZE),
            ),
            (
                "not the old file",
                !sends && !success && fetched != data(2, SIZE),
            ),
        ];
        let found = wrong.into_iter().find(|(_, wrong)| *wrong);
        found.map(|(what, _)| what.to_owned())
    }

    /// Whether a request began where another had broken off.
    fn went_on(&self) -> bool {
        let starts = self.fake.calls().into_iter().filter_map(|call| {
            let range = call.header("range")?.strip_prefix("bytes=")?.to_owned();
            range.split('-').next()?.parse::<usize>().ok()
        });
        let first = |start: usize| self.kind == "range" && start.is_multiple_of(SEGMENT);
        starts.into_iter().any(|start| !first(start))
    }
}

/// The segments of a large object have checksums of their own.
#[tokio::test]
async fn damaged_segments_are_fetched_again() {
    for (times, expected) in [(2, "fetched"), (9, "Checksum")] {
        let swift = Arc::<Swift>::default();
        let left = Arc::new(std::sync::atomic::AtomicI32::new(times));
        let fake = {
            let (swift, left) = (swift.clone(), left.clone());
            Fake::cloud(move |request| {
                let strikes =
                    is_struck(request, "range") && left.fetch_sub(1, Ordering::Relaxed) > 0;
                if !strikes {
                    return swift.answer(request).0;
                }
                let mut damaged = swift.copy();
                damaged.damage("box/large", SEGMENT + 7);
                damaged.answer(request).0
            })
        };
        let (objects, place) = (objects(&fake).await, Place::new());
        place.write(b"old");
        let upload = objects.upload_large("large", data(1, SIZE));
        upload.segment_size(SEGMENT as u64).await.unwrap();
        let download = objects.download_large("large", place.file());
        let came = match download.range_size(SEGMENT as u64).await {
            Ok(_) => "fetched".to_owned(),
            Err(error) => word(&error),
        };
        assert_eq!(came, expected);
        let right = if times == 2 {
            data(1, SIZE)
        } else {
            b"old".to_vec()
        };
        assert!(place.read() == right && place.count() == 1);
    }
}

/// What the cloud takes is what it says of itself, above the version in its address.
#[tokio::test]
async fn the_cloud_says_how_many_segments_it_takes() {
    let fake = Fake::cloud(|request| match request.path.as_str() {
        "/object-store/info" => {
            let limits = serde_json::json!({"max_manifest_segments": 3});
            Reply::json(200, serde_json::json!({"slo": limits}))
        }
        _ => Reply::empty(204).header("Etag", &small_swift::md5(b"other")),
    });
    let objects = stage::objects_at(&fake, "/object-store/v1/AUTH_p").await;
    for (size, refused) in [(3 * SEGMENT, false), (SIZE, true)] {
        let upload = objects.upload_large("large", data(1, size));
        let error = upload.segment_size(SEGMENT as u64).await.unwrap_err();
        let input = matches!(error.kind(), ErrorKind::Input(what) if what.contains("takes 3"));
        assert_eq!(input, refused, "{error}");
    }
}

/// How large the file is.
fn size(kind: &str) -> usize {
    if kind == "upload" { SEGMENT } else { SIZE }
}

/// Whether this is the request to which the fault is done.
fn is_struck(request: &Received, kind: &str) -> bool {
    let (method, path) = (request.method.as_str(), request.path.as_str());
    match kind {
        "upload" => method == "PUT" && path.ends_with("/box/old"),
        "segment" => method == "PUT" && path.ends_with("/00000001"),
        "manifest" => method == "PUT" && request.query.contains("multipart-manifest"),
        "download" => method == "GET" && path.ends_with("/data"),
        _ => {
            method == "GET"
                && request
                    .header("range")
                    .is_some_and(|it| it.starts_with(&format!("bytes={SEGMENT}-")))
        }
    }
}

fn strike(
    fault: &str,
    kind: &str,
    request: &Received,
    swift: &Swift,
    place: &Place,
    cloud: &FakeCloud,
) -> Reply {
    let sends = request.method == "PUT";
    let good = |request: &Received| swift.answer(request);
    match fault {
        "connection reset" => Reply::reset(),
        // The whole has come, and the answer is lost: the other half of what can happen.
        "reset in the middle" | "connection closed in the middle" | "silence in the middle"
            if sends =>
        {
            let _ = good(request);
            match fault {
                "silence in the middle" => Reply::empty(201).delayed(stage::LONG),
                _ => Reply::close(),
            }
        }
        "reset in the middle" => {
            let Answer(reply, length) = good(request);
            reply.reset_after(length / 2)
        }
        "connection closed in the middle" => {
            let Answer(reply, length) = good(request);
            reply.truncated(length / 2)
        }
        "silence in the middle" => {
            let Answer(reply, length) = good(request);
            reply.stalled(length / 2)
        }
        "token revoked in the middle" => {
            cloud.revoke_tokens();
            let Answer(reply, length) = good(request);
            if sends {
                Reply::empty(401)
            } else {
                reply.truncated(length / 2)
            }
        }
        "wrong ETag" => {
            let wrong = small_swift::md5(b"wrong");
            let _ = good(request);
            match (sends, kind) {
                (true, _) => Reply::empty(201).header("Etag", &wrong),
                (false, "range") => {
                    let range = format!("bytes {SEGMENT}-{}/{SIZE}", 2 * SEGMENT - 1);
                    let part = data(1, SIZE)[SEGMENT..2 * SEGMENT].to_vec();
                    let reply = Reply::bytes(206, part).header("Content-Range", &range);
                    reply.header("Etag", &wrong)
                }
                (false, _) => Reply::bytes(200, data(1, SIZE)).header("Etag", &wrong),
            }
        }
        "data damaged" => {
            if sends {
                let mut damaged = request.clone();
                damaged.body[0] ^= 1;
                return good(&damaged).0;
            }
            let stored = swift.get("box/data").unwrap();
            let mut damaged = Swift::default();
            damaged.put("box/data", &stored.data);
            damaged.damage("box/data", SEGMENT + 7);
            damaged.answer(request).0
        }
        "another in its place" => {
            if sends {
                // The next thing that is read is of another file.
                place.write(&data(3, SIZE + 1));
                return Reply::empty(503);
            }
            let Answer(reply, length) = good(request);
            swift.put("box/data", &data(4, SIZE));
            reply.truncated(length / 2)
        }
        status => Reply::empty(
            status
                .parse()
                .unwrap_or_else(|_| panic!("the fault {status:?}")),
        ),
    }
}

/// A status, or the name of the kind of error.
fn word(error: &Error) -> String {
    if let Some(status) = error.status() {
        return status.as_str().to_owned();
    }
    match error.kind() {
        ErrorKind::Checksum { .. } => "Checksum".to_owned(),
        ErrorKind::Changed(_) => "Changed".to_owned(),
        other => format!("{other:?}: {error}"),
    }
}
