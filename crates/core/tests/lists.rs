//! Listings: how the next page is found, and how there comes an end.

mod common;

use ferriscloud_core::paging::{Marker, Paging};
use ferriscloud_core::{Client, ErrorKind, Listing, Operation, Request};
use ferriscloud_fake::{Fake, FakeCloud, Reply};
use http::Method;
use serde_json::{Value, json};

use common::{MOMENT, compute, failed, until};

/// A page of servers, with a link to the next where there is one.
fn page(names: &[&str], next: Option<&str>) -> Reply {
    let items: Vec<_> = names.iter().map(|name| json!({"id": name})).collect();
    match next {
        Some(next) => Reply::json(
            200,
            json!({"servers": items, "servers_links": [{"rel": "next", "href": next}]}),
        ),
        None => Reply::json(200, json!({"servers": items})),
    }
}

fn servers(compute: &Client) -> Listing<Value> {
    compute.list(["servers"], "servers")
}

fn paged_by(compute: &Client, paging: &'static dyn Paging) -> Listing<Value> {
    let request = Request::new(Method::GET, ["servers"], Operation("list", "servers"));
    compute.listing(request, "servers", paging)
}

fn ids(items: &[Value]) -> Vec<&str> {
    items
        .iter()
        .filter_map(|item| item["id"].as_str())
        .collect()
}

/// What was asked, without the endpoint.
fn asked(fake: &FakeCloud) -> Vec<String> {
    let calls = fake.calls().into_iter();
    calls.map(|call| call.query).collect()
}

#[tokio::test]
async fn of_a_link_only_the_query_is_followed() {
    let links = [
        "http://127.0.0.1:1/other/path?marker=b&limit=1#x",
        "/v2/servers?marker=c",
        "?marker=d",
    ];
    let fake = Fake::cloud(move |request| page(&["x"], links.get(request.number - 1).copied()));
    let all = servers(&compute(&fake).await).all().await.unwrap();
    assert_eq!(all.len(), 4);
    assert_eq!(
        asked(&fake),
        ["", "marker=b&limit=1", "marker=c", "marker=d"]
    );
    assert!(
        fake.calls()
            .iter()
            .all(|call| call.path == "/compute/servers")
    );
}

#[tokio::test]
async fn links_are_found_wherever_services_put_them() {
    let forms = [
        json!({"servers": [1], "servers_links": [{"rel": "self", "href": "?"}, {"rel": "next", "href": "?marker=a"}]}),
        json!({"servers": [1], "server_links": [{"rel": "next", "href": "?marker=a"}]}),
        json!({"links": {"self": "?", "next": "?marker=a", "previous": null}, "servers": [1]}),
        json!({"next": "?marker=a", "servers": [1]}),
    ];
    for form in forms {
        let fake = Fake::cloud({
            let form = form.clone();
            move |request| match request.query.as_str() {
                "" => Reply::json(200, form.clone()),
                _ => page(&["last"], None),
            }
        });
        let all = servers(&compute(&fake).await).all().await.unwrap();
        assert_eq!(all.len(), 2, "{form}");
    }
}

#[tokio::test]
async fn without_links_a_full_page_leads_to_the_next_by_its_marker() {
    let fake = Fake::cloud(|request| match request.number {
        1 => page(&["a", "b"], None),
        2 => page(&["c", "d"], None),
        _ => page(&["e"], None),
    });
    let listing = servers(&compute(&fake).await).query(&json!({"limit": 2}));
    assert_eq!(
        ids(&listing.all().await.unwrap()),
        ["a", "b", "c", "d", "e"]
    );
    assert_eq!(
        asked(&fake),
        ["limit=2", "limit=2&marker=b", "limit=2&marker=d"]
    );
}

#[tokio::test]
async fn markers_lead_to_the_first_empty_page() {
    let fake = Fake::cloud(|request| match request.number {
        1 => page(&["a", "b"], None),
        2 => page(&["c"], None),
        _ => page(&[], None),
    });
    let listing = paged_by(&compute(&fake).await, &Marker);
    assert_eq!(ids(&listing.all().await.unwrap()), ["a", "b", "c"]);
    assert_eq!(asked(&fake), ["", "marker=b", "marker=c"]);
}

