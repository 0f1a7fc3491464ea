//! The small questions about version numbers and links.

use ferriscloud_core::Result;
use ferriscloud_core::discovery::{VersionNumber, Wanted, resolve, version_in};
use serde_json::{Value, json};

use crate::Judge;
use crate::query::{self, number, written};
use crate::verdict::{Verdict, gave_none, same};

pub fn judge_of(name: &str) -> Option<Judge> {
    Some(match name {
        "function__combine_relative_url" => {
            |case| check(case, Some(resolve(text(case, 0), text(case, 1)).into()))
        }
        "function__version_from_url" => {
            |case| check(case, version_in(text(case, 0)).as_ref().map(written))
        }
        "function__normalize_version_args" => |case| check(case, range(case).ok()),
        "function_normalize_version_number" => {
            |case| check(case, one(case, 0).as_ref().map(written))
        }
        "function_version_between" => |case| check(case, between(case).map(Value::Bool)),
        "function_version_match" => |case| check(case, served(case).map(Value::Bool)),
        "function_version_to_string" => |case| match case["args"][0].as_array().map(Vec::len) {
            Some(1) => Verdict::Declined("a version is always written with its minor part"),
            _ => check(case, one(case, 0).map(|number| number.to_string().into())),
        },
        _ => return None,
    })
}

#[allow(clippy::needless_pass_by_value, reason = "what comes here is made for it")]
fn check(case: &Value, ours: Option<Value>) -> Verdict {
    if gave_none(case) {
        return same("answer", &ours, &None);
    }
    same("answer", &ours, &Some(case["expected"].clone()))
}

fn text(case: &Value, place: usize) -> &str {
    case["args"][place].as_str().unwrap_or_default()
}

fn one(case: &Value, place: usize) -> Option<VersionNumber> {
    number(&case["args"][place])?.ok()
}

fn range(case: &Value) -> Result<Value> {
    let arg = |place: usize| number(&case["args"][place]).transpose();
    let wanted = query::wanted(arg(0)?, arg(1)?, arg(2)?)?;
    let wanted = wanted.of_type(case["kwargs"]["service_type"].as_str().unwrap_or_default())?;
    let bound = |bound: Option<&VersionNumber>| bound.map_or(Value::Null, written);
    Ok(json!([bound(wanted.min()), bound(wanted.max())]))
}

fn between(case: &Value) -> Option<bool> {
    let bound = |place: usize| number(&case["args"][place]).transpose().ok();
    let wanted = Wanted::between(bound(0)?, bound(1)?).ok()?;
    Some(wanted.contains(&one(case, 2)?))
}

fn served(case: &Value) -> Option<bool> {
    Some(one(case, 0)?.is_served_by(&one(case, 1)?))
}
