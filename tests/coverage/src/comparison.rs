//! What came, and what we made of it.

use std::collections::BTreeSet;
use std::net::IpAddr;

use ferriscloud_core::time;
use serde_json::{Map, Value};

use crate::verbs::Got;

/// What is secret is not written down again.
const SECRETS: [&str; 2] = ["adminPass", "private_key"];

/// How an answer differs from what our type has of it.
#[derive(Debug, Default)]
pub struct Comparison {
    /// What our type has, and says otherwise.
    pub differences: Vec<String>,
    /// The keys that our type does not have, such as `servers[].links`.
    pub missing: BTreeSet<String>,
}

impl Comparison {
    /// Compares an answer with what a verb gave.
    pub fn of(answer: &Value, got: &Got) -> Self {
        let mut comparison = Self::default();
        match (answer, got.key) {
            (Value::Null, _) if is_nothing(&got.value) => {}
            (answer, "") => comparison.compare("", answer, &got.value),
            (Value::Object(answer), key) => {
                let links = |name: &str| name.ends_with("links") || name == "next";
                let beside = answer.keys().filter(|name| *name != key && !links(name));
                comparison.missing.extend(beside.cloned());
                comparison.compare(key, answer.get(key).unwrap_or(&Value::Null), &got.value);
            }
            (answer, key) => comparison.differs(key, answer, &got.value),
        }
        comparison
    }

    fn compare(&mut self, place: &str, theirs: &Value, ours: &Value) {
        match (theirs, ours) {
            (theirs, ours) if is_nothing(theirs) && is_nothing(ours) => {}
            (Value::Object(theirs), Value::Object(ours)) => {
                let whole = Value::Object(ours.clone());
                if has_like(theirs, ours) || !self.unwrap(place, theirs, &whole) {
                    self.objects(place, theirs, ours);
                }
            }
            (Value::Array(theirs), Value::Array(ours)) if theirs.len() == ours.len() => {
                let place = format!("{place}[]");
                for (theirs, ours) in theirs.iter().zip(ours) {
                    self.compare(&place, theirs, ours);
                }
            }
            // One thing, and a list of it.
            (Value::Array(theirs), ours) if theirs.len() == 1 => {
                self.compare(place, &theirs[0], ours);
            }
            (theirs, Value::Array(ours)) if ours.len() == 1 && is_like(theirs, &ours[0]) => {
                self.compare(place, theirs, &ours[0]);
            }
            (Value::Object(theirs), Value::Null) => self.objects(place, theirs, &Map::new()),
            (Value::Object(theirs), ours) if self.unwrap(place, theirs, ours) => {}
            (theirs, ours) if is_same(theirs, ours) => {}
            _ => self.differs(place, theirs, ours),
        }
    }

    fn objects(&mut self, place: &str, theirs: &Map<String, Value>, ours: &Map<String, Value>) {
        for (name, theirs) in theirs {
            let place = join(place, name);
            match ours.get(name) {
                Some(ours) => self.compare(&place, theirs, ours),
                None if is_nothing(theirs) || SECRETS.contains(&name.as_str()) => {}
                None => {
                    self.missing.insert(place);
                }
            }
        }
    }

    /// Compares with what is in one more envelope, as keypairs and limits are; false if it is not so.
    fn unwrap(&mut self, place: &str, theirs: &Map<String, Value>, ours: &Value) -> bool {
        let inside = theirs.iter().find(|(_, inside)| is_like(inside, ours));
        let Some((name, inside)) = inside else {
            return false;
        };
        let beside = theirs.iter();
        let beside = beside.filter(|(other, value)| *other != name && !is_nothing(value));
        self.missing
            .extend(beside.map(|(other, _)| join(place, other)));
        self.compare(&join(place, name), inside, ours);
        true
    }

    fn differs(&mut self, place: &str, theirs: &Value, ours: &Value) {
        self.differences
            .push(format!("{place}: {theirs} became {ours}"));
    }
}

