//! The answers that are tried are such as the services give.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

use ferriscloud_coverage::instances::{UNSEEN, instances};
use ferriscloud_coverage::schemas::Schemas;
use ferriscloud_coverage::subjects;
use serde_json::json;

#[test]
fn everything_that_can_be_otherwise_is_tried() {
    let schema = json!({
        "type": "object", "required": ["id"], "additionalProperties": false, "properties": {
            "id": {"type": "string", "format": "uuid"},
            "size": {"type": ["integer", "null"], "minimum": -1},
            "kind": {"enum": ["a", null]},
        }
    });
    let schemas = Schemas::default();
    let all: Vec<_> = instances(&schemas, &schema)
        .into_iter()
        .map(|instance| instance.value)
        .collect();
    let id = "0f3c2a5e-7d3f-4c53-9a51-6f1e2d7c8b90";
    assert_eq!(
        all,
        [
            json!({"id": id, "kind": "a", "size": 7}),
            json!({"id": id}),
            json!({"id": id, "size": 7}),
            json!({"id": id, "kind": null, "size": 7}),
            json!({"id": id, "kind": "a"}),
            json!({"id": id, "kind": "a", "size": null}),
            json!({"id": id, "kind": "a", "size": -1}),
            json!({"id": id, "kind": "a", "size": 60_000}),
        ]
    );
    let strings = json!({"enum": ["a", "b"]});
    let unseen = instances(&schemas, &strings).pop().unwrap();
    assert_eq!((unseen.value, unseen.by_schema), (json!(UNSEEN), false));
}

#[test]
fn what_is_tried_is_as_the_schemas_have_it() {
    let (mut count, mut wrong) = (0, Vec::new());
    for subject in subjects().unwrap() {
        for operation in &subject.operations {
            let definition = subject.schemas.of(operation);
            for schema in definition.into_iter().flat_map(|known| &known.answer) {
                let validator = subject.schemas.validator(&schema.schema).unwrap();
                for instance in instances(&subject.schemas, &schema.schema) {
                    count += 1;
                    if instance.by_schema && !validator.is_valid(&instance.value) {
                        let error = validator.validate(&instance.value).unwrap_err();
                        let place = error.schema_path();
                        wrong.push(format!("{operation}: {}: {place}", instance.what));
                    }
                }
            }
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 1000, "{count}");
}
