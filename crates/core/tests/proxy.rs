//! Proxies: the whole address to them for plain HTTP, a tunnel through them for HTTPS.
#![cfg(feature = "ring")]
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

mod common;

use std::process::Command;
use std::sync::{Arc, Mutex};

use ferriscloud_core::auth::Token;
use ferriscloud_core::transport::TlsOptions;
use ferriscloud_core::{Cloud, CloudSetup, ErrorKind};
use ferriscloud_fake::{Fake, FakeCloud, Reply};
use rustls::ServerConfig;
use rustls::pki_types::PrivatePkcs8KeyDer;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use common::{PASSWORD, failed, no_secret, servers, setup};

/// A cloud that takes what is sent to a proxy for what is sent to itself.
fn content() -> FakeCloud {
    Fake::cloud(|_| Reply::json(200, json!({})))
}

/// The address of a proxy that wants a name and a password.
fn with_password(fake_url: &str) -> String {
    fake_url.replace("//", &format!("//me:{PASSWORD}@"))
}

/// A cloud at an address of its own, which only a proxy can know.
fn beyond(fake: &FakeCloud) -> CloudSetup {
    let setup = setup(fake).auth_url("http://cloud.test:5000/v3");
    setup.endpoint("compute", "http://cloud.test/compute")
}

#[tokio::test]
async fn plain_requests_go_to_it_with_their_whole_address() {
    let fake = content();
    let setup = beyond(&fake).proxy(with_password(&fake.url()));
    no_secret(&format!("{setup:?} {setup:#?}"));
    let compute = setup.connect().await.unwrap().service("compute").unwrap();
    compute.get(["servers"]).await.unwrap();
    compute.post(["servers"], &json!({})).await.unwrap();

    let login = &fake.logins()[0];
    assert_eq!(login.authority, "cloud.test:5000");
    assert_eq!(login.header("host"), Some("cloud.test:5000"));
    let calls = fake.calls();
    assert_eq!(calls.len(), 2);
    for call in calls.iter().chain([login]) {
        let shown = call.header("proxy-authorization").unwrap();
        assert_eq!(shown, "Basic bWU6b3Blbi1zZXNhbWU=");
    }
    assert_eq!(
        (&*calls[0].authority, &*calls[0].path),
        ("cloud.test", "/compute/servers")
    );
}

#[tokio::test]
async fn without_one_nobody_is_told_more_than_the_path() {
    let fake = content();
    let cloud = setup(&fake).no_proxy().connect().await.unwrap();
    servers(&cloud).await;
    for request in fake.logins().iter().chain(&fake.calls()) {
        assert_eq!(request.authority, "");
        assert_eq!(request.header("proxy-authorization"), None);
    }
}

#[tokio::test]
async fn one_that_is_no_good_is_an_error_and_not_left_out() {
    let fake = content();
    for url in ["socks5://proxy", "https://proxy", "a proxy", ""] {
        let url = url.replace("//", &format!("//me:{PASSWORD}@"));
        let setup = setup(&fake).proxy(url);
        no_secret(&format!("{setup:?}"));
        let error = failed(
            setup.connect().await,
            &["cannot be used", "http://host:port"],
        );
        assert!(matches!(error.kind(), ErrorKind::Config(_)));
    }
    assert!(fake.logins().is_empty());
}

/// A proxy that leads every tunnel to a Keystone of its own over TLS, which refuses every login; its
/// certificate; what was asked of the proxy, and of Keystone.
async fn tunnelled() -> (String, String, Arc<Mutex<[String; 2]>>) {
    let names = vec!["cloud.test".to_owned()];
    let own = rcgen::generate_simple_self_signed(names).unwrap();
    let key = PrivatePkcs8KeyDer::from(own.signing_key.serialize_der());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider);
    let config = config
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth();
    let config = config
        .with_single_cert(vec![own.cert.der().clone()], key.into())
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::<Mutex<[String; 2]>>::default();
    tokio::spawn({
        let asked = asked.clone();
        async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            asked.lock().unwrap()[0] = head(&mut stream).await;
            stream.write_all(b"HTTP/1.1 200 \r\n\r\n").await.unwrap();
            let mut secure = acceptor.accept(stream).await.unwrap();
            asked.lock().unwrap()[1] = head(&mut secure).await;
            let refusal = b"HTTP/1.1 401 \r\ncontent-length: 0\r\n\r\n";
            secure.write_all(refusal).await.unwrap();
            secure.shutdown().await.unwrap();
        }
    });
    (url, own.cert.pem(), asked)
}

