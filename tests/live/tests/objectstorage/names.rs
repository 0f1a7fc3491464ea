//! Any name that Swift accepts comes back as it went.

use ferriscloud::object_storage::containers::ListContainers;
use ferriscloud::object_storage::objects::{CopyObject, Entry, ListObjects, Objects};
use ferriscloud::{ObjectStorage, Result};
use ferriscloud_live::unique;
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};
use tokio::runtime::Runtime;

use crate::{clear, container, storage};

/// As many names are tried.
const NAMES: u32 = 40;

/// What has gone wrong in one client or another, and anything else.
fn piece() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "/",
        "//",
        ".",
        "..",
        "/../",
        "/./",
        "%",
        "%2F",
        "%2e%2E",
        "%41",
        "%zz",
        "#",
        "?",
        "&a=b",
        "+",
        ";",
        "\\",
        "\"",
        "<>",
        " ",
        "  ",
        "\t",
        "\n",
        "\r\n",
        "\u{1}",
        "\u{7f}",
        "\u{85}",
        "ä",
        "e\u{301}",
        "\u{1f980}",
        "\u{202e}",
        "\u{fffd}",
        "\u{feff}",
        "*",
        ":",
        "@",
        "~",
        "|",
        "^",
        "`",
        "{}",
        "[]",
        "$",
    ]);
    // Swift has the null for itself.
    let any = any::<char>().prop_filter("null", |letter| *letter != '\0');
    prop_oneof![
        3 => odd.prop_map(str::to_owned),
        1 => any.prop_map(String::from),
        1 => "[a-zA-Z0-9]{1,8}",
    ]
}

fn name() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 1..8).prop_map(|pieces| pieces.concat())
}

fn tried(
    name: impl Strategy<Value = String>,
    runtime: &Runtime,
    test: &impl AsyncFn(&str) -> Result<(), String>,
) {
    let config = ProptestConfig {
        cases: NAMES,
        failure_persistence: None,
        max_shrink_iters: 50,
        ..ProptestConfig::default()
    };
    let outcome = TestRunner::new(config).run(&name, |name| {
        let outcome = runtime.block_on(test(&name));
        outcome.map_err(TestCaseError::fail)
    });
    assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
}

async fn object_comes_back(objects: &Objects, name: &str) -> Result<(), String> {
    let failed = |what: &'static str| move |error| format!("{what}: {error}");
    let data = format!("data of {name}");
    let upload = objects.upload(name, data.clone());
    upload.await.map_err(failed("upload"))?;
    let only = ListObjects {
        prefix: Some(name.to_owned()),
        ..ListObjects::default()
    };
    let listed = objects.list(&only).all().await.map_err(failed("list"))?;
    if !listed.iter().map(Entry::name).eq([name]) {
        return Err(format!("listed as {listed:?}"));
    }
    let head = objects.head(name).await.map_err(failed("head"))?;
    if head.bytes != Some(data.len() as u64) {
        return Err(format!("another one: {head:?}"));
    }
    let to = CopyObject::new(objects.container(), format!("copy of {name}"));
    objects.copy(name, &to).await.map_err(failed("copy"))?;
    for name in [name.to_owned(), to.name.to_string()] {
        let came = objects.download(name.as_str()).bytes().await;
        if came.map_err(failed("download"))? != data {
            return Err(format!("other data: {name:?}"));
        }
        let gone = objects.delete(name.as_str());
        gone.await.map_err(failed("delete"))?;
    }
    match objects.head(name).await {
        Err(error) if error.is_not_found() => Ok(()),
        other => Err(format!("it is still there: {other:?}")),
    }
}

#[test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
fn any_object_comes_back() {
    let runtime = Runtime::new().unwrap();
    let (storage, objects) = runtime.block_on(async {
        let storage = storage().await;
        let objects = container(&storage).await;
        (storage, objects)
    });
    tried(name(), &runtime, &async |name: &str| {
        object_comes_back(&objects, name).await
    });
    runtime.block_on(clear(&storage, &objects));
}

async fn container_comes_back(storage: &ObjectStorage, name: &str) -> Result<(), String> {
    let failed = |what: &'static str| move |error| format!("{what}: {error}");
    let containers = storage.containers();
    containers.create(name).await.map_err(failed("create"))?;
    let only = ListContainers {
        prefix: Some(name.to_owned()),
        ..ListContainers::default()
    };
    let listed = containers.list(&only).all().await.map_err(failed("list"))?;
    if !listed.iter().map(|one| one.name.as_str()).eq([name]) {
        return Err(format!("listed as {listed:?}"));
    }
    let objects = storage.objects(name);
    let upload = objects.upload("a", "data");
    upload.await.map_err(failed("upload"))?;
    let came = objects.download("a").bytes().await;
    if came.map_err(failed("download"))? != "data" {
        return Err("other data".to_owned());
    }
    objects.delete("a").await.map_err(failed("delete"))?;
    let head = containers.head(name).await.map_err(failed("head"))?;
    if head.created_at.is_none() {
        return Err(format!("another one: {head:?}"));
    }
    let gone = containers.delete(name);
    gone.await.map_err(failed("delete"))
}

#[test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
fn any_container_comes_back() {
    let runtime = Runtime::new().unwrap();
    let storage = runtime.block_on(storage());
    // Without slashes, which containers do not have; after a word of our own, since all tests have one account.
    let own = unique("any");
    let name = name().prop_map(move |name| format!("{own}{}", name.replace('/', "")));
    tried(name, &runtime, &async |name: &str| {
        container_comes_back(&storage, name).await
    });
}
