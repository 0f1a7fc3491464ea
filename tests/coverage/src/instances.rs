//! Answers that a service may give: instances made from the schema of its answers.
//!
//! One has everything, one has as little as may be, and each of the others differs from the first in one thing: it is
//! null, left out, another alternative, another value of an enumeration, or one that is not in it.

mod strings;

use serde_json::{Map, Value, json};

use crate::schemas::Schemas;

/// A value of an enumeration that nobody has seen yet.
pub const UNSEEN: &str = "never-seen";

/// An answer, and what is special about it.
#[derive(Debug)]
pub struct Instance {
    /// Such as `/server/fault: left out`.
    pub what: String,
    /// The answer.
    pub value: Value,
    /// Whether the schema has it: not where something is in it that is newer than the schema.
    pub by_schema: bool,
}

/// All answers worth trying of a schema.
pub fn instances(schemas: &Schemas, schema: &Value) -> Vec<Instance> {
    let mut first = Author::new(schemas, None);
    let value = first.write(schema, "");
    let mut all = vec![Instance::of("everything", value)];
    let mut least = Author::new(schemas, None);
    least.sparing = true;
    let value = least.write(schema, "");
    all.push(Instance::of("as little as may be", value));
    for (point, (place, choices)) in first.met.into_iter().enumerate() {
        for (choice, name) in choices.into_iter().enumerate().skip(1) {
            let mut other = Author::new(schemas, Some((point, choice)));
            let value = other.write(schema, "");
            let mut instance = Instance::of(&format!("{place}: {name}"), value);
            instance.by_schema = name != UNSEEN;
            all.push(instance);
        }
    }
    all
}

impl Instance {
    fn of(what: &str, value: Value) -> Self {
        Self {
            what: what.to_owned(),
            value,
            by_schema: true,
        }
    }
}

/// Writes an instance, choosing the first of all choices but at one point.
struct Author<'a> {
    schemas: &'a Schemas,
    /// The point at which it chooses otherwise, and what.
    otherwise: Option<(usize, usize)>,
    /// Whether it leaves out whatever it may.
    sparing: bool,
    /// The points met so far: where, and the choices there.
    met: Vec<(String, Vec<String>)>,
}

impl<'a> Author<'a> {
    fn new(schemas: &'a Schemas, otherwise: Option<(usize, usize)>) -> Self {
        Self {
            schemas,
            otherwise,
            sparing: false,
            met: Vec::new(),
        }
    }

    fn choose(&mut self, place: &str, choices: Vec<String>) -> usize {
        let point = self.met.len();
        self.met.push((place.to_owned(), choices));
        match self.otherwise {
            Some((at, choice)) if at == point => choice,
            _ => 0,
        }
    }

    fn write(&mut self, schema: &Value, place: &str) -> Value {
        let Value::Object(schema) = schema else {
            return json!("anything");
        };
        if let Some(value) = schema.get("const") {
            return value.clone();
        }
        if let Some(Value::Array(values)) = schema.get("enum") {
            return self.one_of_many(values, place);
        }
        for word in ["oneOf", "anyOf"] {
            if let Some(Value::Array(branches)) = schema.get(word) {
                let names = (1..=branches.len()).map(|number| format!("{word} {number}"));
                let choice = self.choose(place, names.collect());
                return self.write(&joined(schema, word, &branches[choice..=choice]), place);
            }
        }
        if let Some(Value::Array(parts)) = schema.get("allOf") {
            return self.write(&joined(schema, "allOf", parts), place);
        }
        match self.kind(schema, place).as_str() {
            "null" => Value::Null,
            "boolean" => json!(self.choose(place, words(["true", "false"])) == 0),
            "integer" | "number" => self.number(schema, place),
            "string" => json!(strings::write(self.schemas, schema, place)),
            "array" => self.list(schema, place),
            _ => self.object(schema, place),
        }
    }

    /// The type, one of those that there are; null last.
    fn kind(&mut self, schema: &Map<String, Value>, place: &str) -> String {
        match schema.get("type") {
            Some(Value::String(kind)) => kind.clone(),
            Some(Value::Array(kinds)) => {
                let kinds = kinds.iter().filter_map(Value::as_str).map(str::to_owned);
                let mut kinds: Vec<_> = kinds.collect();
                kinds.sort_by_key(|kind| kind == "null");
                let choice = self.choose(place, kinds.clone());
                kinds.swap_remove(choice)
            }
            _ if schema.contains_key("items") => "array".to_owned(),
            _ if schema.contains_key("pattern") || schema.contains_key("format") => {
                "string".to_owned()
            }
            _ => "object".to_owned(),
        }
    }

