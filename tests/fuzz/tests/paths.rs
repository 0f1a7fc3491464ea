//! Names in paths: whatever they are, they stay where they were put.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

mod common;

use ferriscloud_core::{ErrorKind, Path};
use ferriscloud_fuzz::run;
use percent_encoding::percent_decode_str;
use proptest::prelude::{any, prop_oneof};

use common::Service;

#[test]
fn a_path() {
    let service = Service::new();
    service.set(200, b"{}".to_vec());
    let name = prop_oneof![any::<String>(), "[./%?#&=\\\\ @:]{0,6}", "\\PC{0,8}"];
    run(name, move |name| {
        let get = |path: Path| {
            service
                .runtime
                .block_on(service.client.get(path).into_future())
        };
        let result = get(Path::from(["servers", name.as_str(), "action"]));
        match result {
            Ok(_) => {
                let asked = service.asked();
                let segment = asked.strip_prefix("http://compute/v2.1/servers/").unwrap();
                let segment = segment.strip_suffix("/action").unwrap();
                assert!(!segment.contains(['/', '?', '#']));
                assert_eq!(percent_decode_str(segment).decode_utf8().unwrap(), name);
            }
            Err(error) => {
                assert!(matches!(error.kind(), ErrorKind::Input(_)));
                assert!(["", ".", ".."].contains(&name.as_str()), "{error}");
            }
        }
        // An object's name may have slashes.
        if get(Path::from(["box"]).name(&name)).is_ok() {
            let asked = service.asked();
            let encoded = asked.strip_prefix("http://compute/v2.1/box/").unwrap();
            assert!(!encoded.contains(['?', '#']));
            assert_eq!(percent_decode_str(encoded).decode_utf8().unwrap(), name);
        }
    });
}
