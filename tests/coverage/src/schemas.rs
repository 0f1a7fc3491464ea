//! What a service says of its requests and answers: JSON Schemas, by operation and microversion.

use std::collections::HashMap;

use anyhow::{Context, Result, bail, ensure};
use ferriscloud_core::Microversion;
use jsonschema::{Draft, Validator};
use serde::Deserialize;
use serde_json::Value;

use crate::operations::Operation;

/// The schemas of a service, as `data/SERVICE.json` has them.
#[derive(Debug, Default)]
pub struct Schemas {
    draft: Draft,
    operations: HashMap<(String, String, String), Definition>,
}

/// What a service says of one operation.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Definition {
    method: String,
    path: String,
    action: String,
    /// Of the query, as lists by name.
    pub query: Vec<Schema>,
    /// Of the body that is sent.
    pub body: Vec<Schema>,
    /// Of the body that comes back.
    pub answer: Vec<Schema>,
}

/// A schema, and the microversions that it holds for.
#[derive(Debug, Deserialize)]
pub struct Schema {
    #[serde(default)]
    min: Option<String>,
    #[serde(default)]
    max: Option<String>,
    /// The schema itself.
    pub schema: Value,
}

impl Schemas {
    /// Reads the schemas of a service; there are none in nothing.
    pub fn read(text: &str) -> Result<Self> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        #[derive(Deserialize)]
        struct File {
            draft: String,
            operations: Vec<Value>,
            parts: Vec<Value>,
        }
        let file: File = serde_json::from_str(text).context("the schemas")?;
        let draft = match file.draft.as_str() {
            "4" => Draft::Draft4,
            "2020-12" => Draft::Draft202012,
            other => bail!("draft {other} is not known"),
        };
        let mut operations = HashMap::new();
        for operation in &file.operations {
            let one: Definition = serde_json::from_value(whole(operation, &file.parts))?;
            let key = (one.method.clone(), one.path.clone(), one.action.clone());
            operations.insert(key, one);
        }
        Ok(Self { draft, operations })
    }

    /// Whether the service says nothing of any operation.
    pub fn are_none(&self) -> bool {
        self.operations.is_empty()
    }

    /// What is said of an operation, if anything.
    pub fn of(&self, operation: &Operation) -> Option<&Definition> {
        let Operation {
            method,
            path,
            action,
            ..
        } = operation;
        let key = (method.clone(), path.clone(), action.clone());
        self.operations.get(&key)
    }

    /// Checks a value by the schema of its microversion. Some are older than all schemas, and take anything.
    pub fn check(&self, schemas: &[Schema], version: Microversion, value: &Value) -> Result<()> {
        let Some(schema) = schemas.iter().find(|schema| schema.holds_for(version)) else {
            return Ok(());
        };
        let validator = self.validator(&schema.schema)?;
        let errors = validator.iter_errors(value);
        let errors: Vec<_> = errors
            .map(|error| format!("{} {error}", error.instance_path()))
            .collect();
        ensure!(
            errors.is_empty(),
            "{version}: {}: {value}",
            errors.join("; ")
        );
        Ok(())
    }

    /// A schema, ready to judge. What Nova calls a format and nobody else does is not judged.
    pub fn validator(&self, schema: &Value) -> Result<Validator> {
        let options = jsonschema::options()
            .with_draft(self.draft)
            .should_validate_formats(true)
            .should_ignore_unknown_formats(true);
        let validator = options.build(schema);
        validator.map_err(|error| anyhow::anyhow!("{error}: {schema}"))
    }
}

impl Schema {
    /// The first microversion that it holds for; none if it always did.
    pub fn since(&self) -> Option<Microversion> {
        self.min.as_deref()?.parse().ok()
    }

    /// The last microversion that it holds for; none if it still does.
    pub fn until(&self) -> Option<Microversion> {
        self.max.as_deref()?.parse().ok()
    }

    /// The names of its properties, in its envelope and outside.
    pub fn properties(&self) -> Vec<String> {
        properties(&self.schema, 2)
    }

    fn holds_for(&self, version: Microversion) -> bool {
        self.since().is_none_or(|since| since <= version)
            && self.until().is_none_or(|until| version <= until)
    }
}

/// The names of the properties of a schema, down to so many envelopes.
fn properties(schema: &Value, depth: usize) -> Vec<String> {
    let mut names = Vec::new();
    let branches = ["oneOf", "anyOf", "allOf"].map(|word| schema[word].as_array());
    for branch in branches.into_iter().flatten().flatten() {
        names.extend(properties(branch, depth));
    }
    if schema["items"].is_object() {
        names.extend(properties(&schema["items"], depth));
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        names.push(name.clone());
        if depth > 1 {
            names.extend(properties(property, depth - 1));
        }
    }
    names
}

/// A value with what it shares with others put in: `{"$part": 3}` stands for the fourth part of its file.
fn whole(value: &Value, parts: &[Value]) -> Value {
    match value {
        Value::Object(map) => match map.get("$part").and_then(Value::as_u64) {
            Some(place) => usize::try_from(place)
                .ok()
                .and_then(|place| parts.get(place))
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
