//! Nothing that is printed or logged has a secret in it.

mod common;

use std::fmt::Debug;
use std::io;
use std::sync::{Arc, Mutex};

use ferriscloud_core::auth::{ApplicationCredential, Password, Token, UserRef};
use ferriscloud_core::config::CloudConfig;
use ferriscloud_core::transport::TlsOptions;
use ferriscloud_core::{
    Body, Client, Cloud, ErrorKind, Id, Operation, Request, Resource, Secret, ServiceSetup,
    Verdict, Wait,
};
use ferriscloud_fake::{Fake, Reply};
use http::{HeaderName, Method};
use serde_json::json;

use common::{PASSWORD, failed, no_secret, setup};

/// Neither of its two debug texts has a secret in it.
fn hides<T: Debug>(value: &T) {
    no_secret(&format!("{value:?} {value:#?}"));
}

#[test]
fn ways_to_log_in() {
    let user = || {
        UserRef::Name(
            "demo".into(),
            ferriscloud_core::auth::DomainRef::Id("d".into()),
        )
    };
    hides(&Secret::from(PASSWORD));
    hides(&Password::new(user(), PASSWORD));
    hides(&Token::new(PASSWORD));
    hides(&ApplicationCredential::new("id", PASSWORD));
    hides(&ApplicationCredential::named("name", user(), PASSWORD));
}

