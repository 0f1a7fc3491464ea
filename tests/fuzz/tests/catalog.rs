//! The answer to a login, with its catalog.

use ferriscloud_core::auth::Access;
use ferriscloud_core::catalog::EndpointQuery;
use ferriscloud_fuzz::{damaged, run};
use http::{HeaderMap, HeaderValue};

const DOCUMENTS: &[&str] = &[
    r#"{"token": {"methods": ["password"], "issued_at": "2026-01-01T00:00:00.000000Z",
        "expires_at": "2026-01-01T01:00:00.000000Z", "user": {"id": "u-1", "name": "demo"},
        "project": {"id": "p-1", "name": "demo"}, "roles": [{"id": "r-1", "name": "member"}],
        "catalog": [{"id": "c-1", "type": "compute", "name": "nova", "endpoints": [
            {"id": "e-1", "interface": "public", "region": "north", "region_id": "north",
             "url": "https://compute.example.com/v2.1/p-1"},
            {"interface": "internal", "region": null, "url": "http://10.0.0.1:8774/v2.1"}]},
        {"type": "volumev3", "endpoints": []}]}}"#,
    r#"{"token": {"expires_at": null, "catalog": null}}"#,
];

#[test]
fn a_catalog() {
    let mut headers = HeaderMap::new();
    headers.insert("x-subject-token", HeaderValue::from_static("token"));
    run(damaged(DOCUMENTS), move |body| {
        if let Ok(access) = Access::read(&headers, &body) {
            for service in ["compute", "block-storage", ""] {
                let found = access.catalog.endpoint(&EndpointQuery::new(service));
                let _ = found.map_err(|error| error.to_string());
            }
        }
    });
}
