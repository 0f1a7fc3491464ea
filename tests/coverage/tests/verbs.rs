//! Each service, by its own definitions.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

use ferriscloud_coverage::judgement::judge;
use ferriscloud_coverage::subjects;

#[test]
fn what_is_sent_and_read_is_as_the_services_define_it() {
    for subject in subjects().unwrap() {
        let failures = judge(&subject).failures;
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    }
}