#[test]
fn configurations() {
    let mut config = CloudConfig::default();
    let secret = || Some(Secret::from(PASSWORD));
    config.auth.auth_url = Some(format!("http://me:{PASSWORD}@k/v3"));
    let service = config.services.entry("compute".to_owned()).or_default();
    service.endpoint_override = Some(format!("http://me:{PASSWORD}@c/v2.1"));
    config.auth.password = secret();
    config.auth.token = secret();
    config.auth.application_credential_secret = secret();
    config.cert = secret();
    config.key = secret();
    hides(&config);
    assert!(format!("{config:?}").contains(r#"auth_url: Some("http://k/v3")"#));
    hides(&ferriscloud_core::CloudSetup::new(config));
    let tls = TlsOptions {
        key: secret(),
        ..TlsOptions::default()
    };
    hides(&tls);
    hides(&Cloud::builder().auth(Token::new(PASSWORD)).tls(tls));
}

#[tokio::test]
async fn clouds_and_what_comes_from_them() {
    let fake = Fake::cloud(|_| Reply::json(200, json!({"servers": []})));
    let setup = setup(&fake);
    hides(&setup);
    let cloud = setup.connect().await.unwrap();
    hides(&cloud);
    let access = cloud.access().await.unwrap();
    assert_eq!(access.expose_token(), "token-1");
    hides(&access);
    hides(&access.expose_token());
    hides(&ServiceSetup::<Client>::new(&cloud));

    let compute = cloud.service("compute").unwrap();
    hides(&compute);
    let client = compute.clone();
    let call = move || {
        let call = client.post(["servers"], &json!({"adminPass": PASSWORD}));
        let call = call.header(HeaderName::from_static("x-auth-token"), PASSWORD);
        call.query(&json!({"temp_url_sig": PASSWORD}))
    };
    hides(&call());
    hides(&call().request());
    hides(&call().response());
    hides(&call().stream());
    hides(&call().response().await.unwrap().answer);
    let listing = || {
        compute
            .list(["servers"], "servers")
            .query(&json!({"token": PASSWORD}))
    };
    hides(&listing());
    hides(&listing().pages());
    hides(&Wait::until("ACTIVE", call, |_| Verdict::Done));
}

#[test]
fn requests() {
    let secret = [
        "x-auth-token",
        "x-subject-token",
        "x-service-token",
        "authorization",
        "x-account-meta-temp-url-key",
    ];
    for name in secret {
        let request = Request::new(Method::GET, ["v1"], Operation("get", ""));
        let request = request.header(HeaderName::from_static(name), PASSWORD);
        hides(
            &request
                .filter(&json!({"token": PASSWORD}))
                .json(&json!({"password": PASSWORD})),
        );
    }
    hides(&Body::from(PASSWORD));
}

#[tokio::test]
async fn what_a_transport_of_ones_own_is_given() {
    let seen = Arc::<Mutex<Vec<String>>>::default();
    let transport = tower::service_fn({
        let seen = seen.clone();
        move |request: http::Request<Body>| {
            seen.lock().unwrap().push(format!("{request:?}"));
            let login = request.method() == Method::POST;
            let answer = http::Response::builder().header("x-subject-token", "token-1");
            let body = if login { r#"{"token": {}}"# } else { "{}" };
            std::future::ready(answer.body(Body::from(body)).map_err(io::Error::other))
        }
    });
    let setup = Cloud::builder()
        .auth_url("http://k/v3")
        .auth(common::password());
    let setup = setup.transport(transport).endpoint("compute", "http://c");
    let compute = setup.connect().await.unwrap().service("compute").unwrap();
    compute.get(["servers"]).await.unwrap();
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 2);
    assert!(seen[1].contains("\"x-auth-token\": Sensitive"), "{seen:?}");
    no_secret(&seen.concat());
}

#[tokio::test]
async fn errors() {
    let fake = Fake::cloud(|_| Reply::text(409, "No."));
    let url = fake.url().replace("//", &format!("//me:{PASSWORD}@"));
    let cloud = setup(&fake)
        .endpoint("compute", url)
        .connect()
        .await
        .unwrap();
    let call = cloud.service("compute").unwrap().get(["servers"]);
    let call = call.query(&json!({"temp_url_sig": PASSWORD, "limit": 2}));
    let error = failed(call.await, &["/servers?limit=2&temp_url_sig=…", "409"]);
    hides(&error);
    hides(&error.trace());
    hides(&error.kind());
    let name = HeaderName::from_static("x-auth-token");
    let call = cloud
        .service("image")
        .unwrap()
        .get(["v2"])
        .header(name, format!("{PASSWORD}\n"));
    assert!(matches!(
        failed(call.await, &["x-auth-token"]).kind(),
        ErrorKind::Input(_)
    ));
}

#[tokio::test]
async fn addresses_with_a_password() {
    let fake = Fake::cloud(|_| Reply::json(200, json!({"size": PASSWORD})));
    let url = fake.url().replace("//", &format!("//me:{PASSWORD}@"));
    let setup = setup(&fake)
        .auth_url(format!("{url}/v3"))
        .endpoint("compute", &url);
    hides(&setup);
    let cloud = setup.connect().await.unwrap();
    hides(&cloud);
    let compute = cloud.service("compute").unwrap();
    hides(&compute);
    assert_eq!(compute.endpoint(), fake.url());
    hides(&compute.get(["servers"]));
    hides(&compute.list(["servers"], "servers"));
    hides(&compute.collection::<Disk>());

    for url in [
        format!("me:{PASSWORD}@host"),
        format!("http://me:{PASSWORD} @host/v3"),
    ] {
        let failed_login = common::setup(&fake).auth_url(&url).connect().await;
        failed(failed_login, &["of identity is not an absolute URL"]);
        let cloud = common::setup(&fake).endpoint("compute", &url);
        let client = cloud.connect().await.unwrap().service("compute");
        failed(client, &["of compute is not an absolute URL"]);
    }
}

#[derive(Debug, serde::Deserialize)]
struct Disk {
    #[allow(dead_code, reason = "never read")]
    size: u64,
    id: Id<Disk>,
}

impl Resource for Disk {
    type Kind = Self;
    const PATH: &'static str = "disks";
    const KEY: &'static str = "disk";
    const KEYS: &'static str = "disks";
    fn id(&self) -> &Id<Self> {
        &self.id
    }
}

#[tokio::test]
async fn answers_of_another_shape() {
    let body = json!({"size": PASSWORD});
    let replies = [
        Reply::json(200, body.clone()),
        Reply::text(200, &body.to_string()),
        Reply::text(200, &format!("[\"{PASSWORD}\"")),
    ];
    for reply in replies {
        let fake = Fake::cloud(move |_| reply.clone());
        let call = || async { common::compute(&fake).await.get(["disk"]) };
        failed(
            call().await.extract::<Disk>().await,
            &["could not read the answer"],
        );
        let list = common::compute(&fake)
            .await
            .list(["disk"], "size")
            .extract::<Disk>();
        failed(list.all().await, &["could not read the answer"]);
    }
    let fake = Fake::cloud(|_| Reply::empty(200));
    fake.on_login(|_| {
        Reply::json(201, json!({"token": PASSWORD})).header("X-Subject-Token", PASSWORD)
    });
    failed(
        setup(&fake).connect().await,
        &["the token: invalid type: string, expected"],
    );
}
