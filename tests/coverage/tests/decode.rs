//! Answers that somebody else collected.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

use ferriscloud_coverage::{decode, subjects};
use serde_json::json;

#[test]
fn answers_are_judged_line_by_line() {
    let line = |service: &str, method: &str, path: &str, body| {
        let line = json!({
            "service": service, "method": method, "path": path, "action": null,
            "microversion": "2.90", "status": 200, "body": body
        });
        format!("{line}\n")
    };
    let server = json!({"server": {"id": "a", "status": "NEWER", "links": [1], "key_name": null}});
    let lines = [
        line("compute", "GET", "/servers/{server_id}", server),
        line(
            "compute",
            "GET",
            "/servers/{server_id}",
            json!({"server": {"id": null}}),
        ),
        line(
            "compute",
            "GET",
            "/flavors/{id}",
            json!({"flavor": {"id": "1", "vcpus": [2]}}),
        ),
        line("compute", "GET", "/images", json!({"images": []})),
        line("network", "GET", "/v2.0/networks", json!({"networks": []})),
    ];
    let action = json!({
        "service": "compute", "method": "POST", "path": "/servers/{id}/action", "action": "os-start",
        "microversion": "2.1", "status": 202, "body": null
    });
    let text = lines.concat() + &action.to_string();

    let tallies = decode::judge(&subjects().unwrap(), &text).unwrap();
    let compute = &tallies["compute"];
    assert_eq!((compute.passed, compute.failed, compute.unknown), (2, 2, 1));
    assert!(
        compute.differences[0].contains("expected an id"),
        "{compute:?}"
    );
    assert!(
        compute.differences[1].contains("flavor.vcpus: 2 became 0"),
        "{compute:?}"
    );
    let missing: Vec<_> = compute.missing.iter().collect();
    assert_eq!(
        missing,
        [(&"GET /servers/{id}: server.links".to_owned(), &1)]
    );
    assert_eq!(tallies["network"].unknown, 1);
    assert!(decode::judge(&[], "{}").is_err());
}
