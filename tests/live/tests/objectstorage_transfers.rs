//! A large file up in eight segments at a time, and down in eight ranges, in little memory. Alone in its file: the
//! peak is that of the process.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

use std::io::Write;

use ferriscloud::ObjectStorage;
use ferriscloud::object_storage::uploads::Source;
use ferriscloud_live::{demo, unique};

const SIZE: u64 = 512 << 20;
const PIECE: u64 = 1 << 20;

/// The most memory that this process ever had, in KiB.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn eight_at_a_time_in_little_memory() {
    let storage = ObjectStorage::new(&demo().await).unwrap();
    let name = unique("transfers");
    storage.containers().create(name.as_str()).await.unwrap();
    let objects = storage.objects(name.as_str());
    let folder = std::env::temp_dir().join(&name);
    std::fs::create_dir(&folder).unwrap();
    let (here, there) = (folder.join("here"), folder.join("there"));
    let mut file = std::fs::File::create(&here).unwrap();
    for index in 0..SIZE / PIECE {
        let words =
            (0..PIECE / 8).map(|word| (word + index * PIECE).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        file.write_all(&words.flat_map(u64::to_le_bytes).collect::<Vec<u8>>())
            .unwrap();
    }
    drop(file);
    objects.upload("warm", "up").await.unwrap();
    let before = peak_kib();

    let start = std::time::Instant::now();
    let upload = objects.upload_large("large", Source::file(&here));
    let uploaded = upload.segment_size(SIZE / 16).in_flight(8).await.unwrap();
    println!("up: {:?}", start.elapsed());
    assert_eq!((uploaded.bytes, uploaded.segments), (SIZE, 16));
    let start = std::time::Instant::now();
    objects
        .download_large("large", &there)
        .in_flight(8)
        .await
        .unwrap();
    println!("down: {:?}", start.elapsed());
    let grown = peak_kib() - before;
    println!("grown: {grown} KiB");
    assert!(grown < 64 << 10, "{grown} KiB more");

    let (here, there) = (std::fs::read(here).unwrap(), std::fs::read(there).unwrap());
    assert!(here == there);
    std::fs::remove_dir_all(folder).unwrap();
    objects.delete_prefix("").with_segments().await.unwrap();
    for container in [name.clone(), format!("{name}_segments")] {
        storage.containers().delete(container).await.unwrap();
    }
}
