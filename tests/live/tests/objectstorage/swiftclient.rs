//! What we write python-swiftclient reads, and what it writes we read, byte for byte.
//!
//! It is in the virtual environment of the test cloud; `FERRISCLOUD_PYTHON` names another interpreter that has it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ferriscloud::ObjectStorage;
use ferriscloud::object_storage::containers::{ContainerSettings, UpdateContainer};
use ferriscloud::object_storage::objects::{
    Entry, ListObjects, ListVersions, Objects, Segment, UpdateObject,
};
use ferriscloud::object_storage::temp_urls::{Digest, TempUrl};
use ferriscloud::object_storage::uploads::UploadObject;
use ferriscloud::time::Timestamp;
use ferriscloud::{Cloud, Secret};
use ferriscloud_live::demo;
use http::Method;
use serde_json::{Value, json};

use crate::temp_urls::visit;
use crate::versions::{forget, versioned};
use crate::{clear, container, map};

/// Without dot segments: python-swiftclient takes `./../x` for a way up, and asks for another thing.
const NAMES: [&str; 8] = [
    "plain",
    "a/b//c/",
    "50%25 of #1?",
    "ä \u{1f980} e\u{301}",
    " space ",
    "a+b&c=d;e",
    "line\nbreak\ttab",
    "\u{7f}\\\"'",
];

/// Both clients, in one account.
struct Both {
    cloud: Cloud,
    storage: ObjectStorage,
}

impl Both {
    async fn new() -> Self {
        let cloud = demo().await;
        let storage = ObjectStorage::new(&cloud).unwrap();
        Self { cloud, storage }
    }

