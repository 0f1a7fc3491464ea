//! Text that a schema takes.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use serde_json::{Map, Value, json};

use crate::schemas::Schemas;

/// Among these is one for every schema; the first that fits is taken.
const SAMPLES: [&str; 26] = [
    "web",
    "0f3c2a5e-7d3f-4c53-9a51-6f1e2d7c8b90",
    "0f3c2a5e7d3f4c539a516f1e2d7c8b90",
    "2026-11-24T05:52:10Z",
    "2026-11-24T05:52:10.000000",
    "2026-11-24 05:52:10.000000",
    "2026-11-24",
    "2026-11-24 05:52:10",
    "10.0.0.4",
    "fd00::4",
    "10.0.0.0/24",
    "fa:16:3e:00:00:04",
    "http://cloud.example.org/v2.1",
    "/dev/vdb",
    "/24",
    "7",
    "2.1",
    "true",
    "True",
    "",
    "c29tZSBieXRlcw==",
    "req-0f3c2a5e-7d3f-4c53-9a51-6f1e2d7c8b90",
    "hw:cpu_policy",
    "uuid-0f3c",
    "0f3c2a5e7d3f4c539a516f1e2d7c8b900f3c2a5e7d3f4c539a516f1e",
    "a@b",
];

/// What some properties say, where their schemas do not tell.
const NAMED: [(&str, &str); 2] = [("min_version", "2.1"), ("version", "2.103")];

/// Text for a schema of type `string`, which the property at `place` has.
pub(super) fn write(schemas: &Schemas, schema: &Map<String, Value>, place: &str) -> String {
    let name = place.rsplit('/').next();
    let named = NAMED.iter().find(|(named, _)| name == Some(named));
    named.map_or_else(|| fitting(schemas, schema), |(_, text)| (*text).to_owned())
}

fn fitting(schemas: &Schemas, schema: &Map<String, Value>) -> String {
    static KNOWN: LazyLock<Mutex<HashMap<String, String>>> = LazyLock::new(Mutex::default);
    let judged = ["format", "pattern", "minLength", "maxLength"];
    let schema: Map<_, _> = schema
        .iter()
        .filter(|(word, _)| judged.contains(&word.as_str()))
        .map(|(word, value)| (word.clone(), value.clone()))
        .collect();
    let key = json!(schema).to_string();
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let text = known.entry(key).or_insert_with(|| {
        let usual = match schema.get("format").and_then(Value::as_str) {
            Some("base64") => "c29tZSBieXRlcw==",
            Some("cidr") => "10.0.0.0/24",
            Some("mac-address") => "fa:16:3e:00:00:04",
            Some("url") => "http://cloud.example.org/v2.1",
            _ => SAMPLES[0],
        };
        let validator = schemas.validator(&Value::Object(schema));
        let fits = |text: &str| {
            validator
                .as_ref()
                .is_ok_and(|validator| validator.is_valid(&json!(text)))
        };
        let mut samples = [usual].into_iter().chain(SAMPLES);
        samples.find(|text| fits(text)).unwrap_or(usual).to_owned()
    });
    text.clone()
}

/// A name that a pattern takes.
pub(super) fn matching(schemas: &Schemas, pattern: &str) -> String {
    fitting(
        schemas,
        &Map::from_iter([("pattern".to_owned(), json!(pattern))]),
    )
}
