//! Several ranges of an object, in one answer.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

mod common;

use ferriscloud_core::Service as _;
use ferriscloud_fuzz::{damaged, run};
use ferriscloud_objectstorage::ObjectStorage;
use http::{HeaderValue, header};

use common::Service;

const DOCUMENTS: &[&str] = &[
    "--edge\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-4/12\r\n\r\nhello\r\n\
     --edge\r\nContent-Type: text/plain\r\nContent-Range: bytes 7-11/12\r\n\r\nworld\r\n--edge--",
    "\r\n--edge\r\ncontent-range: bytes 0-0/*\r\n\r\nx\r\n--edge--\r\n",
    "--edge\r\nContent-Range: bytes 0-18446744073709551615/1\r\n\r\n\r\n--edge--",
];

#[test]
fn parts_of_an_object() {
    let service = Service::new();
    let media_type = HeaderValue::from_static("multipart/byteranges; boundary=edge");
    service.set_header(header::CONTENT_TYPE, media_type);
    let objects = ObjectStorage::from_client(service.client.clone()).objects("box");
    run(damaged(DOCUMENTS), move |body| {
        let length = body.len();
        service.set(206, body);
        let parts = objects.download_ranges("a", [0..5, 7..12]);
        let parts = service.runtime.block_on(async { parts.await });
        if let Ok(parts) = parts {
            let all: usize = parts.iter().map(|part| part.bytes.len()).sum();
            assert!(all <= length, "{parts:?}");
        }
    });
}
