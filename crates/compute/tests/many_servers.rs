//! A long list, from a cloud that has one.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

use std::collections::BTreeSet;

use ferriscloud_compute::servers::{ListServers, Server};
use ferriscloud_compute::{Cloud, Compute};
use ferriscloud_core::auth::{Password, ProjectRef, Scope, UserRef};
use ferriscloud_fake::{Fake, FakeCloud, Received, Reply};
use serde_json::json;

const SERVERS: usize = 5_000;
/// What Nova has on a page at most, unless its operator says otherwise.
const PAGE: usize = 1_000;

/// Answers as Nova does: what comes after the marker, and a link to the rest.
fn page(request: &Received) -> Reply {
    let asked = |name: &str| {
        let mut pairs = request.query.split('&').filter_map(|it| it.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    };
    let start = asked("marker").map_or(0, |last| last[1..].parse::<usize>().unwrap() + 1);
    let limit = asked("limit").map_or(PAGE, |limit| limit.parse::<usize>().unwrap());
    let end = (start + limit.min(PAGE)).min(SERVERS);
    let servers = (start..end).map(|it| {
        let address = json!({"version": 4, "addr": format!("10.0.{}.{}", it / 250, it % 250)});
        json!({
            "id": format!("s{it}"), "name": format!("web-{it}"), "status": "ACTIVE", "image": "",
            "addresses": {"private": [address]}, "metadata": {"number": it.to_string()}
        })
    });
    let mut page = json!({"servers": servers.collect::<Vec<_>>()});
    if end < SERVERS {
        let limit = asked("limit").map_or(String::new(), |limit| format!("limit={limit}&"));
        let last = end - 1;
        let next = format!("http://nova.internal/v2.1/servers/detail?{limit}marker=s{last}");
        page["servers_links"] = json!([{"rel": "next", "href": next}]);
    }
    Reply::json(200, page)
}

async fn compute(fake: &FakeCloud) -> Compute {
    let project = Scope::Project(ProjectRef::Id("p".to_owned()));
    let password = Password::new(UserRef::Id("u".to_owned()), "sesame").scope(project);
    let cloud = Cloud::builder().auth_url(fake.auth_url()).auth(password);
    Compute::new(&cloud.connect().await.unwrap()).unwrap()
}

fn in_order(servers: &[Server]) -> bool {
    let numbers = servers
        .iter()
        .map(|it| it.metadata["number"].parse::<usize>().unwrap());
    numbers.eq(0..SERVERS)
}

#[tokio::test]
async fn each_comes_once_and_in_order() {
    let fake = Fake::cloud(page);
    let compute = compute(&fake).await;
    let all = compute.servers().list(&ListServers::default()).all();
    let all = all.await.unwrap();
    assert!(in_order(&all));
    let addresses: BTreeSet<_> = all.iter().map(|it| it.addresses["private"][0].ip).collect();
    assert_eq!(addresses.len(), SERVERS);
    assert_eq!(fake.calls().len(), SERVERS / PAGE);
}

#[tokio::test]
async fn one_by_one_they_are_the_same() {
    let fake = Fake::cloud(page);
    let compute = compute(&fake).await;
    let mut servers = compute.servers().list(&ListServers::default());
    let mut all = Vec::new();
    while let Some(server) = servers.try_next().await.unwrap() {
        all.push(server);
    }
    assert!(in_order(&all));
}

#[tokio::test]
async fn who_wants_few_gets_few_pages() {
    let fake = Fake::cloud(page);
    let filter = ListServers {
        limit: Some(7),
        ..ListServers::default()
    };
    let mut servers = compute(&fake).await.servers().list(&filter);
    for number in 0..20 {
        let server = servers.try_next().await.unwrap().unwrap();
        assert_eq!(server.id, format!("s{number}").as_str());
    }
    drop(servers);
    // Three pages of seven, and one that is fetched ahead.
    let pages = fake.calls().len();
    assert!((3..=4).contains(&pages), "{pages}");
}
