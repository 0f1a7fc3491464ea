//! The header that says how long to wait.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

mod common;

use ferriscloud_fuzz::{damaged, run};
use http::{HeaderValue, header};

use common::Service;

const VALUES: &[&str] = &[
    "120",
    "0",
    "18446744073709551615",
    "Sun, 21 Oct 2057 07:28:00 GMT",
    "Sunday, 06-Nov-94 08:49:37 GMT",
    "Sun Nov  6 08:49:37 1994",
];

#[test]
fn retry_after() {
    let service = Service::new();
    run(damaged(VALUES), move |value| {
        let Ok(value) = HeaderValue::from_bytes(&value) else {
            return;
        };
        service.set(429, Vec::new());
        service.set_header(header::RETRY_AFTER, value);
        let call = service.client.get(["servers"]);
        let error = service.runtime.block_on(call.into_future()).unwrap_err();
        let _ = format!("{:?}", error.retry_after());
        assert_eq!(error.status().unwrap(), 429);
    });
}