    /// What python-swiftclient answers to each command.
    async fn theirs(&self, commands: &[Value]) -> Vec<Value> {
        let access = self.cloud.access().await.unwrap();
        let token = access.expose_token().to_str().unwrap().to_owned();
        let url = self.storage.client().endpoint();
        let asked = json!({"url": url, "token": token, "commands": commands}).to_string();
        let run = move || {
            let mut python = Command::new(python())
                .args(["-c", include_str!("swiftclient.py")])
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            python
                .stdin
                .take()
                .unwrap()
                .write_all(asked.as_bytes())
                .unwrap();
            python.wait_with_output().unwrap()
        };
        let output = tokio::task::spawn_blocking(run).await.unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{complaint}");
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

fn python() -> PathBuf {
    if let Some(python) = std::env::var_os("FERRISCLOUD_PYTHON") {
        return python.into();
    }
    let clouds = std::env::var_os("OS_CLIENT_CONFIG_FILE");
    Path::new(&clouds.unwrap()).with_file_name("venv/bin/python")
}

fn data(of: &str) -> Vec<u8> {
    let start = of.len();
    (0..3000)
        .map(|at| ((at * 31 + start) % 256) as u8)
        .collect()
}

fn sent(data: &[u8]) -> Value {
    STANDARD.encode(data).into()
}

fn came(answer: &Value) -> Vec<u8> {
    STANDARD.decode(answer["data"].as_str().unwrap()).unwrap()
}

fn with() -> UpdateObject {
    UpdateObject {
        metadata: map(&[("colour", "größer 100% 🦀"), ("empty-ish", "-")]),
        content_type: Some("text/x-own; charset=utf-8".into()),
        content_encoding: Some("identity".into()),
        content_disposition: Some("attachment; filename=\"a b.txt\"".into()),
        ..UpdateObject::default()
    }
}

async fn listed(objects: &Objects) -> Vec<String> {
    let all = objects.list(&ListObjects::default()).all().await.unwrap();
    all.iter()
        .map(|entry: &Entry| entry.name().to_owned())
        .collect()
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn they_read_what_we_write() {
    let both = Both::new().await;
    let objects = container(&both.storage).await;
    let own = objects.container().to_string();
    for name in NAMES {
        let object = UploadObject {
            with: with(),
            ..UploadObject::new(name)
        };
        objects.upload(object, data(name)).await.unwrap();
    }
    let mut commands: Vec<_> = NAMES.iter().map(|name| json!(["get", own, name])).collect();
    commands.push(json!(["names", own]));
    let mut answers = both.theirs(&commands).await;
    let names = answers.pop().unwrap();
    let names = names.as_array().unwrap().iter();
    let names: Vec<_> = names
        .map(|one| one["name"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(names, listed(&objects).await);
    for (name, answer) in NAMES.iter().zip(&answers) {
        assert_eq!(came(answer), data(name), "{name:?}");
        let headers = &answer["headers"];
        assert_eq!(headers["x-object-meta-colour"], "größer 100% 🦀");
        assert_eq!(headers["x-object-meta-empty-ish"], "-");
        assert_eq!(headers["content-type"], "text/x-own; charset=utf-8");
        assert_eq!(
            headers["content-disposition"],
            "attachment; filename=\"a b.txt\""
        );
    }

    // Of their segments, in a manifest of either kind.
    let segments = NAMES.map(|name| Segment::new(own.as_str(), name));
    let put = objects.put_manifest("static", &segments, &with());
    put.await.unwrap();
    let put = objects.put_dynamic_manifest("dynamic", own.as_str(), "a", &with());
    put.await.unwrap();
    let get = |name: &str| json!(["get", own, name]);
    let answers = both.theirs(&[get("static"), get("dynamic")]).await;
    let whole: Vec<_> = NAMES.iter().flat_map(|name| data(name)).collect();
    assert_eq!(came(&answers[0]), whole);
    let begin_so: Vec<_> = ["a+b&c=d;e", "a/b//c/"]
        .iter()
        .flat_map(|name| data(name))
        .collect();
    assert_eq!(came(&answers[1]), begin_so);
    assert_eq!(answers[0]["headers"]["x-object-meta-empty-ish"], "-");
    clear(&both.storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn we_read_what_they_write() {
    let both = Both::new().await;
    let objects = container(&both.storage).await;
    let own = objects.container().to_string();
    let headers = json!({"x-object-meta-colour": "größer 100% 🦀", "content-type": "text/x-own"});
    let mut commands: Vec<_> = NAMES
        .iter()
        .map(|name| json!(["put", own, name, sent(&data(name)), headers]))
        .collect();
    let large: Vec<u8> = (0..70_000_u32).map(|at| (at % 251) as u8).collect();
    let upload = |name: &str, slo: bool| {
        let options = json!({"segment_size": 20_000, "use_slo": slo, "segment_container": own});
        json!(["upload", own, name, sent(&large), options])
    };
    commands.extend([
        upload("large/static ä", true),
        upload("large/dynamic ä", false),
    ]);
    both.theirs(&commands).await;
    for name in NAMES {
        assert_eq!(
            objects.download(name).bytes().await.unwrap(),
            data(name),
            "{name:?}"
        );
        let head = objects.head(name).await.unwrap();
        assert_eq!(head.metadata["colour"], "größer 100% 🦀");
        assert_eq!(head.content_type.as_deref(), Some("text/x-own"));
    }
    for (name, is_static) in [("large/static ä", true), ("large/dynamic ä", false)] {
        let head = objects.head(name).await.unwrap();
        assert_eq!(
            (head.static_large_object, head.object_manifest.is_some()),
            (is_static, !is_static)
        );
        assert_eq!(
            objects.download(name).bytes().await.unwrap(),
            large,
            "{name}"
        );
    }
    let manifest = objects.manifest("large/static ä").await.unwrap();
    assert_eq!(manifest.len(), 4);
    let all = listed(&objects).await;
    assert!(
        NAMES.iter().all(|name| all.iter().any(|one| one == name)),
        "{all:?}"
    );
    clear(&both.storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn addresses_work_for_either() {
    let both = Both::new().await;
    let objects = container(&both.storage).await;
    let settings = ContainerSettings {
        temp_url_key: Secret::from("between us").into(),
        ..ContainerSettings::default()
    };
    let update = UpdateContainer {
        settings,
        ..UpdateContainer::default()
    };
    let containers = both.storage.containers();
    containers
        .update(objects.container(), &update)
        .await
        .unwrap();
    let soon = Timestamp::try_from(SystemTime::now() + Duration::from_secs(300)).unwrap();
    let endpoint = both.storage.client().endpoint();
    let (host, account) = endpoint.split_once("/v1/").unwrap();
    for name in NAMES {
        objects.upload(name, data(name)).await.unwrap();
    }
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for name in NAMES {
        for digest in [Digest::Sha256, Digest::Sha512] {
            let mut url = TempUrl::new("between us", soon);
            url.digest = digest;
            let address = both.storage.temp_url(objects.container(), name, &url);
            ours.push(json!(["visit", address.unwrap()]));
        }
        let path = format!("/v1/{account}/{}/{name}", objects.container());
        theirs.push(json!(["temp_url", path, 300, "between us", "GET", {"digest": "sha256"}]));
    }
    for (at, answer) in both.theirs(&ours).await.iter().enumerate() {
        let name = NAMES[at / 2];
        assert_eq!(
            (&answer["status"], came(answer)),
            (&json!(200), data(name)),
            "{name:?}"
        );
    }
    for (name, signed) in NAMES.iter().zip(both.theirs(&theirs).await) {
        // Theirs is not encoded, so that the object's address is ours.
        let (_, query) = signed.as_str().unwrap().rsplit_once('?').unwrap();
        let plain = both
            .storage
            .temp_url(objects.container(), name, &TempUrl::new("x", soon));
        let plain = plain.unwrap();
        let (address, _) = plain.split_once('?').unwrap();
        assert!(address.starts_with(host));
        if name.ends_with('/') {
            // The address of a client has no slash at its end.
            continue;
        }
        let seen = visit(Method::GET, &format!("{address}?{query}"), "").await;
        assert_eq!(seen.unwrap(), data(name), "{name:?}");
    }
    clear(&both.storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn versions_are_the_same_to_either() {
    let both = Both::new().await;
    let objects = versioned(&both.storage).await;
    let own = objects.container().to_string();
    let name = "a/ä ?#";
    objects.upload(name, "ours").await.unwrap();
    let put = json!(["put", own, name, sent(b"theirs")]);
    both.theirs(&[put]).await;
    let ours = objects.list_versions(&ListVersions::default());
    let ours = ours.all().await.unwrap();
    assert_eq!(ours.len(), 2);
    assert_eq!(objects.download(&ours[0]).bytes().await.unwrap(), "theirs");
    let old = format!("version-id={}", ours[1].id);
    let commands = [
        json!(["names", own, "versions"]),
        json!(["get", own, name, old]),
    ];
    let answers = both.theirs(&commands).await;
    let theirs = answers[0].as_array().unwrap().iter();
    let theirs: Vec<_> = theirs
        .map(|one| one["version_id"].as_str().unwrap())
        .collect();
    assert!(
        theirs
            .into_iter()
            .eq(ours.iter().map(|one| one.id.as_str()))
    );
    assert_eq!(came(&answers[1]), b"ours");
    forget(&both.storage, &objects).await;
}
