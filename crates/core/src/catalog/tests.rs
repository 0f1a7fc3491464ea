//! Which endpoint a catalog gives.

use serde_json::{Value, json};

use super::*;

fn endpoint(interface: &str, region: &str, url: &str) -> Value {
    json!({"interface": interface, "region": region, "region_id": format!("{region}-id"), "url": url})
}

fn catalog() -> Catalog {
    let services = json!([
        {"type": "compute", "name": "nova", "endpoints": [
            endpoint("public", "one", "http://one"), endpoint("public", "two", "http://two"),
            endpoint("internalURL", "two", "http://inside"),
            {"interface": "odd", "url": "http://odd"}, {"interface": "public"}, {"url": "http://x"}, 7]},
        {"type": "volumev2", "name": "cinderv2", "endpoints": [endpoint("public", "one", "http://v/v2")]},
        {"type": "volumev3", "name": "cinderv3", "endpoints": [endpoint("public", "one", "http://v/v3/p")]},
        {"type": "image", "name": "broken", "endpoints": [endpoint("public", "one", "")]},
        {"type": "image", "name": "glance", "endpoints": [endpoint("public", "one", "http://i")]},
        {"type": "image", "name": "other", "endpoints": [endpoint("public", "one", "http://j")]},
        {"type": "container-infra", "endpoints": [endpoint("public", "one", "http://old")]},
        {"type": "container-infrastructure-management", "endpoints": [endpoint("public", "one", "http://new")]},
        {"type": "share", "endpoints": null, "name": 3, "unknown": {}},
        null,
    ]);
    serde_json::from_value(services).unwrap()
}

fn find(query: &EndpointQuery) -> String {
    catalog().endpoint(query).unwrap()
}

fn refusal(query: &EndpointQuery) -> String {
    let error = catalog().endpoint(query).unwrap_err();
    assert!(matches!(error.kind(), crate::ErrorKind::Endpoint(_)));
    error.to_string()
}

#[test]
fn odd_endpoints_are_left_out() {
    assert_eq!(catalog().entries().len(), 9);
    assert_eq!(catalog().entries()[0].endpoints.len(), 3);
    let empty: Catalog = serde_json::from_str("null").unwrap();
    assert!(empty.entries().is_empty());
}

#[test]
fn by_region_and_interface() {
    use Interface::{Admin, Internal, Public};

    let compute = || EndpointQuery::new("compute");
    assert_eq!(find(&compute()), "http://one");
    for region in ["two", "two-id"] {
        let region = Some(region.to_owned());
        assert_eq!(
            find(&EndpointQuery {
                region,
                ..compute()
            }),
            "http://two"
        );
    }
    let interfaces = vec![Admin, Internal, Public];
    assert_eq!(
        find(&EndpointQuery {
            interfaces,
            ..compute()
        }),
        "http://inside"
    );
}

#[test]
fn by_name() {
    let service_name = Some("other".to_owned());
    let query = EndpointQuery {
        service_name,
        ..EndpointQuery::new("image")
    };
    assert_eq!(find(&query), "http://j");
    assert_eq!(find(&EndpointQuery::new("image")), "http://i");
}

#[test]
fn by_the_official_type_and_then_the_aliases() {
    for service_type in ["block-storage", "volumev3", "volumev2", "volume"] {
        assert_eq!(find(&EndpointQuery::new(service_type)), "http://v/v3/p");
    }
    let official = "container-infrastructure-management";
    assert_eq!(find(&EndpointQuery::new(official)), "http://new");
    assert_eq!(
        find(&EndpointQuery::new("container-infrastructure")),
        "http://new"
    );
    assert_eq!(find(&EndpointQuery::new("container-infra")), "http://old");
}

#[test]
fn old_block_storage_is_not_found_but_told() {
    let only =
        json!([{"type": "volumev2", "endpoints": [endpoint("public", "one", "http://v/v2/p")]}]);
    let only: Catalog = serde_json::from_value(only).unwrap();
    let error = only
        .endpoint(&EndpointQuery::new("block-storage"))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the catalog has no endpoint of type \"block-storage\", interface public; \
         it has: volumev2 public in \"one\" (another version of the API: http://v/v2/p)"
    );
}

#[test]
fn what_was_wanted_and_what_there_is() {
    let query = EndpointQuery {
        region: Some("three".to_owned()),
        service_name: Some("nova".to_owned()),
        interfaces: vec![Interface::Internal, Interface::Public],
        ..EndpointQuery::new("compute")
    };
    assert_eq!(
        refusal(&query),
        "the catalog has no endpoint of type \"compute\", name \"nova\", region \"three\", \
         interface internal or public; it has: compute \"nova\" internal in \"two\", \
         compute \"nova\" public in \"one\", compute \"nova\" public in \"two\""
    );
    let text = refusal(&EndpointQuery::new("placement"));
    assert!(
        text.contains("\"placement\"") && text.contains("it has the types: compute, container"),
        "{text}"
    );
    let nothing = Catalog::default()
        .endpoint(&EndpointQuery::new("compute"))
        .unwrap_err();
    assert!(nothing.to_string().ends_with("it has nothing"), "{nothing}");
}

#[test]
fn it_encodes_as_it_came() {
    let encoded = serde_json::to_value(catalog()).unwrap();
    assert_eq!(encoded[0]["endpoints"][2]["interface"], "internal");
    let again: Catalog = serde_json::from_value(encoded).unwrap();
    assert_eq!(again.entries().len(), 9);
}
