//! What TLS trusts, and what it says when it does not.
#![cfg(feature = "ring")]
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use ferriscloud_core::auth::Token;
use ferriscloud_core::retry::Retry;
use ferriscloud_core::transport::TlsOptions;
use ferriscloud_core::{Cloud, Error, ErrorKind};
use rcgen::{BasicConstraints, Certificate, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::AbortHandle;
use tokio_rustls::TlsAcceptor;

/// A certificate authority.
struct Authority {
    certificate: Certificate,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        let issuer = Issuer::new(params, key);
        Self {
            certificate,
            issuer,
        }
    }

    fn pem(&self) -> String {
        self.certificate.pem()
    }

    /// A certificate for a host, and its key.
    fn issue(
        &self,
        host: &str,
        change: impl FnOnce(&mut CertificateParams),
    ) -> (Certificate, KeyPair) {
        let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        (params.signed_by(&key, &self.issuer).unwrap(), key)
    }
}

/// A Keystone that refuses every login, over TLS: who gets a 401 got through.
struct Keystone {
    url: String,
    connections: Arc<AtomicU32>,
    server: AbortHandle,
}

impl Keystone {
    async fn start(
        (certificate, key): (Certificate, KeyPair),
        clients: Option<&Authority>,
    ) -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(provider.clone());
        let builder = builder.with_safe_default_protocol_versions().unwrap();
        let builder = match clients {
            Some(authority) => {
                let mut roots = RootCertStore::empty();
                roots.add(authority.certificate.der().clone()).unwrap();
                let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), provider);
                builder.with_client_cert_verifier(verifier.build().unwrap())
            }
            None => builder.with_no_client_auth(),
        };
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = builder
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));

        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!(
            "https://127.0.0.1:{}/v3",
            listener.local_addr().unwrap().port()
        );
        let connections = Arc::<AtomicU32>::default();
        let count = connections.clone();
        let server = tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::Relaxed);
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let mut connection = acceptor.accept(connection).await?;
                    let _length = connection.read(&mut [0; 4096]).await?;
                    let refusal = b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n";
                    connection.write_all(refusal).await?;
                    connection.shutdown().await
                });
            }
        });
        Self {
            url,
            connections,
            server: server.abort_handle(),
        }
    }

    /// How a login ends: never well.
    async fn log_in(&self, tls: TlsOptions) -> Error {
        let setup = Cloud::builder().auth_url(&self.url).auth(Token::new("t"));
        let setup = setup.tls(tls).retry(Retry::default().attempts(2));
        setup.connect().await.unwrap_err()
    }
}

impl Drop for Keystone {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn trusting(authority: &Authority) -> TlsOptions {
    TlsOptions {
        cacert: Some(authority.pem()),
        ..TlsOptions::default()
    }
}

/// It says what is wrong, in words of TLS, and where.
fn says(error: &Error, keystone: &Keystone, what: &str) {
    let text = error.to_string();
    assert!(matches!(error.kind(), ErrorKind::Tls(_)), "{text}");
    assert!(
        text.contains(what) && text.contains(&keystone.url),
        "{text}"
    );
}

#[tokio::test]
async fn an_authority_of_ones_own_is_trusted_by_text_and_by_path() {
    let authority = Authority::new("ours");
    let keystone = Keystone::start(authority.issue("127.0.0.1", |_| ()), None).await;
    assert!(
        keystone
            .log_in(trusting(&authority))
            .await
            .is_unauthorized()
    );

    let path = std::env::temp_dir().join(format!("ferriscloud-ca-{}.pem", std::process::id()));
    std::fs::write(&path, authority.pem()).unwrap();
    let cacert = Some(path.to_string_lossy().into_owned());
    let by_path = TlsOptions {
        cacert,
        ..TlsOptions::default()
    };
    let error = keystone.log_in(by_path).await;
    std::fs::remove_file(path).unwrap();
    assert!(error.is_unauthorized(), "{error}");
}

#[tokio::test]
async fn a_stranger_is_refused_unless_nobody_is() {
    let keystone = Keystone::start(Authority::new("ours").issue("127.0.0.1", |_| ()), None).await;
    says(
        &keystone.log_in(TlsOptions::default()).await,
        &keystone,
        "UnknownIssuer",
    );
    says(
        &keystone.log_in(trusting(&Authority::new("theirs"))).await,
        &keystone,
        "UnknownIssuer",
    );
    let anyone = TlsOptions {
        verify: false,
        ..TlsOptions::default()
    };
    assert!(keystone.log_in(anyone).await.is_unauthorized());
}

#[tokio::test]
async fn a_certificate_for_another_host_or_time_is_refused() {
    let authority = Authority::new("ours");
    let other = Keystone::start(authority.issue("keystone.example.org", |_| ()), None).await;
    says(
        &other.log_in(trusting(&authority)).await,
        &other,
        "not valid for name",
    );
    let old = |params: &mut CertificateParams| {
        params.not_before = rcgen::date_time_ymd(2020, 1, 1);
        params.not_after = rcgen::date_time_ymd(2021, 1, 1);
    };
    let expired = Keystone::start(authority.issue("127.0.0.1", old), None).await;
    says(
        &expired.log_in(trusting(&authority)).await,
        &expired,
        "expired",
    );
}

#[tokio::test]
async fn a_certificate_of_ours_is_shown_where_one_is_asked_for() {
    let authority = Authority::new("ours");
    let server = authority.issue("127.0.0.1", |_| ());
    let keystone = Keystone::start(server, Some(&authority)).await;
    assert!(
        !keystone
            .log_in(trusting(&authority))
            .await
            .is_unauthorized()
    );

    let (certificate, key) = authority.issue("someone", |_| ());
    let apart = TlsOptions {
        cert: Some(certificate.pem().into()),
        key: Some(key.serialize_pem().into()),
        ..trusting(&authority)
    };
    let error = keystone.log_in(apart).await;
    assert!(error.is_unauthorized(), "{error}");
    let together = TlsOptions {
        cert: Some((certificate.pem() + &key.serialize_pem()).into()),
        ..trusting(&authority)
    };
    let error = keystone.log_in(together).await;
    assert!(error.is_unauthorized(), "{error}");
}

#[tokio::test]
async fn a_stranger_is_not_asked_again() {
    let keystone = Keystone::start(Authority::new("ours").issue("127.0.0.1", |_| ()), None).await;
    keystone.log_in(TlsOptions::default()).await;
    assert_eq!(keystone.connections.load(Ordering::Relaxed), 1);
}