#[tokio::test]
async fn pages_that_go_round_in_a_circle_are_an_error() {
    // A service that ignores the marker, and one whose link leads to the page it is on.
    let same = || Fake::cloud(|_| page(&["a", "b"], None));
    let linked = || Fake::cloud(|_| page(&["a", "b"], Some("?marker=b")));
    for (fake, paging) in [
        (same(), &Marker as &'static dyn Paging),
        (linked(), &ferriscloud_core::paging::Auto),
    ] {
        let mut listing = paged_by(&compute(&fake).await, paging);
        for _ in 0..4 {
            assert!(listing.try_next().await.unwrap().is_some());
        }
        let error = failed(
            listing.try_next().await,
            &["list servers", "circle", "marker=b"],
        );
        assert!(matches!(error.kind(), ErrorKind::Pagination(_)));
        assert!(listing.try_next().await.unwrap().is_none(), "it has ended");
        assert_eq!(fake.calls().len(), 2);
    }
}

#[tokio::test]
async fn odd_links_end_the_listing() {
    let odd = [
        json!({"servers": [1], "servers_links": [{"rel": "next", "href": ""}]}),
        json!({"servers": [1], "servers_links": [{"rel": "next", "href": "http://h/v2/servers"}]}),
        json!({"servers": [1], "servers_links": [{"rel": "previous", "href": "?marker=a"}]}),
        json!({"servers": [1], "servers_links": [{}]}),
        json!({"servers": [1], "servers_links": null, "links": [], "next": 7}),
        json!({"servers": [1], "links": {"next": null}}),
        json!({"next": null, "servers": [1]}),
    ];
    for body in odd {
        let fake = Fake::cloud({
            let body = body.clone();
            move |_| Reply::json(200, body.clone())
        });
        let all = servers(&compute(&fake).await).all().await;
        assert_eq!(all.unwrap().len(), 1, "{body}");
        assert_eq!(fake.calls().len(), 1, "{body}");
    }
}

#[tokio::test]
async fn an_empty_list_is_an_answer() {
    for body in ["{\"servers\": []}", "{\"servers\": null}", ""] {
        let fake = Fake::cloud(move |_| Reply::text(200, body));
        let compute = compute(&fake).await;
        assert!(servers(&compute).all().await.unwrap().is_empty(), "{body}");
        assert!(
            servers(&compute).try_next().await.unwrap().is_none(),
            "{body}"
        );
    }
}

#[tokio::test]
async fn an_empty_page_with_a_link_is_not_the_end() {
    let fake = Fake::cloud(|request| match request.number {
        1 => page(&["a"], Some("?marker=a")),
        2 => page(&[], Some("?marker=b")),
        _ => page(&["c"], None),
    });
    let mut listing = servers(&compute(&fake).await);
    assert_eq!(listing.try_next().await.unwrap().unwrap()["id"], "a");
    assert_eq!(listing.try_next().await.unwrap().unwrap()["id"], "c");
    assert!(listing.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_page_that_cannot_be_read_is_an_error_after_those_before_it() {
    let fake = Fake::cloud(|request| match request.number {
        1 => page(&["a"], Some("?marker=a")),
        _ => Reply::json(200, json!({"servers": [{"id": "b"}, "odd"]})),
    });
    #[derive(Debug, serde::Deserialize)]
    struct Server {
        id: String,
    }
    let mut listing = servers(&compute(&fake).await).extract::<Server>();
    assert_eq!(listing.try_next().await.unwrap().unwrap().id, "a");
    let says = [
        "list servers: GET",
        "/compute/servers?marker=a",
        "could not read the answer",
    ];
    let error = failed(listing.try_next().await, &says);
    assert!(matches!(error.kind(), ErrorKind::Decode(_)));
    assert!(listing.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn an_error_on_a_later_page_is_told_and_not_taken_for_the_end() {
    let fake = Fake::cloud(|request| match request.number {
        1 => page(&["a"], Some("?marker=a")),
        _ => Reply::json(
            403,
            json!({"forbidden": {"message": "No more.", "code": 403}}),
        ),
    });
    let all = servers(&compute(&fake).await).all().await;
    let error = failed(
        all,
        &[
            "list servers: GET",
            "?marker=a",
            "403 Forbidden",
            "No more.",
        ],
    );
    assert!(error.is_forbidden());
}

#[tokio::test]
async fn pages_come_with_their_answers() {
    let fake = Fake::cloud(|request| match request.number {
        1 => page(&["a", "b"], Some("?marker=b")).header("X-Openstack-Request-Id", "req-1"),
        _ => page(&["c"], None).header("X-Openstack-Request-Id", "req-2"),
    });
    let mut pages = servers(&compute(&fake).await).pages();
    for (count, request_id) in [(2, "req-1"), (1, "req-2")] {
        let page = pages.try_next().await.unwrap().unwrap();
        assert_eq!(
            (page.value.len(), page.request_id()),
            (count, Some(request_id))
        );
    }
    assert!(pages.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_listing_asks_for_one_page_ahead_and_for_none_once_it_is_dropped() {
    let fake =
        Fake::cloud(|request| page(&["a", "b"], Some(&format!("?marker={}", request.number))));
    let compute = compute(&fake).await;
    let mut listing = servers(&compute);
    tokio::time::sleep(MOMENT).await;
    assert_eq!(fake.calls().len(), 0, "nothing before it is read");
    listing.try_next().await.unwrap();
    until(|| fake.calls().len() == 2).await;
    tokio::time::sleep(MOMENT).await;
    assert_eq!(fake.calls().len(), 2, "the page in use and the next one");
    drop(listing);
    tokio::time::sleep(MOMENT).await;
    assert_eq!(fake.calls().len(), 2);
}

#[tokio::test]
async fn headers_and_microversion_go_with_every_page() {
    let fake = Fake::cloud(|request| match request.number {
        1 => page(&["a"], Some("?marker=a")),
        _ => page(&["b"], None),
    });
    let listing = servers(&compute(&fake).await).microversion(2, 96);
    let listing = listing.header(http::HeaderName::from_static("x-odd"), "yes");
    assert_eq!(listing.all().await.unwrap().len(), 2);
    for call in fake.calls() {
        assert_eq!(call.header("openstack-api-version"), Some("compute 2.96"));
        assert_eq!(call.header("x-odd"), Some("yes"));
    }
}
