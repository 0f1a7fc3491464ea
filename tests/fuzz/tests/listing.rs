//! The pages of a listing.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

mod common;

use ferriscloud_core::Error;
use ferriscloud_fuzz::{damaged, run};

use common::Service;

const DOCUMENTS: &[&str] = &[
    r#"{"servers": [{"id": "a", "name": "one"}, {"id": "b"}],
        "servers_links": [{"rel": "next", "href": "http://compute/v2.1/servers?marker=b&limit=2"}]}"#,
    r#"{"servers": [{"id": "a"}], "links": {"next": "?marker=a", "self": null, "previous": null}}"#,
    r#"{"servers": [], "next": "/v2.1/servers?marker=a"}"#,
    r#"[{"name": "a", "bytes": 1}, {"subdir": "b/"}]"#,
];

/// More than this there are not before a listing that is always answered alike is known to go in a circle.
const MOST_PAGES: usize = 3;

#[test]
fn a_listing() {
    let service = Service::new();
    run(damaged(DOCUMENTS), move |body| {
        for key in ["servers", ""] {
            service.set(200, body.clone());
            let pages = async {
                let mut pages = service.client.list(["servers"], key).pages();
                let mut count = 0;
                while pages.try_next().await?.is_some() {
                    count += 1;
                    assert!(count <= MOST_PAGES, "it does not end");
                }
                Ok::<_, Error>(count)
            };
            let result = service.runtime.block_on(pages);
            let _ = result.map_err(|error| format!("{error} {error:?}"));
            assert!(service.asked().starts_with("http://compute/v2.1/servers"));
        }
    });
}