    fn one_of_many(&mut self, values: &[Value], place: &str) -> Value {
        let mut values = values.to_vec();
        // A flag may have other words for it, and no newer ones.
        let flags = [json!(true), json!("true"), json!("True"), json!("")];
        if values.iter().all(Value::is_string) && !values.iter().any(|one| flags.contains(one)) {
            values.push(json!(UNSEEN));
        }
        values.sort_by_key(Value::is_null);
        let names = values
            .iter()
            .map(|value| value.as_str().map_or(value.to_string(), str::to_owned));
        let choice = self.choose(place, names.collect());
        values.swap_remove(choice)
    }

    fn number(&mut self, schema: &Map<String, Value>, place: &str) -> Value {
        let bound = |name: &str| schema.get(name).and_then(Value::as_i64);
        let above = bound("exclusiveMinimum").map(|least| least + 1);
        let (least, most) = (bound("minimum").or(above), bound("maximum"));
        let usual = 7.max(least.unwrap_or(7)).min(most.unwrap_or(i64::MAX));
        // A port or a status is not said to have a most, and has one.
        let most = most.unwrap_or(60_000);
        let choices: Vec<_> = [Some(usual), least, Some(most)]
            .into_iter()
            .flatten()
            .collect();
        let names = choices.iter().map(ToString::to_string).collect();
        json!(choices[self.choose(place, names)])
    }

    fn list(&mut self, schema: &Map<String, Value>, place: &str) -> Value {
        if let Some(Value::Array(items)) = schema.get("prefixItems") {
            let items = items.iter().enumerate();
            return items
                .map(|(index, item)| self.write(item, &format!("{place}/{index}")))
                .collect();
        }
        let size = |name: &str| schema.get(name).and_then(Value::as_u64);
        let least = size("minItems").unwrap_or(0);
        let count = if self.sparing { least } else { least.max(1) };
        let count = count.min(size("maxItems").unwrap_or(count));
        let item = schema.get("items").unwrap_or(&Value::Null);
        (0..count)
            .map(|_| self.write(item, &format!("{place}[]")))
            .collect()
    }

    fn object(&mut self, schema: &Map<String, Value>, place: &str) -> Value {
        let map = |name: &str| schema.get(name).and_then(Value::as_object);
        let required = schema.get("required").and_then(Value::as_array);
        let is_required = |name: &str| required.is_some_and(|all| all.contains(&json!(name)));
        let mut object = Map::new();
        for (name, property) in map("properties").into_iter().flatten() {
            let place = format!("{place}/{name}");
            let optional = !is_required(name);
            if optional && self.sparing {
                continue;
            }
            if optional && self.choose(&place, words(["there", "left out"])) == 1 {
                continue;
            }
            object.insert(name.clone(), self.write(property, &place));
        }
        let least = schema.get("minProperties").and_then(Value::as_u64);
        let more = !self.sparing || (least > Some(0) && object.is_empty());
        for (pattern, property) in map("patternProperties")
            .into_iter()
            .flatten()
            .filter(|_| more)
        {
            let name = strings::matching(self.schemas, pattern);
            let value = self.write(property, &format!("{place}/{name}"));
            object.entry(name).or_insert(value);
        }
        match schema.get("additionalProperties") {
            Some(Value::Object(property)) if more => {
                let value = self.write(&json!(property), &format!("{place}/*"));
                object.entry("another").or_insert(value);
            }
            _ => {}
        }
        Value::Object(object)
    }
}

/// A schema with some of its branches as its own.
fn joined(schema: &Map<String, Value>, word: &str, branches: &[Value]) -> Value {
    let mut joined = schema.clone();
    joined.remove(word);
    for (key, value) in branches.iter().filter_map(Value::as_object).flatten() {
        match (joined.get_mut(key), value) {
            (Some(Value::Object(ours)), Value::Object(theirs)) => ours.extend(theirs.clone()),
            (Some(Value::Array(ours)), Value::Array(theirs)) if key == "required" => {
                ours.extend(theirs.iter().cloned());
            }
            _ => {
                joined.insert(key.clone(), value.clone());
            }
        }
    }
    Value::Object(joined)
}

fn words<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).into()
}
