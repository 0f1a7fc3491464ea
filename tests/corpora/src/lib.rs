//! Judges ours by the answers of the reference implementations: keystoneauth's, openstacksdk's and python-swiftclient's.
//!
//! A case is a question with the answer that they gave. Its file's name says what it asks, and so who judges it.

#![allow(missing_docs, reason = "a program of the workspace's own")]
#![allow(clippy::expect_used, reason = "a test's way to fail")]

pub mod auth_urls;
pub mod catalogs;
pub mod clouds;
pub mod documents;
pub mod endpoints;
pub mod functions;
pub mod service_types;
pub mod temp_urls;
pub mod verdict;
pub mod world;

mod query;

use serde_json::Value;
use verdict::Verdict;

/// Answers one case.
pub type Judge = fn(&Value) -> Verdict;

/// Who judges the cases of a file: by its folder and its name without the ending.
pub fn judge_of(folder: &str, name: &str) -> Option<Judge> {
    Some(match (folder, name) {
        ("discovery", name) if name.starts_with("catalog_") => catalogs::judge,
        ("discovery", name) if name.starts_with("document_") => documents::judge,
        ("discovery", "synthetic_auth_url") => auth_urls::judge,
        ("discovery", "service_types" | "service_types_data") => service_types::judge,
        ("discovery", name) if name.starts_with("endpoint_") => endpoints::judge,
        ("discovery", name) if name.starts_with("synthetic_") => endpoints::judge_matrix,
        ("discovery", name) => functions::judge_of(name)?,
        ("clouds", _) => clouds::judge,
        ("swift", "tempurl_vectors") => temp_urls::judge,
        _ => return None,
    })
}

/// The cases of a file, which has them in a list; the table of service types is a map.
pub fn cases(file: &Value) -> Vec<Value> {
    match (file.get("cases"), file.get("forward")) {
        (Some(Value::Array(cases)), _) => {
            let parts = file["parts"].as_array().map_or(&[][..], Vec::as_slice);
            cases.iter().map(|case| whole(case, parts)).collect()
        }
        (_, Some(Value::Object(families))) => {
            let case = |(official, aliases)| serde_json::json!({"input": official, "is_known": true, "service_type": official, "aliases": aliases});
            families.iter().map(case).collect()
        }
        _ => Vec::new(),
    }
}

/// A case with what it shares with others put in: `{"$part": 3}` stands for the fourth part of its file.
fn whole(value: &Value, parts: &[Value]) -> Value {
    match value {
        Value::Object(map) => match map.get("$part").and_then(Value::as_u64) {
            Some(place) => parts
                .get(place as usize)
                .map_or(Value::Null, |part| whole(part, parts)),
            None => map
                .iter()
                .map(|(key, value)| (key.clone(), whole(value, parts)))
                .collect(),
        },
        Value::Array(all) => all.iter().map(|one| whole(one, parts)).collect(),
        other => other.clone(),
    }
}
