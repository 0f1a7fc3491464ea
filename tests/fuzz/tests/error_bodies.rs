//! The bodies of error answers.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

mod common;

use ferriscloud_fuzz::{damaged, run};

use common::Service;

const DOCUMENTS: &[&str] = &[
    r#"{"itemNotFound": {"message": "Instance a could not be found.", "code": 404}}"#,
    r#"{"error": {"code": 401, "message": "Log in.", "title": "Unauthorized"}}"#,
    r#"{"NeutronError": {"type": "InUse", "message": "It is in use.", "detail": ""}}"#,
    r#"{"errors": [{"status": 404, "title": "Not Found", "detail": "No such.", "code": "x.y"}]}"#,
    r#"{"error_message": "{\"faultcode\": \"Client\", \"faultstring\": \"No.\"}"}"#,
    "<html><head><title>404</title></head><body><h1>Not Found</h1><p>No such.<br></body></html>",
    "Plain text.",
];

#[test]
fn an_error() {
    let service = Service::new();
    run(damaged(DOCUMENTS), move |body| {
        service.set(409, body);
        let call = service.client.get(["servers"]);
        let error = service.runtime.block_on(call.into_future()).unwrap_err();
        assert_eq!(error.status().unwrap(), 409);
        let message = error.message().unwrap();
        assert!(!message.is_empty() && message.chars().count() <= 2_001);
        let _ = format!("{error} {error:?}");
    });
}
