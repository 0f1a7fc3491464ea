//! The region of a cloud, and what the file says of it.

use serde_json::Value;

use super::layer::{self, Settings};
use super::read;
use crate::error::Result;

/// Chooses the region that `region_name` says, else the first of `regions`, and lays its values over the
/// cloud's.
pub(super) fn choose(settings: &mut Settings) -> Result<()> {
    let regions = match settings.remove("regions") {
        Some(Value::Array(regions)) => regions,
        Some(_) => return Err(read::wrong("regions should be a list".to_owned())),
        None => return Ok(()),
    };
    let regions: Vec<_> = regions.into_iter().map(named).collect::<Result<_>>()?;
    let wanted = match settings.get("region_name") {
        Some(name) => read::text("region_name", name)?,
        None => regions.first().map(|(name, _)| name.clone()),
    };
    let (Some(wanted), false) = (wanted, regions.is_empty()) else {
        return Ok(());
    };
    let known: Vec<_> = regions.iter().map(|(name, _)| name.clone()).collect();
    let Some((name, values)) = regions.into_iter().find(|(name, _)| *name == wanted) else {
        let what = format!(
            "there is no region {wanted:?}; there is {}",
            known.join(", ")
        );
        return Err(read::wrong(what));
    };
    layer::merge(settings, layer::canonical(values)?);
    settings.insert("region_name".to_owned(), name.into());
    Ok(())
}

/// Puts the region's name into addresses that ask for it, as those of some public clouds do.
pub(super) fn put_in(settings: &mut Settings) {
    let Some(region) = settings.get("region_name").and_then(Value::as_str) else {
        return;
    };
    let region = region.to_owned();
    let put = |address: &mut Value| {
        if let Value::String(text) = address {
            *text = text.replace("{region_name}", &region);
        }
    };
    if let Some(address) = settings
        .get_mut("auth")
        .and_then(|auth| auth.get_mut("auth_url"))
    {
        put(address);
    }
    let overrides = settings.iter_mut();
    overrides
        .filter(|(key, _)| key.ends_with("_endpoint_override"))
        .for_each(|(_, address)| put(address));
}

/// A region is a name, or `{name, values}`.
fn named(region: Value) -> Result<(String, Settings)> {
    let (name, values) = match region {
        Value::Object(mut region) => (region.remove("name"), region.remove("values")),
        name => (Some(name), None),
    };
    let name = read::text("the name of a region", &name.unwrap_or_default())?
        .ok_or_else(|| read::wrong("a region of regions has no name".to_owned()))?;
    match values {
        Some(Value::Object(values)) => Ok((name, values)),
        Some(Value::Null) | None => Ok((name, Settings::new())),
        Some(_) => Err(read::wrong(format!(
            "the values of region {name:?} should be a map"
        ))),
    }
}
