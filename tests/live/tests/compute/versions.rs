//! The version of the API.

use ferriscloud::Microversion;
use ferriscloud::catalog::EndpointQuery;
use ferriscloud::discovery::Allow;
use ferriscloud_live::{demo, done};

use crate::compute;

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn versions() {
    let cloud = demo().await;
    let version = compute(&cloud).versions().get().await.unwrap();
    assert_eq!((&*version.id, &*version.status), ("v2.1", "CURRENT"));
    assert_eq!(version.min_microversion, Some(Microversion(2, 1)));
    assert!(version.updated_at.is_some());

    let query = EndpointQuery::new("compute");
    let all = cloud.versions(&query).await.unwrap();
    let same = all.iter().find(|other| other.id == version.id).unwrap();
    assert_eq!(same.max_microversion, version.max_microversion);

    let endpoint = compute(&cloud).client().endpoint();
    let root = endpoint.trim_end_matches("v2.1");
    let document = cloud.document(root).await.unwrap();
    assert!(document.versions(Allow::default()).contains(same));
    done("compute", "GET", "/");
}
