//! The data of all services, of those too whose verbs are not judged yet.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

use ferriscloud_coverage::operations::Operation;
use ferriscloud_coverage::schemas::Schemas;

/// The table and the schemas of a service; the operations to be covered, and the schemas that there are.
fn judged(operations: &str, schemas: &str) -> (usize, usize) {
    let operations = Operation::read(operations);
    let schemas = Schemas::read(schemas).unwrap();
    let mut count = 0;
    for operation in &operations {
        if let Some(known) = schemas.of(operation) {
            for schema in known.query.iter().chain(&known.body).chain(&known.answer) {
                let validator = schemas.validator(&schema.schema);
                validator.unwrap_or_else(|error| unreachable!("{operation}: {error:#}"));
                count += 1;
            }
        }
    }
    let current = operations.iter().filter(|one| one.is_current());
    (current.count(), count)
}

#[test]
fn all_schemas_are_good() {
    let compute = judged(
        include_str!("../data/compute.tsv"),
        include_str!("../data/compute.json"),
    );
    assert_eq!(compute, (135, 551));
    let cinder = include_str!("../data/blockstorage.tsv");
    assert_eq!(
        judged(cinder, include_str!("../data/blockstorage.json")),
        (179, 239)
    );
    let keystone = include_str!("../data/identity.tsv");
    assert_eq!(
        judged(keystone, include_str!("../data/identity.json")),
        (227, 141)
    );
}