/// Whether they are of one kind: of objects, with a key in common.
fn is_like(theirs: &Value, ours: &Value) -> bool {
    match (theirs, ours) {
        (Value::Object(theirs), Value::Object(ours)) => has_like(theirs, ours),
        (Value::Array(_), Value::Array(_)) => true,
        (theirs, ours) => is_same(theirs, ours),
    }
}

fn has_like(theirs: &Map<String, Value>, ours: &Map<String, Value>) -> bool {
    theirs.keys().any(|name| ours.contains_key(name))
}

/// Null, absent, empty, zero and no are the same to us.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Bool(true) => false,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.iter().all(is_nothing),
        Value::Object(fields) => fields.values().all(is_nothing),
    }
}

/// The same number, time, address or flag, however it is written.
fn is_same(theirs: &Value, ours: &Value) -> bool {
    // What is no word for yes is no: so OpenStack itself reads flags.
    if let (Value::String(theirs), Value::Bool(ours)) = (theirs, ours) {
        let yes = ["true", "yes", "on", "1"].map(|word| theirs.eq_ignore_ascii_case(word));
        return yes.contains(&true) == *ours;
    }
    let [theirs, ours] = [theirs, ours].map(|value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    });
    let times = || Some(time::parse(&theirs)? == time::parse(&ours)?);
    let addresses = || Some(theirs.parse::<IpAddr>().ok()? == ours.parse::<IpAddr>().ok()?);
    let numbers = || {
        Some(
            theirs
                .parse::<f64>()
                .ok()?
                .total_cmp(&ours.parse().ok()?)
                .is_eq(),
        )
    };
    theirs.eq_ignore_ascii_case(&ours)
        || times() == Some(true)
        || addresses() == Some(true)
        || numbers() == Some(true)
}

fn join(place: &str, name: &str) -> String {
    if place.is_empty() {
        name.to_owned()
    } else {
        format!("{place}.{name}")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn compare(answer: &Value, key: &'static str, value: Value) -> (Vec<String>, Vec<String>) {
        let comparison = Comparison::of(answer, &Got { key, value });
        (
            comparison.differences,
            comparison.missing.into_iter().collect(),
        )
    }

    #[test]
    fn what_is_written_otherwise_is_the_same() {
        let answer = json!({"server": {"a": "2026-11-24T05:52:10.000000", "b": "", "c": "12", "d": 1.0, "ip": "FD00:0::4"}});
        let ours =
            json!({"a": "2026-11-24T05:52:10Z", "b": null, "c": 12, "d": 1, "ip": "fd00::4"});
        assert_eq!(compare(&answer, "server", ours), (vec![], vec![]));
    }

    #[test]
    fn what_is_lost_is_found() {
        let answer = json!({"servers": [{"id": "a", "links": ["x"], "flavor": {"id": "1", "swap": 5}}], "servers_links": ["n"], "more": 1});
        let ours = json!([{"id": "b", "flavor": {"id": "1"}}]);
        let (differences, missing) = compare(&answer, "servers", ours);
        assert_eq!(differences, [r#"servers[].id: "a" became "b""#]);
        assert_eq!(
            missing,
            ["more", "servers[].flavor.swap", "servers[].links"]
        );
    }

    #[test]
    fn an_object_is_the_only_item_of_its_page() {
        let answer = json!({"tenant_usage": {"hours": 2, "more": 1}});
        let (differences, missing) = compare(&answer, "tenant_usage", json!([{"hours": 3}]));
        assert_eq!(differences, ["tenant_usage.hours: 2 became 3"]);
        assert_eq!(missing, ["tenant_usage.more"]);
    }

    #[test]
    fn one_more_envelope_is_none_the_less_the_same() {
        let answer =
            json!({"limits": {"rate": [1], "absolute": {"maxTotalCores": 20, "other": 1}}});
        let (differences, missing) = compare(&answer, "limits", json!({"maxTotalCores": 20}));
        assert_eq!(differences.len(), 0);
        assert_eq!(missing, ["limits.absolute.other", "limits.rate"]);
    }
}
