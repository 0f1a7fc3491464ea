//! A GiB up and down again, in constant memory. Alone in its file: the peak is that of the process.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

use bytes::Bytes;
use ferriscloud::ObjectStorage;
use ferriscloud::object_storage::uploads::Source;
use ferriscloud_live::{demo, unique};
use futures_util::stream;

const SIZE: u64 = 1 << 30;
const PIECE: u64 = 256 << 10;

/// The most memory that this process ever had, in KiB.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// What is at a position of the data: no two pieces are the same.
fn piece(position: u64) -> Bytes {
    let words =
        (position / 8..(position + PIECE) / 8).map(|word| word.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    words.flat_map(u64::to_le_bytes).collect::<Vec<u8>>().into()
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn constant_memory() {
    let storage = ObjectStorage::new(&demo().await).unwrap();
    let name = unique("large");
    storage.containers().create(name.as_str()).await.unwrap();
    let objects = storage.objects(name.as_str());
    objects.upload("warm", "up").await.unwrap();
    let before = peak_kib();

    let pieces = (0..SIZE / PIECE).map(|index| Ok::<_, std::io::Error>(piece(index * PIECE)));
    let start = std::time::Instant::now();
    objects
        .upload("large", Source::stream(stream::iter(pieces), SIZE))
        .await
        .unwrap();
    println!("up: {:?}", start.elapsed());

    let start = std::time::Instant::now();
    let mut download = objects.download("large");
    let (mut position, mut expected) = (0, Bytes::new());
    while let Some(mut came) = download.try_next().await.unwrap() {
        while !came.is_empty() {
            if expected.is_empty() {
                expected = piece(position);
                position += PIECE;
            }
            let length = came.len().min(expected.len());
            assert!(
                came.split_to(length) == expected.split_to(length),
                "before {position}"
            );
        }
    }
    println!("down: {:?}", start.elapsed());
    assert!(position == SIZE && expected.is_empty());

    let grown = peak_kib() - before;
    println!("grown: {grown} KiB");
    assert!(grown < 64 << 10, "{grown} KiB more");
    for object in ["large", "warm"] {
        objects.delete(object).await.unwrap();
    }
    storage.containers().delete(&name).await.unwrap();
}
