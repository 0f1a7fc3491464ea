//! Finding one thing by its name or id.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

mod common;

use ferriscloud_core::{Collection, ErrorKind, Find, Id, Resource, kind};
use ferriscloud_fake::{Fake, FakeCloud, Reply};
use serde::Deserialize;
use serde_json::json;

use common::{compute, failed};

#[derive(Debug, Deserialize)]
struct Server {
    id: Id<kind::Server>,
    name: String,
}

impl Resource for Server {
    type Kind = kind::Server;
    const PATH: &'static str = "servers";
    const LIST_PATH: &'static str = "servers/detail";
    const KEY: &'static str = "server";
    const KEYS: &'static str = "servers";

    fn id(&self) -> &Id<kind::Server> {
        &self.id
    }
}

/// Servers called `web`, `web` and `db`; their list comes in two pages.
fn servers() -> FakeCloud {
    let server = |id: &str, name: &str| json!({"id": id, "name": name});
    Fake::cloud(move |request| match &*request.path {
        "/compute/servers/s-1" => Reply::json(200, json!({"server": server("s-1", "web")})),
        "/compute/servers/odd" => {
            Reply::json(400, json!({"badRequest": {"message": "Not a UUID"}}))
        }
        "/compute/servers/detail" if request.query.contains("marker") => Reply::json(
            200,
            json!({"servers": [server("s-3", "db"), server("s-2", "web")]}),
        ),
        "/compute/servers/detail" => {
            let next = json!([{"rel": "next", "href": "http://x/v2.1/servers/detail?marker=s-4"}]);
            let page = [server("s-1", "web"), server("s-4", "detail")];
            Reply::json(200, json!({"servers": page, "servers_links": next}))
        }
        _ => Reply::json(404, json!({"itemNotFound": {"message": "No such server"}})),
    })
}

async fn find(fake: &FakeCloud, wanted: &str) -> Find<Server> {
    let servers: Collection<Server> = compute(fake).await.collection();
    servers.find(wanted, &(), |server| &server.name)
}

#[tokio::test]
async fn an_id_is_asked_for_first() {
    let fake = servers();
    assert_eq!(find(&fake, "s-1").await.await.unwrap().name, "web");
    assert_eq!(fake.calls().len(), 1);
}

#[tokio::test]
async fn a_name_is_looked_for_on_all_pages() {
    let fake = servers();
    assert_eq!(find(&fake, "db").await.await.unwrap().id, "s-3");
    // A name can be that of a route.
    assert_eq!(find(&fake, "detail").await.await.unwrap().id, "s-4");
}

#[tokio::test]
async fn a_name_of_several_is_an_error_with_their_ids() {
    let fake = servers();
    let error = failed(find(&fake, "web").await.await, &["find server", "s-1, s-2"]);
    assert!(matches!(error.kind(), ErrorKind::Ambiguous { ids, .. } if ids.len() == 2));
    assert!(!error.is_not_found());
}

#[tokio::test]
async fn what_is_nowhere_is_not_found() {
    let fake = servers();
    for nowhere in ["we", "odd"] {
        let says = format!("there is no server with the name or id \"{nowhere}\"");
        let error = failed(find(&fake, nowhere).await.await, &["find server", &says]);
        assert!(error.is_not_found());
    }
}

#[tokio::test]
async fn no_name_finds_nothing() {
    let fake = servers();
    failed(find(&fake, "").await.await, &["empty"]);
    assert!(fake.calls().is_empty());
}
