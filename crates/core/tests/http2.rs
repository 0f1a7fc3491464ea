//! HTTP/2, where a server offers it.
#![cfg(all(feature = "http2", feature = "ring"))]
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

use ferriscloud_core::Cloud;
use ferriscloud_core::auth::Token;
use ferriscloud_core::transport::TlsOptions;
use futures_util::future::join_all;
use http::{Request, Response, Version};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// A cloud of one server that speaks HTTP/2 alone; its address, its certificate, and its connections.
async fn server() -> (String, String, Arc<AtomicU32>) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let (pem, key) = (made.cert.pem(), made.signing_key.serialize_der());
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider);
    let config = config.with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth();
    let mut config = config
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!(
        "https://localhost:{}",
        listener.local_addr().unwrap().port()
    );
    let connections = Arc::<AtomicU32>::default();
    let (count, here) = (connections.clone(), url.clone());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            count.fetch_add(1, SeqCst);
            let (acceptor, here) = (acceptor.clone(), here.clone());
            tokio::spawn(async move {
                let stream = TokioIo::new(acceptor.accept(stream).await.unwrap());
                let service =
                    service_fn(move |request| std::future::ready(answer(&request, &here)));
                let server = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
                let _ = server.serve_connection(stream, service).await;
            });
        }
    });
    (url, pem, connections)
}

fn answer(request: &Request<Incoming>, here: &str) -> Result<Response<String>, Infallible> {
    assert_eq!(request.version(), Version::HTTP_2);
    let answer = match request.uri().path() {
        "/v3/auth/tokens" => {
            let catalog = format!(
                r#"[{{"type": "compute", "endpoints": [{{"interface": "public", "url": "{here}/compute"}}]}}]"#
            );
            let builder = Response::builder()
                .status(201)
                .header("x-subject-token", "token");
            builder.body(format!(r#"{{"token": {{"catalog": {catalog}}}}}"#))
        }
        path => Response::builder().body(format!(r#"{{"path": "{path}"}}"#)),
    };
    Ok(answer.unwrap())
}

#[tokio::test]
async fn many_calls_share_a_connection() {
    let (url, pem, connections) = server().await;
    let tls = TlsOptions {
        cacert: Some(pem),
        ..TlsOptions::default()
    };
    let setup = Cloud::builder()
        .auth_url(format!("{url}/v3"))
        .auth(Token::new("t"));
    let cloud = setup.tls(tls).no_proxy().connect().await.unwrap();
    let compute = cloud.service("compute").unwrap();
    let calls = (0..16).map(|number| {
        compute
            .get(["x".to_owned(), number.to_string()])
            .into_future()
    });
    for (number, answer) in join_all(calls).await.into_iter().enumerate() {
        assert_eq!(answer.unwrap()["path"], format!("/compute/x/{number}"));
    }
    assert_eq!(connections.load(SeqCst), 1);
}