/// A request up to its body.
async fn head(stream: &mut (impl tokio::io::AsyncRead + Unpin)) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    String::from_utf8(head).unwrap().to_ascii_lowercase()
}

#[tokio::test]
async fn https_goes_through_a_tunnel_and_keeps_its_secrets() {
    let (url, certificate, asked) = tunnelled().await;
    let tls = TlsOptions {
        cacert: Some(certificate),
        ..TlsOptions::default()
    };
    let setup = Cloud::builder()
        .auth_url("https://cloud.test/v3")
        .auth(Token::new("t"));
    let setup = setup.tls(tls).proxy(with_password(&url));
    let error = failed(
        setup.connect().await,
        &["https://cloud.test/v3/auth/tokens", "401"],
    );
    // Who gets a 401 got through.
    assert!(error.is_unauthorized(), "{error}");
    let asked = asked.lock().unwrap();
    assert!(
        asked[0].starts_with("connect cloud.test:443 http/1.1\r\n"),
        "{}",
        asked[0]
    );
    assert!(asked[0].contains("proxy-authorization: basic "));
    assert!(
        asked[1].starts_with("post /v3/auth/tokens http/1.1\r\n"),
        "{}",
        asked[1]
    );
    assert!(!asked[1].contains("proxy-authorization"));
}

#[tokio::test]
async fn one_that_refuses_is_no_connection() {
    let fake = Fake::start(|_| Reply::empty(407));
    let setup = Cloud::builder()
        .auth_url("https://cloud.test/v3")
        .auth(Token::new("t"));
    let setup = setup.retry(ferriscloud_core::retry::Retry::none());
    let error = setup.proxy(fake.url()).connect().await.unwrap_err();
    assert!(error.is_connect(), "{error}");
    assert!(
        format!("{error:?}").contains("ProxyAuthRequired"),
        "{error:?}"
    );
    assert_eq!(fake.requests()[0].method, "CONNECT");
}

/// The environment of a process cannot be changed from within: another one runs [`within`].
async fn in_environment(url: &str, variables: Vec<(&'static str, String)>) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "--ignored", "within"])
        .env_clear()
        .envs(variables);
    command.env("URL", url);
    let run = tokio::task::spawn_blocking(move || command.output());
    let output = run.await.unwrap().unwrap();
    assert!(output.status.success(), "{output:?}");
}

#[tokio::test]
#[ignore = "run by other tests, in environments of their own"]
async fn within() {
    let Ok(url) = std::env::var("URL") else {
        return;
    };
    let setup = Cloud::builder()
        .auth_url(format!("{url}/v3"))
        .auth(common::password());
    let cloud = setup
        .endpoint("compute", format!("{url}/compute"))
        .connect()
        .await
        .unwrap();
    servers(&cloud).await;
}

#[tokio::test]
async fn the_environment_says_which() {
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY"] {
        let fake = content();
        in_environment(
            "http://cloud.test",
            vec![(name, with_password(&fake.url()))],
        )
        .await;
        assert_eq!(fake.logins()[0].authority, "cloud.test", "{name}");
        assert!(fake.calls()[0].header("proxy-authorization").is_some());
    }
}

#[tokio::test]
async fn the_environment_says_for_what_there_is_none() {
    let fake = content();
    let direct = || fake.logins().last().unwrap().authority.is_empty();
    let nowhere = || ("HTTP_PROXY", Fake::nobody());
    let no_proxy = |hosts: &str| vec![nowhere(), ("NO_PROXY", hosts.to_owned())];
    // An address that leads to this machine, but that is none of its own.
    let url = fake.url().replace("127.0.0.1", "0.0.0.0");
    in_environment(&url, no_proxy("elsewhere.test, 0.0.0.0/8")).await;
    assert!(direct());
    // What is on this machine needs none, even where that is not said.
    in_environment(&fake.url(), vec![nowhere()]).await;
    assert!(direct());
    assert_eq!(fake.logins().len(), 2);
}
