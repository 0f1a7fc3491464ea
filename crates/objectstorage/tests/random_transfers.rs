//! A thousand transfers over a connection that breaks everywhere: none is lost, none is corrupt, and none leaves
//! anything half done.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's way to fail")]

mod small_swift;
mod stage;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use ferriscloud_core::{Error, ErrorKind, Result};
use ferriscloud_fake::{Fake, Received, Reply};
use ferriscloud_objectstorage::objects::Objects;
use ferriscloud_objectstorage::uploads::Source;
use futures_util::{StreamExt, stream};

use small_swift::{Answer, Swift};
use stage::{Place, SEGMENT, data, objects};

const TRANSFERS: u64 = 1000;
const AT_ONCE: usize = 64;
/// Each has logged in, and has its own budget of retries.
const CLOUDS: usize = 25;

/// Numbers that look like chance, and are the same each time.
struct Dice(AtomicU64);

impl Dice {
    fn roll(&self, sides: u64) -> u64 {
        let next = |state: u64| {
            state
                .wrapping_mul(0x5851_f42d_4c95_7f2d)
                .wrapping_add(0x1405_7b7e_f767_814f)
        };
        let state = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |it| Some(next(it)));
        (state.unwrap() >> 33) % sides
    }
}

/// What has happened, in numbers.
#[derive(Debug, Default)]
struct Ledger {
    faults: AtomicU64,
    done: AtomicU64,
    failed: AtomicU64,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_transfers() {
    let (swift, dice) = (
        Arc::<Swift>::default(),
        Arc::new(Dice(AtomicU64::new(2026))),
    );
    let ledger = Arc::<Ledger>::default();
    let fake = {
        let (swift, dice, ledger) = (swift.clone(), dice.clone(), ledger.clone());
        Fake::cloud(move |request| answer(request, &swift, &dice, &ledger))
    };
    {
        let (dice, ledger) = (dice.clone(), ledger.clone());
        fake.cut_off(move |request| {
            let length = request.header("content-length")?.parse::<u64>().ok()?;
            let strikes = request.method == "PUT" && length > 0 && dice.roll(25) == 0;
            ledger
                .faults
                .fetch_add(u64::from(strikes), Ordering::Relaxed);
            strikes.then(|| usize::try_from(dice.roll(length)).unwrap())
        });
    }
    let (fake, wrong) = (Arc::new(fake), Arc::<Mutex<Vec<String>>>::default());
    let mut clouds = Vec::new();
    for _ in 0..CLOUDS {
        clouds.push(objects(&fake).await);
    }
    let transfers =
        stream::iter((0..TRANSFERS).zip(clouds.iter().cycle())).map(|(number, objects)| {
            let objects = objects.clone();
            let (fake, swift, dice) = (fake.clone(), swift.clone(), dice.clone());
            let (wrong, ledger) = (wrong.clone(), ledger.clone());
            tokio::spawn(async move {
                if number % 100 == 0 {
                    fake.forget();
                    fake.revoke_tokens();
                }
                if let Err(what) = transfer(number, &objects, &swift, &dice, &ledger).await {
                    wrong.lock().unwrap().push(format!("{number}: {what}"));
                }
            })
        });
    let ends: Vec<_> = transfers.buffer_unordered(AT_ONCE).collect().await;
    assert!(ends.into_iter().all(|end| end.is_ok()));
    let wrong = wrong.lock().unwrap();
    assert!(wrong.is_empty(), "{wrong:#?}");
    println!("{ledger:?}");
    // It is no test if nothing goes wrong, nor if nothing comes through.
    assert!(ledger.faults.load(Ordering::Relaxed) > TRANSFERS / 2);
    assert!(ledger.done.load(Ordering::Relaxed) > TRANSFERS * 19 / 20);
}

/// A good answer, mostly.
fn answer(request: &Received, swift: &Swift, dice: &Dice, ledger: &Ledger) -> Reply {
    let exempt =
        !matches!(request.method.as_str(), "GET" | "PUT") || !request.path.contains("/box");
    if exempt || dice.roll(6) != 0 {
        return swift.answer(request).0;
    }
    ledger.faults.fetch_add(1, Ordering::Relaxed);
    let sends = request.method == "PUT";
    let kind = dice.roll(20);
    match kind {
        0..4 => Reply::reset(),
        4..7 => Reply::empty(503),
        7 if sends => {
            let mut damaged = request.clone();
            if let Some(byte) = damaged.body.first_mut() {
                *byte ^= 1;
            }
            swift.answer(&damaged).0
        }
        8 if sends => swift
            .answer(request)
            .0
            .header("X-Late", "1")
            .delayed(stage::LONG),
        // Another object of this name.
        9 if request.path.ends_with("-read") => {
            let Answer(reply, length) = swift.answer(request);
            let path = request.path.trim_start_matches("/object-store/");
            swift.put(path, &data(9, 5 * SEGMENT));
            reply.truncated(usize::try_from(dice.roll(length as u64 + 1)).unwrap())
        }
        _ => {
            let Answer(reply, length) = swift.answer(request);
            let at = usize::try_from(dice.roll(length as u64 + 1)).unwrap();
            match kind % 4 {
                _ if sends => Reply::close(),
                0 => reply.reset_after(at),
                1 if kind > 16 => reply.stalled(at),
                _ => reply.truncated(at),
            }
        }
    }
}

async fn transfer(
    number: u64,
    objects: &Objects,
    swift: &Swift,
    dice: &Dice,
    ledger: &Ledger,
) -> Result<(), String> {
    let size = usize::try_from(dice.roll(5 * SEGMENT as u64)).unwrap();
    let (place, new) = (Place::new(), data(number, size));
    let result = match number % 4 {
        0 | 1 => {
            let path = format!("box/{number}");
            swift.put(&path, b"old");
            place.write(&new);
            let result = upload(number, objects, &place, &new).await;
            let now = swift.get(&path).unwrap().data;
            let unsure = matches!(&result, Err(error) if is_unsure(error));
            let right = match &result {
                Ok(()) => now == new,
                Err(_) => now == b"old" || unsure && now == new,
            };
            let left = swift.list(&format!("box_segments/{number}/")).len();
            check(right, "the object is another", &result)?;
            let tidy = result.is_ok() || unsure || left == 0;
            check(tidy, "segments are left", &result)?;
            result
        }
        _ => {
            let path = format!("{number}-read");
            swift.put(&format!("box/{path}"), &new);
            place.write(b"old");
            let result = download(number, objects, &path, &place).await;
            let now = place.read();
            let right = match &result {
                // The second object that ever has this name is this one.
                Ok(()) => now == new || now == data(9, 5 * SEGMENT),
                Err(_) => now == b"old",
            };
            check(right, "the file is another", &result)?;
            result
        }
    };
    check(
        place.count() == 1,
        "something is left beside the file",
        &result,
    )?;
    let count = if result.is_ok() {
        &ledger.done
    } else {
        &ledger.failed
    };
    count.fetch_add(1, Ordering::Relaxed);
    Ok(())
}

async fn upload(number: u64, objects: &Objects, place: &Place, data: &[u8]) -> Result<()> {
    let name = number.to_string();
    let upload = if number.is_multiple_of(4) {
        objects.upload_large(name, Source::file(place.file()))
    } else {
        let pieces = data
            .chunks(777)
            .map(Bytes::copy_from_slice)
            .map(Ok::<_, std::io::Error>);
        let pieces: Vec<_> = pieces.collect();
        let source = Source::stream(stream::iter(pieces), None);
        objects.upload_large(name, source).buffered()
    };
    let upload = upload.segment_size(SEGMENT as u64).in_flight(3);
    upload.await.map(|_| ())
}

async fn download(number: u64, objects: &Objects, name: &str, place: &Place) -> Result<()> {
    if number % 4 == 2 {
        let download = objects.download_large(name, place.file());
        let download = download.range_size(SEGMENT as u64).in_flight(3);
        return download.await.map(|_| ());
    }
    let download = objects.download(name).to_file(place.file());
    download.await.map(|_| ())
}

fn check(right: bool, what: &str, result: &Result<()>) -> Result<(), String> {
    match right {
        true => Ok(()),
        false => Err(format!("{what}, after {result:?}")),
    }
}

/// Whether nobody can say if the object was written: the manifest, or the whole of a small one, was sent, and its
/// first answer did not come.
fn is_unsure(error: &Error) -> bool {
    let trace = error.trace();
    let operation = trace.operation.as_deref().unwrap_or_default();
    let last = operation == "put manifest of object" || operation == "upload object";
    let refused = error
        .status()
        .is_some_and(|status| status.is_client_error());
    last && !(refused && trace.attempts <= 1) && !matches!(error.kind(), ErrorKind::Changed(_))
}
