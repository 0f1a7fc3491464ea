//! The official types of services, and their aliases.

use ferriscloud_core::catalog::family;
use serde_json::Value;

use crate::verdict::{Verdict, all, same};

pub fn judge(case: &Value) -> Verdict {
    let input = case["input"].as_str().unwrap_or_default();
    let (official, aliases) = family(input);
    if case["is_known"] == false {
        return same("type", &official, &input); // A type of somebody's own is its own.
    }
    let expected = case["aliases"].as_array();
    let expected: Vec<_> = expected
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let named = case["service_type"].as_str().unwrap_or_default();
    let aliases = match case["is_alias"] == true || case["aliases"].is_null() {
        true => Verdict::Passed,
        false => same("aliases", &aliases.to_vec(), &expected),
    };
    all([same("official type", &official, &named), aliases])
}
