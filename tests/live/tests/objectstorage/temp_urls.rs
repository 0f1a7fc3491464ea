//! Temporary URLs, used by somebody without a token.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use ferriscloud::object_storage::account::UpdateAccount;
use ferriscloud::object_storage::temp_urls::{Digest, TempUrl};
use ferriscloud::time::Timestamp;
use ferriscloud::{Operation, Patch, Path, Request, Result, Secret};
use ferriscloud_live::unique;

use http::Method;

use crate::{HELLO, clear, container, storage, stranger};

/// Asks as a browser does, with nothing but the address.
pub(crate) async fn visit(method: Method, url: &str, body: &'static str) -> Result<Bytes> {
    let (address, query) = url.split_once('?').unwrap();
    let client = stranger(address).await;
    let query: BTreeMap<String, String> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let request = Request::new(method, Path::default(), Operation("visit", "address"));
    let call = client.call(request.filter(&query).with_body(body));
    call.reading(|answer| Ok(answer.bytes().clone())).await
}

async fn read(url: &str) -> Result<Bytes> {
    visit(Method::GET, url, "").await
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn temporary_urls() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let key = unique("key");
    let update = UpdateAccount {
        temp_url_key: Secret::from(key.as_str()).into(),
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
            read(&address(&url, name)).await.unwrap(),
            HELLO,
            "{digest:?}"
        );
    }
    url.iso8601 = true;
    url.ip_range = Some("127.0.0.0/8".into());
    url.filename = Some("grüße.txt".into());
    assert_eq!(read(&address(&url, name)).await.unwrap(), HELLO);
    url.prefix = true;
    let of_prefix = address(&url, "a/");
    let (_, query) = of_prefix.split_once('?').unwrap();
    let (one, _) = address(&url, name)
        .split_once('?')
        .map(|(one, rest)| (one.to_owned(), rest.to_owned()))
        .unwrap();
    assert_eq!(read(&format!("{one}?{query}")).await.unwrap(), HELLO);

    let mut put = TempUrl::new(key.as_str(), soon);
    put.method = Method::PUT;
    let written = visit(Method::PUT, &address(&put, "new/one"), "written").await;
    written.unwrap();
    let new = objects.download("new/one").bytes().await.unwrap();
    assert_eq!(new, "written");
    // It is for that method alone.
    let error = visit(Method::DELETE, &address(&put, "new/one"), "").await;
    assert!(error.unwrap_err().is_unauthorized());
    assert!(storage.temp_url("a/b", "c", &put).is_err());

    for wrong in [
        TempUrl::new("another key", soon),
        TempUrl::new(
            key.as_str(),
            at(SystemTime::now() - Duration::from_secs(60)),
        ),
    ] {
        let error = read(&address(&wrong, name)).await.unwrap_err();
        assert!(error.is_unauthorized(), "{error}");
    }
    let gone = UpdateAccount {
        temp_url_key: Patch::Clear,
        ..Default::default()
    };
    storage.account().update(&gone).await.unwrap();
    clear(&storage, &objects).await;
}
