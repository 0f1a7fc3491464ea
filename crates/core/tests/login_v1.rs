//! Swift's own logging in, against exchanges as Swift and Ceph have them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's way to fail")]

mod common;

use ferriscloud_core::Cloud;
use ferriscloud_core::auth::PasswordV1;
use ferriscloud_core::config::{CloudConfig, Environment};
use ferriscloud_fake::{Fake, Received, Reply};
use serde_json::json;

use common::{failed, no_secret};

/// A Swift that knows one user.
fn swift() -> Fake {
    Fake::start(|request| {
        let known = |name, value| request.header(name) == Some(value);
        match request.path.as_str() {
            "/auth/v1.0"
                if known("x-auth-user", "test:tester") && known("x-auth-key", "open-sesame") =>
            {
                let storage = format!("http://{}/v1/AUTH_test", request.header("host").unwrap());
                Reply::empty(200)
                    .header("x-storage-url", &storage)
                    .header("x-auth-token", "AUTH_tk1")
                    .header("x-auth-token-expires", "3600")
            }
            "/auth/v1.0" => Reply::empty(401),
            _ if known("x-auth-token", "AUTH_tk1") => Reply::json(200, json!([])),
            _ => Reply::empty(401),
        }
    })
}

fn asked(fake: &Fake) -> Received {
    fake.requests().pop().unwrap()
}

#[tokio::test]
async fn the_answer_says_where_the_storage_is() {
    let fake = swift();
    let auth_url = format!("{}/auth/v1.0", fake.url());
    let method = PasswordV1::new("test:tester", "open-sesame");
    let cloud = Cloud::builder().auth_url(&auth_url).auth(method);
    let cloud = cloud.connect().await.unwrap();
    let storage = cloud.service("object-store").unwrap();
    assert_eq!(storage.endpoint(), format!("{}/v1/AUTH_test", fake.url()));
    storage.get(["box"]).await.unwrap();
    assert_eq!(asked(&fake).path, "/v1/AUTH_test/box");
    let access = cloud.access().await.unwrap();
    assert!(access.expires_at.is_some());
    assert_eq!(access.user.name, "test:tester");
    no_secret(&format!("{cloud:?}"));
    failed(cloud.service("compute"), &["compute", "object-store"]);

    let method = PasswordV1::new("test:tester", "open-says-me");
    let refused = Cloud::builder().auth_url(&auth_url).auth(method);
    assert!(refused.connect().await.unwrap_err().is_unauthorized());
}

#[tokio::test]
async fn from_a_configuration_and_from_the_variables_of_the_command_line() {
    let fake = swift();
    let mut config = CloudConfig::default();
    config.auth_type = Some("v1password".into());
    config.region = Some("north".into());
    config.auth.auth_url = Some(format!("{}/auth/v1.0/", fake.url()));
    config.auth.username = Some("test:tester".into());
    config.auth.password = Some("open-sesame".into());
    config.auth.project_name = Some("AUTH_other".into());
    let cloud = Cloud::from_config(config).await.unwrap();
    let storage = cloud.service("object-store").unwrap();
    assert_eq!(storage.endpoint(), format!("{}/v1/AUTH_other", fake.url()));

    let mut environment = Environment::default();
    for (name, value) in [
        ("ST_AUTH", format!("{}/auth/v1.0", fake.url())),
        ("ST_USER", "test:tester".into()),
        ("ST_KEY", "open-sesame".into()),
    ] {
        environment.variables.insert(name.into(), value);
    }
    let config = CloudConfig::from_environment(&environment).unwrap();
    let cloud = Cloud::from_config(config).await.unwrap();
    cloud.service("object-store").unwrap();

    // Keystone's variables come first.
    let keystone = "http://keystone.example.org/v3".to_owned();
    environment.variables.insert("OS_AUTH_URL".into(), keystone);
    let config = CloudConfig::from_environment(&environment).unwrap();
    assert_eq!(config.auth_type, None);
}
