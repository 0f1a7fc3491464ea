//! The address that is finally used.

use ferriscloud_core::Result;
use ferriscloud_core::catalog::family;
use ferriscloud_core::discovery::{Aim, Found};
use serde_json::{Value, json};

use crate::query;
use crate::verdict::{Verdict, all, gave_none, same};
use crate::world::{self, Given, Log};

/// Cases that were recorded from the reference's own tests.
pub fn judge(case: &Value) -> Verdict {
    unless_meant(case, recorded(case))
}

fn recorded(case: &Value) -> Verdict {
    let asked = &case["query"];
    let call = case["call"].as_str().unwrap_or_default();
    match call.rsplit('.').next().unwrap_or_default() {
        "get_endpoint" => address(case, &case["expected"], gave_none(case)),
        "get_endpoint_data" if asked["discover_versions"] == json!(false) => {
            let (found, _) = find(case, Aim::Address);
            details(case, found)
        }
        "get_endpoint_data" => {
            let (found, log) = find(case, Aim::Details);
            all([details(case, found), requests(case, &log)])
        }
        "get_api_major_version" => major(case, &case["expected"], gave_none(case)),
        "get_all_version_data" => {
            Verdict::Declined("the versions of all services at once are not asked for")
        }
        other => Verdict::Failed(format!("nobody judges {other}")),
    }
}

/// Cases that ask the same question three times: for all that is known, the address, and the version.
pub fn judge_matrix(case: &Value) -> Verdict {
    unless_meant(case, matrix(case))
}

fn matrix(case: &Value) -> Verdict {
    let of = |name: &str| {
        let failed = case.get(format!("{name}_error")).is_some();
        (&case[name], failed || case[name].is_null())
    };
    let (url, no_url) = of("expected_url");
    let (version, no_version) = of("expected_api_version");
    let crashed = case["keystoneauth_crashed"] == json!(true);
    let plain = case["query"]["discover_versions"] == json!(false);
    let (found, log) = find(case, if plain { Aim::Address } else { Aim::Details });
    if crashed {
        return Verdict::Passed; // What it is for is that nothing panics.
    }
    all([
        details(case, found),
        address(case, url, no_url),
        major(case, version, no_version),
        requests(case, &log),
    ])
}

/// What agrees all the same needs no reason.
fn unless_meant(case: &Value, verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::Failed(how) => deliberate(case).map_or(Verdict::Failed(how), Verdict::Declined),
        other => other,
    }
}

/// Where another answer is meant to be.
fn deliberate(case: &Value) -> Option<&'static str> {
    let asked = &case["query"];
    let interface = asked["interface"].as_str().unwrap_or_default();
    if interface.starts_with('<') {
        return Some("the auth URL is no interface of a service");
    }
    if asked["allow"]
        .as_object()
        .is_some_and(|allow| !allow.is_empty())
    {
        return Some("which statuses of versions count is asked of a document");
    }
    if asked["allow_version_hack"] == json!(false) {
        return Some("an address of another version always leads to the one that is wanted");
    }
    let service_type = asked["service_type"].as_str().unwrap_or_default();
    let catalog = case["catalog"].as_array().into_iter().flatten();
    let mut types = catalog
        .clone()
        .filter_map(|service| service["type"].as_str());
    let (official, aliases) = family(service_type);
    if gave_none(case) && official != service_type && types.any(|one| aliases.contains(&one)) {
        return Some("a service that is asked for by an alias is found under every other one");
    }
    let mut endpoints =
        catalog.flat_map(|service| service["endpoints"].as_array().into_iter().flatten());
    if gave_none(case)
        && endpoints.any(|one| {
            one["interface"]
                .as_str()
                .is_some_and(|word| word.ends_with("URL"))
        })
    {
        return Some("interfaces are known by their words of old in any catalog");
    }
    None
}

fn find(case: &Value, aim: fn(ferriscloud_core::discovery::Wanted) -> Aim) -> (Result<Found>, Log) {
    let asked = &case["query"];
    let (mut setup, log) = world::cloud(&case["http"], "https://identity.example.com/v3");
    let query = query::endpoint(asked);
    let fixed = asked["endpoint_override"]
        .as_str()
        .or_else(|| case["endpoint"].as_str());
    if let (Some(url), Ok(query)) = (fixed, &query) {
        setup = setup.endpoint(query.service_type.clone(), url);
    }
    let found = world::block_on(async {
        let cloud = setup.auth(Given::of(case)).connect().await?;
        let query = query?;
        if asked["skip_discovery"] == json!(true) {
            return cloud
                .find(
                    &query,
                    Aim::Address(ferriscloud_core::discovery::Wanted::ANY),
                )
                .await;
        }
        cloud.find(&query, aim(query::versions(asked)?)).await
    });
    (found, log)
}

fn details(case: &Value, found: Result<Found>) -> Verdict {
    let expected = &case["expected"];
    let found = match found {
        Err(_) if gave_none(case) => return Verdict::Passed,
        Err(error) => return Verdict::Failed(format!("{error}, expected {expected}")),
        Ok(found) if gave_none(case) => {
            return Verdict::Failed(format!("{found:?}, expected none"));
        }
        Ok(found) => found,
    };
    let version = found.version.as_ref();
    let microversion = |get: fn(
        &ferriscloud_core::discovery::ApiVersion,
    ) -> Option<ferriscloud_core::Microversion>| {
        version.and_then(get).map(|version| [version.0, version.1])
    };
    let ours = json!({
        "url": found.url,
        "api_version": found.number.as_ref().map(query::written),
        "min_microversion": microversion(|version| version.min_microversion),
        "max_microversion": microversion(|version| version.max_microversion),
        "next_min_version": microversion(|version| version.next_min_version),
        "not_before": version.and_then(|version| version.not_before.clone()),
        "status": version.map(|version| version.status.to_string()),
    });
    let theirs: Value = ours
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, _)| (key.clone(), expected[key].clone()))
        .collect();
    same("endpoint", &ours, &theirs)
}

fn address(case: &Value, expected: &Value, none: bool) -> Verdict {
    let (found, _) = find(case, Aim::Address);
    let ours = found.map_or(Value::Null, |found| found.url.into());
    same("url", &ours, if none { &Value::Null } else { expected })
}

fn major(case: &Value, expected: &Value, none: bool) -> Verdict {
    let (found, _) = find(case, Aim::Address);
    let told = |found: Result<Found>| found.ok().and_then(|found| found.number);
    // The address may not tell: then the document does.
    let number = told(found).or_else(|| told(find(case, Aim::Details).0));
    let ours = number.as_ref().map_or(Value::Null, query::written);
    same("version", &ours, if none { &Value::Null } else { expected })
}

fn requests(case: &Value, log: &Log) -> Verdict {
    let made = case["requests_made"].as_array();
    let theirs = made
        .into_iter()
        .flatten()
        .filter(|one| one[0] == "GET")
        .count();
    if theirs == 0 || log.reads() <= theirs {
        Verdict::Passed // None at all means that the answers were known from before.
    } else {
        Verdict::Failed(format!("{} requests, where {theirs} will do", log.reads()))
    }
}
