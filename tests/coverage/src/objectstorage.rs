//! Object storage: Swift.
//!
//! Much of it is not in paths but in queries and headers: each such feature is an operation of its own here.

mod accounts;
mod containers;
mod objects;
mod strangers;

use std::collections::BTreeMap;

use anyhow::Result;
use ferriscloud_core::Microversion;
use ferriscloud_core::time::{self, Timestamp};
use ferriscloud_objectstorage::ObjectStorage;

use crate::subject::{Data, Subject};
use crate::verbs::Verbs;

const DATA: Data = Data {
    name: "objectstorage",
    operations: include_str!("../data/objectstorage.tsv"),
    // Swift has none.
    schemas: "",
    path: "/v1/AUTH_test",
    lowest: Microversion(1, 0),
    declined: &[],
};

/// Swift, with all verbs that we have of it.
///
/// # Errors
/// A verb that is no operation of it.
pub fn subject() -> Result<Subject> {
    Subject::new(&DATA, verbs)
}

fn verbs(swift: &mut Verbs<ObjectStorage>) {
    accounts::verbs(swift);
    containers::verbs(swift);
    objects::verbs(swift);
    strangers::verbs(swift);
}

/// Some metadata.
fn metadata() -> BTreeMap<String, String> {
    BTreeMap::from([("colour".to_owned(), "red".to_owned())])
}

/// Some text.
fn text() -> Option<String> {
    Some("web".to_owned())
}

/// Some time.
fn moment() -> Option<Timestamp> {
    time::parse("2026-11-24T05:52:10Z")
}
