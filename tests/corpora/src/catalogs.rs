//! Which addresses of a catalog answer a query.

use std::collections::BTreeSet;

use ferriscloud_core::Interface;
use ferriscloud_core::catalog::{Catalog, EndpointQuery};
use serde_json::Value;

use crate::query;
use crate::verdict::{Verdict, gave_none, same};

const ALL: [Interface; 3] = [Interface::Public, Interface::Internal, Interface::Admin];

pub fn judge(case: &Value) -> Verdict {
    let asked = &case["query"];
    if !asked["endpoint_id"].is_null() || !asked["service_id"].is_null() {
        return Verdict::Declined("endpoints are not chosen by their id or their service's");
    }
    let catalog: Catalog = serde_json::from_value(case["catalog"].clone()).unwrap_or_default();
    let Ok(query) = query::endpoint(asked) else {
        return Verdict::Failed("the query is refused".to_owned());
    };
    let call = case["call"].as_str().unwrap_or_default();
    // Where the interface is left out, addresses are public, and endpoints are all there are.
    let any = if call.ends_with("get_endpoints") {
        query.interfaces.is_empty()
    } else {
        asked.get("interface").is_some_and(Value::is_null)
    };
    let found = find(&catalog, &query, any);
    if gave_none(case) {
        return same("found", &found.is_empty(), &true);
    }
    if call.ends_with("url_for") {
        let expected = case["expected"].as_str().unwrap_or_default().to_owned();
        let first = found.first().cloned();
        return match any {
            true => same("one of them", &found.contains(&expected), &true),
            false => same("url", &first, &Some(expected)),
        };
    }
    let mut expected = BTreeSet::new();
    urls(&case["expected"], &asked["interface"], &mut expected);
    same("urls", &found.into_iter().collect(), &expected)
}

fn find(catalog: &Catalog, query: &EndpointQuery, any: bool) -> Vec<String> {
    let urls = |query: &EndpointQuery| -> Vec<_> {
        let matching = catalog.matching(query);
        matching
            .iter()
            .map(|(_, endpoint)| endpoint.url.clone())
            .collect()
    };
    if !any {
        return urls(query);
    }
    let each = ALL.map(|interface| {
        let interfaces = vec![interface];
        urls(&EndpointQuery {
            interfaces,
            ..query.clone()
        })
    });
    each.concat()
}

/// The addresses in an answer of any shape. Version 2.0 has all interfaces in one entry.
fn urls(expected: &Value, interface: &Value, found: &mut BTreeSet<String>) {
    match expected {
        Value::String(url) => {
            found.insert(url.clone());
        }
        Value::Array(all) => all.iter().for_each(|one| urls(one, interface, found)),
        Value::Object(endpoint) if endpoint.contains_key("url") => {
            urls(&endpoint["url"], interface, found);
        }
        Value::Object(endpoint) if endpoint.keys().any(|key| key.ends_with("URL")) => {
            let wanted = interface.as_str().map(|one| one.trim_end_matches("URL"));
            for (key, url) in endpoint {
                let Some(name) = key.strip_suffix("URL") else {
                    continue;
                };
                if wanted.is_none_or(|wanted| wanted == name) {
                    urls(url, interface, found);
                }
            }
        }
        Value::Object(types) => types.values().for_each(|one| urls(one, interface, found)),
        _ => {}
    }
}
