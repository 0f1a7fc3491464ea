//! What a case asks for.

use ferriscloud_core::catalog::EndpointQuery;
use ferriscloud_core::discovery::{VersionNumber, Wanted};
use ferriscloud_core::{ErrorKind, Interface, Result};
use serde_json::Value;

/// The endpoint that is asked for; without interfaces, if any will do.
pub(crate) fn endpoint(query: &Value) -> Result<EndpointQuery> {
    let text = |name: &str| query[name].as_str().map(str::to_owned);
    let mut wanted = EndpointQuery::new(text("service_type").unwrap_or_default());
    wanted.service_name = text("service_name");
    wanted.region = text("region_name");
    wanted.interfaces = match &query["interface"] {
        Value::String(one) => vec![one.parse()?],
        Value::Array(some) => {
            let one = |one: &Value| one.as_str().unwrap_or_default().parse::<Interface>();
            some.iter().map(one).collect::<Result<_>>()?
        }
        _ => Vec::new(),
    };
    Ok(wanted)
}

/// The versions that are asked for.
pub(crate) fn versions(query: &Value) -> Result<Wanted> {
    let number = |name: &str| number(&query[name]).transpose();
    let (one, min, max) = (
        number("version")?,
        number("min_version")?,
        number("max_version")?,
    );
    wanted(one, min, max)
}

pub(crate) fn wanted(
    one: Option<VersionNumber>,
    min: Option<VersionNumber>,
    max: Option<VersionNumber>,
) -> Result<Wanted> {
    match one {
        // One version and a range at once mean nothing.
        Some(_) if min.is_some() || max.is_some() => {
            Err(ErrorKind::Input("a version and a range at once".to_owned()).into())
        }
        Some(one) => Ok(Wanted::version(one)),
        None => Wanted::between(min, max),
    }
}

/// A version, written as text, as a number, or as a list of its parts.
pub(crate) fn number(written: &Value) -> Option<Result<VersionNumber>> {
    let part = |part: &Value| match part {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let text = match written {
        Value::Null => return None,
        Value::String(text) if text.is_empty() => return None,
        Value::Array(parts) => parts.iter().map(part).collect::<Vec<_>>().join("."),
        other => part(other),
    };
    Some(text.parse())
}

/// A version as the cases write it.
pub(crate) fn written(number: &VersionNumber) -> Value {
    let text = number.to_string();
    let text = if text == "latest" {
        "latest.latest".to_owned()
    } else {
        text
    };
    let parts = text.split('.').map(|part| {
        part.parse::<u32>()
            .map_or_else(|_| Value::from(part), Value::from)
    });
    parts.collect()
}
