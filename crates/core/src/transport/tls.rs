//! What TLS trusts, and what it shows of us.

use std::fmt;
use std::sync::Arc;

use rustls::client::WantsClientCert;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{ClientConfig, ConfigBuilder, DigitallySignedStruct, SignatureScheme};
use rustls_platform_verifier::Verifier;

use crate::error::{Error, ErrorKind, Result};
use crate::secret::Secret;

/// What TLS trusts, and the certificate it shows. Certificates and keys are paths of PEM files, or PEM text.
///
/// ```
/// use ferriscloud_core::Cloud;
/// use ferriscloud_core::transport::TlsOptions;
///
/// let tls = TlsOptions { cacert: Some("~/ca.pem".into()), ..TlsOptions::default() };
/// let setup = Cloud::builder().tls(tls);
/// ```
#[derive(Clone)]
pub struct TlsOptions {
    /// Whether servers have to prove who they are. Turn this off only where nothing is at stake.
    pub verify: bool,
    /// Certificate authorities to trust besides those of the operating system.
    pub cacert: Option<String>,
    /// The certificate to show, with its chain.
    pub cert: Option<Secret>,
    /// The key of that certificate; in the certificate's file where this is not said.
    pub key: Option<Secret>,
    /// A whole configuration of your own, instead of all of the above.
    pub config: Option<Arc<ClientConfig>>,
}

impl Default for TlsOptions {
    fn default() -> Self {
        Self {
            verify: true,
            cacert: None,
            cert: None,
            key: None,
            config: None,
        }
    }
}

impl TlsOptions {
    pub(super) fn client_config(&self) -> Result<ClientConfig> {
        if let Some(config) = &self.config {
            return Ok(config.as_ref().clone());
        }
        let provider = provider()?;
        let builder = ClientConfig::builder_with_provider(provider.clone())
            .with_safe_default_protocol_versions()
            .map_err(|error| refused("the provider", error))?;
        let verifier: Arc<dyn ServerCertVerifier> = if self.verify {
            let roots = self
                .cacert
                .as_deref()
                .map(certificates)
                .transpose()?
                .unwrap_or_default();
            let verifier = Verifier::new_with_extra_roots(roots, provider);
            Arc::new(verifier.map_err(|error| refused("the trusted certificates", error))?)
        } else {
            tracing::warn!(
                "TLS certificates are not verified: anyone on the way can read and change everything"
            );
            Arc::new(Anyone(provider))
        };
        let builder = builder
            .dangerous()
            .with_custom_certificate_verifier(verifier);
        let mut config = self.identified(builder)?;
        if cfg!(feature = "http2") {
            config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        }
        Ok(config)
    }

    /// With the certificate of ours, if there is one.
    fn identified(
        &self,
        builder: ConfigBuilder<ClientConfig, WantsClientCert>,
    ) -> Result<ClientConfig> {
        let Some(cert) = &self.cert else {
            return Ok(builder.with_no_client_auth());
        };
        let key = self.key.as_ref().unwrap_or(cert).expose();
        let key = PrivateKeyDer::from_pem_slice(&pem(key)?)
            .map_err(|error| refused("the client key", error))?;
        builder
            .with_client_auth_cert(certificates(cert.expose())?, key)
            .map_err(|error| refused("the client certificate", error))
    }
}

/// Passed on explicitly: the process' default may be missing, or another library's.
fn provider() -> Result<Arc<CryptoProvider>> {
    #[cfg(feature = "ring")]
    return Ok(Arc::new(rustls::crypto::ring::default_provider()));
    #[cfg(all(feature = "aws-lc", not(feature = "ring")))]
    return Ok(Arc::new(rustls::crypto::aws_lc_rs::default_provider()));
    #[cfg(not(any(feature = "ring", feature = "aws-lc")))]
    return Err(ErrorKind::Tls(
        "built without the features ring and aws-lc: give a configuration".to_owned(),
    )
    .into());
}

fn certificates(path_or_text: &str) -> Result<Vec<CertificateDer<'static>>> {
    let pem = pem(path_or_text)?;
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    let certificates = certificates.map_err(|error| refused("a certificate", error))?;
    if certificates.is_empty() {
        return Err(ErrorKind::Config(format!(
            "there is no certificate in {}",
            name(path_or_text)
        ))
        .into());
    }
    Ok(certificates)
}

fn pem(path_or_text: &str) -> Result<Vec<u8>> {
    if path_or_text.contains("-----BEGIN") {
        return Ok(path_or_text.as_bytes().to_vec());
    }
    let unreadable = |error| {
        Error::new(
            ErrorKind::Config(format!("cannot read {path_or_text}")),
            error,
        )
    };
    std::fs::read(path_or_text).map_err(unreadable)
}

fn name(path_or_text: &str) -> &str {
    if path_or_text.contains("-----BEGIN") {
        "the PEM text"
    } else {
        path_or_text
    }
}

fn refused(what: &str, error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(ErrorKind::Tls(format!("{what}: {error}")), error)
}

/// Accepts any certificate, as `verify: false` asks.
#[derive(Debug)]
struct Anyone(Arc<CryptoProvider>);

impl ServerCertVerifier for Anyone {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

impl fmt::Debug for TlsOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            verify,
            cacert,
            cert,
            key,
            config,
        } = self;
        f.debug_struct("TlsOptions")
            .field("verify", verify)
            .field("cacert", &cacert.as_deref().map(name))
            .field("cert", cert)
            .field("key", key)
            .field("config", &config.is_some())
            .finish()
    }
}
