//! Archives that the service unpacks.

use std::io::Write;
use std::process::{Command, Stdio};

use bytes::Bytes;
use ferriscloud::object_storage::archives::{ArchiveFormat, ExtractArchive, Extracted};
use ferriscloud::object_storage::objects::ListObjects;
use ferriscloud::object_storage::uploads::Source;
use ferriscloud_live::unique;
use futures_util::stream;

use crate::{HELLO, clear, container, storage};

/// The header of tar's oldest form and the data, for each file; then the end.
fn tar(files: &[(&str, &str)]) -> Vec<u8> {
    let mut tar = Vec::new();
    for (name, text) in files {
        let mut header = [0_u8; 512];
        let mut put = |at: usize, text: &[u8]| header[at..at + text.len()].copy_from_slice(text);
        put(0, name.as_bytes());
        put(100, b"0000644\0");
        put(124, format!("{:011o}\0", text.len()).as_bytes());
        put(136, b"00000000000\0");
        put(148, b"        ");
        put(156, b"0");
        let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        tar.extend_from_slice(&header);
        tar.extend_from_slice(text.as_bytes());
        tar.resize(tar.len().next_multiple_of(512), 0);
    }
    tar.resize(tar.len() + 1024, 0);
    tar
}

fn packed(program: &str, data: Vec<u8>) -> Vec<u8> {
    let mut child = Command::new(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let write = std::thread::spawn(move || stdin.write_all(&data).unwrap());
    let packed = child.wait_with_output().unwrap().stdout;
    write.join().unwrap();
    packed
}

fn all_well(extracted: &Extracted, count: u64) {
    assert_eq!(extracted.created, count, "{extracted:?}");
    assert!(extracted.errors.is_empty(), "{extracted:?}");
    assert_eq!(extracted.status, "201 Created");
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn archives_become_objects() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let files = tar(&[("a.txt", HELLO), ("sub/b.html", "<p>")]);

    let here = ExtractArchive::into_container(ArchiveFormat::Tar, objects.container());
    all_well(&storage.extract(&here, files.clone()).await.unwrap(), 2);
    assert_eq!(objects.download("a.txt").bytes().await.unwrap(), HELLO);

    let below = ExtractArchive {
        prefix: Some("deep/er ä".into()),
        detect_types: true,
        ..ExtractArchive::into_container(ArchiveFormat::TarGz, objects.container())
    };
    let gz = Bytes::from(packed("gzip", files.clone()));
    let pieces: Vec<_> = gz
        .chunks(100)
        .map(|piece| Ok::<_, std::io::Error>(Bytes::copy_from_slice(piece)))
        .collect();
    // Without a length, as from a pipe.
    let source = Source::stream(stream::iter(pieces), None);
    all_well(&storage.extract(&below, source).await.unwrap(), 2);
    let head = objects.head("deep/er ä/sub/b.html").await.unwrap();
    assert_eq!(head.content_type.as_deref(), Some("text/html"));
    clear(&storage, &objects).await;

    // The first folder is the container.
    let name = unique("unpacked");
    let (one, two) = (format!("{name}/x"), format!("{name}/y/z"));
    let files = tar(&[(&one, HELLO), (&two, "2")]);
    let whole = ExtractArchive::new(ArchiveFormat::TarBz2);
    let file = crate::Temporary::new();
    std::fs::write(&file.0, packed("bzip2", files)).unwrap();
    all_well(
        &storage
            .extract(&whole, Source::file(&file.0))
            .await
            .unwrap(),
        2,
    );
    let objects = storage.objects(name);
    assert_eq!(objects.download("y/z").bytes().await.unwrap(), "2");
    let listed = objects.list(&ListObjects::default()).all().await.unwrap();
    assert_eq!(listed.len(), 2);
    clear(&storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn what_is_no_archive_says_so() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let here = ExtractArchive::into_container(ArchiveFormat::TarGz, objects.container());
    let extracted = storage.extract(&here, "no archive at all").await.unwrap();
    assert_eq!(
        (extracted.created, extracted.status.as_str()),
        (0, "400 Bad Request")
    );
    assert!(
        extracted.message.contains("Invalid Tar File"),
        "{extracted:?}"
    );
    clear(&storage, &objects).await;
}
