//! What keeps a download honest.

use ferriscloud_core::Cloud;
use ferriscloud_core::auth::NoAuth;
use futures_util::stream;

use super::*;
use crate::md5::md5;

/// Of a cloud that is never asked.
async fn objects() -> Objects {
    let cloud = Cloud::builder().auth(NoAuth::new("http://127.0.0.1:1"));
    let cloud = cloud.connect().await.unwrap();
    let storage = crate::ObjectStorage::new(&cloud).unwrap();
    storage.objects("box")
}

async fn download(
    status: u16,
    headers: &[(&str, &str)],
    pieces: &[&'static str],
    verify: bool,
) -> Result<Download> {
    let pieces: Vec<Result<_>> = pieces
        .iter()
        .map(|piece| Ok(Bytes::from_static(piece.as_bytes())))
        .collect();
    let mut answer = http::Response::builder().status(status);
    for (name, value) in headers {
        answer = answer.header(*name, *value);
    }
    let answer = answer.body(Body::once(stream::iter(pieces), None)).unwrap();
    let mut download = objects().await.download("a").at_most(9).verify(verify);
    if status == 206 {
        download = download.range(0..3);
    }
    let open = Open::new(answer, download.plan.clone())?;
    download.state = State::Open(Box::new(open));
    Ok(download)
}

async fn read(headers: &[(&str, &str)], pieces: &[&'static str]) -> Result<Bytes> {
    let download = download(200, headers, pieces, true).await?;
    download.bytes().await
}

#[tokio::test]
async fn the_etag_is_checked_at_the_end() {
    let right = md5(b"abc");
    assert_eq!(
        read(&[("etag", &right)], &["a", "bc"]).await.unwrap(),
        "abc"
    );
    let quoted = format!("\"{right}\"");
    assert_eq!(read(&[("etag", &quoted)], &["abc"]).await.unwrap(), "abc");
    let error = read(&[("etag", &right)], &["abd"]).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Checksum { expected, .. } if *expected == right));
    let unchecked = download(200, &[("etag", &right)], &["abd"], false).await;
    assert_eq!(unchecked.unwrap().bytes().await.unwrap(), "abd");
}

#[tokio::test]
async fn etags_that_are_no_md5_of_the_data_are_not_compared() {
    let wrong = md5(b"segments");
    for mark in [
        ("x-static-large-object", "True"),
        ("x-object-manifest", "segments/a"),
    ] {
        assert_eq!(
            read(&[("etag", &wrong), mark], &["abc"]).await.unwrap(),
            "abc"
        );
    }
    let ranged = [("etag", wrong.as_str()), ("content-range", "bytes 0-2/90")];
    let mut part = download(206, &ranged, &["abc"], true).await.unwrap();
    assert_eq!(part.head().await.unwrap().bytes, Some(90));
    assert_eq!(part.bytes().await.unwrap(), "abc");
}

#[tokio::test]
async fn the_length_is_checked() {
    for (length, right) in [("3", true), ("4", false), ("2", false)] {
        let came = read(&[("content-length", length)], &["a", "bc"]).await;
        assert_eq!(came.is_ok(), right, "{length}");
    }
}

#[tokio::test]
async fn memory_is_bounded() {
    let announced = read(&[("content-length", "10")], &[]).await.unwrap_err();
    let unannounced = read(&[], &["aaaaa", "bbbbb"]).await.unwrap_err();
    for error in [announced, unannounced] {
        assert!(matches!(error.kind(), ErrorKind::TooLarge(9)), "{error}");
    }
    assert_eq!(read(&[], &["aaaa", "bbbbb"]).await.unwrap().len(), 9);
}

#[tokio::test]
async fn what_is_sent_is_not_changed_any_more() {
    let sent = async || {
        let mut sent = download(200, &[], &["abc"], true).await.unwrap();
        sent.head().await.unwrap();
        sent
    };
    for late in [sent().await.range(0..1), sent().await.verify(false)] {
        let error = late.bytes().await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Input(_)), "{error}");
    }
}
