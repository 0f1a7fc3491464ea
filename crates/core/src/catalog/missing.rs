//! The error of an endpoint that is not in the catalog: what was asked for, and what there is.

use std::collections::BTreeSet;

use super::{Catalog, CatalogEndpoint, CatalogEntry, EndpointQuery, service_types};
use crate::error::{Error, ErrorKind, address_without_secrets};

/// Says what the catalog has instead: endpoints of the type where there are any, else its types.
pub(super) fn error(catalog: &Catalog, query: &EndpointQuery) -> Error {
    let near: BTreeSet<_> = service_types::candidates(&query.service_type)
        .into_iter()
        .flat_map(|service_type| catalog.of_type(service_type))
        .map(|(service, endpoint)| describe(service, endpoint))
        .collect();
    let types = || catalog.entries().iter().map(|one| one.service_type.clone());
    let there = if near.is_empty() {
        listed(types().collect(), "it has nothing", "it has the types")
    } else {
        listed(near, "", "it has")
    };
    let what = format!("the catalog has no endpoint of {}; {there}", wanted(query));
    ErrorKind::Endpoint(what).into()
}

fn wanted(query: &EndpointQuery) -> String {
    let EndpointQuery {
        service_type,
        service_name,
        region,
        interfaces: _,
    } = query;
    let interfaces: Vec<_> = query.interfaces().iter().map(ToString::to_string).collect();
    let name = service_name
        .as_ref()
        .map(|name| format!(", name {name:?}"))
        .unwrap_or_default();
    let region = region
        .as_ref()
        .map(|region| format!(", region {region:?}"))
        .unwrap_or_default();
    format!(
        "type {service_type:?}{name}{region}, interface {}",
        interfaces.join(" or ")
    )
}

fn describe(service: &CatalogEntry, endpoint: &CatalogEndpoint) -> String {
    let mut text = service.service_type.clone();
    if !service.name.is_empty() {
        text += &format!(" {:?}", service.name);
    }
    text += &format!(" {}", endpoint.interface);
    match (endpoint.region.as_str(), endpoint.region_id.as_str()) {
        ("", "") => {}
        ("", region) | (region, _) => text += &format!(" in {region:?}"),
    }
    if service_types::is_outdated(&service.service_type, &endpoint.url) {
        let url = address_without_secrets(&endpoint.url);
        text += &format!(" (another version of the API: {url})");
    }
    text
}

fn listed(things: BTreeSet<String>, none: &str, some: &str) -> String {
    if things.is_empty() {
        return none.to_owned();
    }
    let things: Vec<_> = things.into_iter().collect();
    format!("{some}: {}", things.join(", "))
}
