//! Temporary URLs, used by somebody without a token.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use ferriscloud::auth::NoAuth;
use ferriscloud::object_storage::account::UpdateAccount;
use ferriscloud::object_storage::temp_urls::{Digest, TempUrl};
use ferriscloud::time::Timestamp;
use ferriscloud::{Cloud, Path, Result};
use ferriscloud_live::unique;

use crate::{HELLO, clear, container, map, storage};

/// Asks as a browser does, with nothing but the address.
async fn visit(url: &str) -> Result<Bytes> {
    let (address, query) = url.split_once('?').unwrap();
    let stranger = Cloud::builder()
        .auth(NoAuth::new(address))
        .connect()
        .await?;
    let client = stranger.service("object-store")?;
    let query: BTreeMap<String, String> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let call = client.get(Path::default()).query(&query);
    call.reading(|answer| Ok(answer.bytes().clone())).await
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn temporary_urls() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let key = unique("key");
    let update = UpdateAccount {
        metadata: map(&[("temp-url-key", key.as_str())]),
        ..Default::default()
    };
    storage.account().update(&update).await.unwrap();
    let name = "a/b c?d#e%20ü";
    objects.upload(name, HELLO).await.unwrap();

    let at = |time: SystemTime| Timestamp::try_from(time).unwrap();
    let soon = at(SystemTime::now() + Duration::from_secs(300));
    let address = |url: &TempUrl, object: &str| {
        storage
            .temp_url(objects.container().clone(), object, url)
            .unwrap()
    };
    let mut url = TempUrl::new(key.as_str(), soon);
    for digest in [Digest::Sha256, Digest::Sha512] {
        url.digest = digest;
        assert_eq!(
            visit(&address(&url, name)).await.unwrap(),
            HELLO,
            "{digest:?}"
        );
    }
    url.iso8601 = true;
    url.ip_range = Some("127.0.0.0/8".into());
    url.filename = Some("grüße.txt".into());
    assert_eq!(visit(&address(&url, name)).await.unwrap(), HELLO);
    url.prefix = true;
    let of_prefix = address(&url, "a/");
    let (_, query) = of_prefix.split_once('?').unwrap();
    let (one, _) = address(&url, name)
        .split_once('?')
        .map(|(one, rest)| (one.to_owned(), rest.to_owned()))
        .unwrap();
    assert_eq!(visit(&format!("{one}?{query}")).await.unwrap(), HELLO);

    for wrong in [
        TempUrl::new("another key", soon),
        TempUrl::new(
            key.as_str(),
            at(SystemTime::now() - Duration::from_secs(60)),
        ),
    ] {
        let error = visit(&address(&wrong, name)).await.unwrap_err();
        assert!(error.is_unauthorized(), "{error}");
    }
    let gone = UpdateAccount {
        remove_metadata: vec!["temp-url-key".into()],
        ..Default::default()
    };
    storage.account().update(&gone).await.unwrap();
    clear(&storage, &objects).await;
}
