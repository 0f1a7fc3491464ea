//! Services that answer before they have the data.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

mod small_swift;
mod stage;

use std::io;
use std::time::Duration;

use bytes::Bytes;
use ferriscloud_core::ErrorKind;
use ferriscloud_fake::{Fake, Reply};
use ferriscloud_objectstorage::objects::Objects;
use ferriscloud_objectstorage::uploads::Source;
use futures_util::{StreamExt, stream};
use http::header;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream};
use tokio::net::{TcpListener, TcpStream};

use small_swift::md5;
use stage::{Place, data, objects_of};

const SIZE: usize = 1 << 20;
const PIECE: usize = 1 << 13;

/// Answers the first upload before it has the data, of which it goes on reading, and takes the others.
async fn hasty(first: String) -> Objects {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let mut first = Some(first);
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(BufStream::new(stream), first.take()));
        }
    });
    let login = Fake::cloud(|_| Reply::empty(404));
    objects_of(&login, &format!("http://{address}")).await
}

async fn answer(mut stream: BufStream<TcpStream>, early: Option<String>) -> io::Result<()> {
    let (mut line, mut length) = (String::new(), 0);
    while line != "\r\n" {
        line.clear();
        stream.read_line(&mut line).await?;
        let line = line.to_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    if let Some(early) = &early {
        stream.write_all(early.as_bytes()).await?;
        stream.flush().await?;
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    if early.is_none() {
        stream.write_all(created(&body).as_bytes()).await?;
        stream.flush().await?;
    }
    Ok(())
}

fn created(data: &[u8]) -> String {
    let etag = md5(data);
    format!("HTTP/1.1 201 Created\r\nContent-Length: 0\r\nEtag: {etag}\r\n\r\n")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_attempt_that_goes_on_does_not_disturb_the_next() {
    let busy = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n";
    let objects = hasty(busy.to_owned()).await;
    let whole = Bytes::from(data(1, SIZE));
    let open = move || {
        let whole = whole.clone();
        stream::iter((0..SIZE).step_by(PIECE)).then(move |start| {
            let piece = whole.slice(start..start + PIECE);
            async move {
                tokio::time::sleep(Duration::from_millis(2)).await;
                Ok::<_, io::Error>(piece)
            }
        })
    };
    let upload = objects.upload("a", Source::replayable(SIZE as u64, open));
    upload.await.unwrap();
}

/// It is another object's checksum that fits: that of nothing.
#[tokio::test]
async fn what_has_not_been_sent_was_not_written() {
    let (objects, place) = (hasty(created(b"")).await, Place::new());
    place.write(&vec![7; 64 * SIZE]);
    let upload = objects.upload("a", Source::file(place.file()));
    let error = upload.await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Interrupted), "{error}");
}

/// As small files are, so that the service compares: who answers early has compared nothing.
#[tokio::test]
async fn nor_was_what_had_been_announced() {
    let (whole, place) = (vec![7; 64 * SIZE], Place::new());
    place.write(&whole);
    let objects = hasty(created(&whole)).await;
    let upload = objects.upload("a", Source::file(place.file()));
    let upload = upload.header(header::ETAG, md5(&whole));
    let error = upload.await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Interrupted), "{error}");
}

#[tokio::test]
async fn what_is_announced_has_to_be_confirmed() {
    let fake = Fake::cloud(|_| Reply::empty(201));
    let (objects, place) = (objects_of(&fake, &fake.url()).await, Place::new());
    place.write(b"abc");
    let upload = objects.upload("a", Source::file(place.file()));
    let error = upload.header(header::ETAG, md5(b"abc")).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Decode(_)), "{error}");
}
