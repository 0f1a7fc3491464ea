//! What containers are told about browsers, limits, copies, and old versions.

use std::time::Duration;

use ferriscloud::object_storage::containers::{
    ContainerSettings, CreateContainer, UpdateContainer,
};
use ferriscloud::{Operation, Patch, Path, Request, Secret};
use ferriscloud_live::unique;
use http::{HeaderName, Method, header};

use crate::{HELLO, clear, container, seen, storage, stranger};

fn update(settings: ContainerSettings) -> UpdateContainer {
    UpdateContainer {
        settings,
        ..UpdateContainer::default()
    }
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn settings_come_and_go() {
    let storage = storage().await;
    let containers = storage.containers();
    let name = unique("set");
    let settings = ContainerSettings {
        cors_allow_origin: "http://a.example.org http://b.example.org".into(),
        cors_max_age: Duration::from_secs(90).into(),
        cors_expose_headers: "x-object-meta-colour".into(),
        quota_bytes: 1000.into(),
        quota_objects: 10.into(),
        sync_to: "http://127.0.0.1/v1/AUTH_x/copy".into(),
        sync_key: Secret::from("between us").into(),
        temp_url_key: Secret::from("one").into(),
        temp_url_key_2: Secret::from("two").into(),
        web_index: "index.html".into(),
        web_error: "error.html".into(),
        web_listings: true.into(),
        web_listings_css: "style.css".into(),
        web_listings_label: "Ours".into(),
        web_directory_type: "text/directory".into(),
        ..ContainerSettings::default()
    };
    let create = CreateContainer {
        settings,
        ..CreateContainer::new(name.as_str())
    };
    containers.create(&create).await.unwrap();
    let head = containers.head(&name).await.unwrap();
    let text = |text: &Option<String>| text.clone().unwrap();
    assert_eq!(
        text(&head.cors_allow_origin),
        "http://a.example.org http://b.example.org"
    );
    assert_eq!(head.cors_max_age, Some(Duration::from_secs(90)));
    assert_eq!(text(&head.cors_expose_headers), "x-object-meta-colour");
    assert_eq!(
        (head.quota_bytes, head.quota_objects),
        (Some(1000), Some(10))
    );
    assert_eq!(text(&head.sync_to), "http://127.0.0.1/v1/AUTH_x/copy");
    let secret = |secret: &Option<Secret>| secret.as_ref().unwrap().expose().to_owned();
    assert_eq!(secret(&head.sync_key), "between us");
    assert_eq!(secret(&head.temp_url_key), "one");
    assert_eq!(secret(&head.temp_url_key_2), "two");
    assert_eq!(text(&head.web_index), "index.html");
    assert_eq!(text(&head.web_error), "error.html");
    assert_eq!(head.web_listings, Some(true));
    assert_eq!(text(&head.web_listings_css), "style.css");
    assert_eq!(text(&head.web_listings_label), "Ours");
    assert_eq!(text(&head.web_directory_type), "text/directory");
    assert!(head.metadata.is_empty(), "{:?}", head.metadata);

    let gone = ContainerSettings {
        cors_allow_origin: Patch::Clear,
        cors_max_age: Patch::Clear,
        cors_expose_headers: Patch::Clear,
        quota_bytes: Patch::Clear,
        quota_objects: 3.into(),
        sync_to: Patch::Clear,
        sync_key: Patch::Clear,
        temp_url_key: Patch::Clear,
        web_index: Patch::Clear,
        web_error: Patch::Clear,
        web_listings: false.into(),
        web_listings_css: Patch::Clear,
        web_listings_label: Patch::Clear,
        web_directory_type: Patch::Clear,
        ..ContainerSettings::default()
    };
    containers.update(&name, &update(gone)).await.unwrap();
    let head = containers.head(&name).await.unwrap();
    for gone in [
        head.cors_allow_origin,
        head.cors_expose_headers,
        head.sync_to,
        head.web_index,
        head.web_error,
        head.web_listings_css,
        head.web_listings_label,
        head.web_directory_type,
    ] {
        assert_eq!(gone, None);
    }
    assert_eq!((head.quota_bytes, head.quota_objects), (None, Some(3)));
    assert_eq!((head.cors_max_age, head.web_listings), (None, Some(false)));
    assert!(head.sync_key.is_none() && head.temp_url_key.is_none());
    assert_eq!(secret(&head.temp_url_key_2), "two");
    let back = ContainerSettings {
        sync_to: "http://127.0.0.1/v1/AUTH_x/other".into(),
        sync_key: Secret::from("between us").into(),
        ..ContainerSettings::default()
    };
    containers.update(&name, &update(back)).await.unwrap();
    let head = containers.head(&name).await.unwrap();
    assert_eq!(text(&head.sync_to), "http://127.0.0.1/v1/AUTH_x/other");
    containers.delete(&name).await.unwrap();
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn quotas_are_kept() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let quota = ContainerSettings {
        quota_bytes: 20.into(),
        ..ContainerSettings::default()
    };
    let update = update(quota);
    let containers = storage.containers();
    containers
        .update(objects.container(), &update)
        .await
        .unwrap();
    objects.upload("a", HELLO).await.unwrap();
    let error = objects.upload("b", HELLO.repeat(3)).await.unwrap_err();
    assert!(error.is_over_quota(), "{error}");
    clear(&storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn strangers_see_a_site() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let site = UpdateContainer {
        read_acl: ".r:*,.rlistings".into(),
        settings: ContainerSettings {
            web_index: "index.html".into(),
            web_error: "error.html".into(),
            web_listings: true.into(),
            web_listings_label: "our things".into(),
            ..ContainerSettings::default()
        },
        ..UpdateContainer::default()
    };
    let containers = storage.containers();
    containers.update(objects.container(), &site).await.unwrap();
    for (name, text) in [
        ("index.html", "welcome"),
        ("404error.html", "lost"),
        ("sub/a.txt", HELLO),
    ] {
        objects.upload(name, text).await.unwrap();
    }
    let address = format!("{}/{}", storage.client().endpoint(), objects.container());
    let page = async |path: &str| {
        let client = stranger(&address).await;
        let call = client.get(Path::default().name(path));
        call.reading(|answer| Ok(String::from_utf8_lossy(answer.bytes()).into_owned()))
            .await
    };
    // The address itself leads to the one with a slash, which has the index.
    assert_eq!(page("index.html").await.unwrap(), "welcome");
    assert_eq!(page("sub/a.txt").await.unwrap(), HELLO);
    let listing = page("sub/").await.unwrap();
    assert!(
        listing.contains("our things") && listing.contains("a.txt"),
        "{listing}"
    );
    let error = page("nowhere").await.unwrap_err();
    assert!(error.is_not_found());
    let body = &error.fault().unwrap().body;
    assert_eq!(&body[..], b"lost");
    let whole = seen(&address).await.unwrap();
    assert_eq!(whole, "welcome");
    clear(&storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn browsers_are_told_what_they_may() {
    let storage = storage().await;
    let objects = container(&storage).await;
    let cors = ContainerSettings {
        cors_allow_origin: "http://ours.example.org".into(),
        cors_max_age: Duration::from_secs(7).into(),
        ..ContainerSettings::default()
    };
    let containers = storage.containers();
    let name = objects.container();
    containers.update(name, &update(cors)).await.unwrap();
    let asked = async |origin: &str| {
        let path = Path::default().segment(name.as_str());
        let request = Request::new(Method::OPTIONS, path, Operation("ask", "container"));
        let method = HeaderName::from_static("access-control-request-method");
        let request = request.header(header::ORIGIN, origin).header(method, "PUT");
        storage.client().call(request).response().await
    };
    let answer = asked("http://ours.example.org").await.unwrap();
    let allowed = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(
        allowed("access-control-allow-origin"),
        "http://ours.example.org"
    );
    assert_eq!(allowed("access-control-max-age"), "7");
    assert!(
        asked("http://theirs.example.org")
            .await
            .unwrap_err()
            .is_unauthorized()
    );
    clear(&storage, &objects).await;
}

#[tokio::test]
#[ignore = "needs a cloud: run `cargo xtask test`"]
async fn the_old_kind_of_versioning() {
    let storage = storage().await;
    let containers = storage.containers();
    let old = container(&storage).await;
    for history in [false, true] {
        let location = Patch::Set(old.container().to_string());
        let mut settings = ContainerSettings::default();
        match history {
            true => settings.history_location = location,
            false => settings.versions_location = location,
        }
        let name = unique("versioned");
        let create = CreateContainer {
            settings,
            ..CreateContainer::new(name.as_str())
        };
        containers.create(&create).await.unwrap();
        let head = containers.head(&name).await.unwrap();
        let locations = [head.versions_location, head.history_location];
        assert_eq!(
            locations[usize::from(history)].as_deref(),
            Some(old.container().as_str())
        );
        let objects = storage.objects(name.as_str());
        objects.upload("a", "first").await.unwrap();
        objects.upload("a", "second").await.unwrap();
        objects.delete("a").await.unwrap();
        match history {
            // What was replaced comes back.
            false => assert_eq!(objects.download("a").bytes().await.unwrap(), "first"),
            true => assert!(objects.head("a").await.unwrap_err().is_not_found()),
        }
        let none = ContainerSettings {
            versions_location: Patch::Clear,
            history_location: Patch::Clear,
            ..ContainerSettings::default()
        };
        containers.update(&name, &update(none)).await.unwrap();
        let head = containers.head(&name).await.unwrap();
        assert_eq!(
            (head.versions_location, head.history_location),
            (None, None)
        );
        clear(&storage, &objects).await;
    }
    clear(&storage, &old).await;
}
