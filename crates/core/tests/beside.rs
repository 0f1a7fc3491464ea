//! What a service has beside its address, and what has not changed since it was read.

mod common;

use ferriscloud_core::{ErrorKind, Path};
use ferriscloud_fake::{Fake, Reply};
use serde_json::json;

use common::{compute, failed};

#[tokio::test]
async fn the_same_host_and_token_at_another_path() {
    let fake = Fake::cloud(|_| Reply::json(200, json!({})));
    let compute = compute(&fake).await;
    let own = compute.endpoint();
    let host = own.strip_suffix("/compute").unwrap();
    // A name is one segment, whatever it looks like.
    for (name, segment) in [("AUTH_x", "AUTH_x"), ("a/../b?c#d", "a%2F..%2Fb%3Fc%23d")] {
        let other = compute.relative(1, [name]).unwrap();
        assert_eq!(other.endpoint(), format!("{host}/{segment}"));
        other.get(["servers"]).await.unwrap();
        let asked = fake.calls().pop().unwrap();
        assert_eq!(asked.path, format!("/{segment}/servers"));
        assert!(asked.header("x-auth-token").is_some());
    }
    let root = compute.relative(1, Path::default()).unwrap();
    assert_eq!(root.endpoint(), host);
    let below = compute.relative(0, ["v2"]).unwrap();
    assert_eq!(below.endpoint(), format!("{own}/v2"));
    for (up, name) in [(1, ".."), (1, ""), (2, "x"), (9, "x")] {
        let error = failed(compute.relative(up, [name]), &[]);
        assert!(matches!(error.kind(), ErrorKind::Input(_)), "{error}");
    }
}

#[tokio::test]
async fn what_has_not_changed_is_said_once() {
    let fake = Fake::cloud(|_| Reply::empty(304));
    let error = failed(compute(&fake).await.get(["servers"]).await, &["304"]);
    assert!(error.is_not_modified() && !error.is_temporary());
    assert_eq!(error.trace().attempts, 1);
}
