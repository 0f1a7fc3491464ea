//! Temporary URLs: a way to one object for somebody without a token.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ferriscloud_core::time::Timestamp;
use ferriscloud_core::{Error, ErrorKind, Result, Secret};
use hmac::{Hmac, KeyInit, Mac};
use http::Method;
use sha1::Sha1;
use sha2::{Sha256, Sha512};

/// What a temporary URL allows, and until when: see
/// [Swift's middleware](https://docs.openstack.org/swift/latest/api/temporary_url_middleware.html).
///
/// The key is one that the account or the container has in its metadata, as `temp-url-key` or `temp-url-key-2`.
///
/// ```
/// use ferriscloud_core::time::Timestamp;
/// use ferriscloud_objectstorage::temp_urls::TempUrl;
///
/// let until = Timestamp::from_second(1_893_456_000)?;
/// let url = TempUrl::new("k", until).query("/v1/AUTH_a/c/o")?;
/// assert!(url.ends_with("&temp_url_expires=1893456000"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TempUrl {
    /// The key of the account or the container.
    pub key: Secret,
    /// When it ends.
    pub until: Timestamp,
    /// What may be done; GET where nothing else is said, which allows HEAD too.
    pub method: Method,
    /// How it is signed; Swift allows SHA-256 and SHA-512 where nothing else is configured.
    pub digest: Digest,
    /// Whether it is for all objects whose names begin with the one that is named.
    pub prefix: bool,
    /// From where it may be used: an address, or a range such as `10.0.0.0/8`.
    pub ip_range: Option<String>,
    /// Whether its end is written as a time of ISO 8601, for people to read.
    pub iso8601: bool,
    /// The name under which browsers save the object.
    pub filename: Option<String>,
    /// Whether browsers show the object instead of saving it.
    pub inline: bool,
}

/// How a temporary URL is signed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Digest {
    /// SHA-1, for clouds from before 2018; newer ones refuse it.
    Sha1,
    /// SHA-256.
    #[default]
    Sha256,
    /// SHA-512.
    Sha512,
}

impl TempUrl {
    /// For a GET until then, signed by SHA-256.
    pub fn new(key: impl Into<Secret>, until: Timestamp) -> Self {
        Self {
            key: key.into(),
            until,
            method: Method::GET,
            digest: Digest::default(),
            prefix: false,
            ip_range: None,
            iso8601: false,
            filename: None,
            inline: false,
        }
    }

    /// The query that makes the URL of an object a temporary one. The path is that of the whole URL, with its
    /// encoding undone: `/v1/AUTH_a/container/object`.
    ///
    /// # Errors
    /// [`ErrorKind::Input`] if the path is not that of an object (or of a container and a slash, for a prefix), or the
    /// end is before 1970.
    pub fn query(&self, path: &str) -> Result<String> {
        let object = object_of(path).filter(|object| self.prefix || !object.is_empty());
        let object = object.ok_or_else(|| wrong(format!("{path:?} is no path of an object")))?;
        if self.until < Timestamp::UNIX_EPOCH {
            return Err(wrong(format!("a URL cannot end at {}", self.until)));
        }
        let until = self.until.as_second();
        let prefix = if self.prefix { "prefix:" } else { "" };
        let mut text = format!("{}\n{until}\n{prefix}{path}", self.method);
        if let Some(range) = &self.ip_range {
            text.insert_str(0, &format!("ip={range}\n"));
        }
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("temp_url_sig", &sign(self.digest, &self.key, &text)?);
        let until = match self.iso8601 {
            true => self.until.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            false => until.to_string(),
        };
        query.append_pair("temp_url_expires", &until);
        if let Some(range) = &self.ip_range {
            query.append_pair("temp_url_ip_range", range);
        }
        if self.prefix {
            query.append_pair("temp_url_prefix", object);
        }
        if let Some(name) = &self.filename {
            query.append_pair("filename", name);
        }
        if self.inline {
            query.append_key_only("inline");
        }
        Ok(query.finish())
    }
}

/// The signature of a text, as Swift reads it.
pub(crate) fn sign(digest: Digest, key: &Secret, text: &str) -> Result<String> {
    let (key, text) = (key.expose().as_bytes(), text.as_bytes());
    Ok(match digest {
        Digest::Sha1 => hex(&mac::<Hmac<Sha1>>(key, text)?),
        Digest::Sha256 => hex(&mac::<Hmac<Sha256>>(key, text)?),
        // As Swift asks for it: this one would be long in hexadecimal.
        Digest::Sha512 => {
            let bytes = mac::<Hmac<Sha512>>(key, text)?;
            format!("sha512:{}", URL_SAFE_NO_PAD.encode(bytes))
        }
    })
}

/// What comes after the container.
fn object_of(path: &str) -> Option<&str> {
    let mut parts = path.strip_prefix('/')?.splitn(4, '/');
    let above = [parts.next()?, parts.next()?, parts.next()?];
    above
        .iter()
        .all(|part| !part.is_empty())
        .then(|| parts.next())?
}

fn mac<M: Mac + KeyInit>(key: &[u8], text: &[u8]) -> Result<Vec<u8>> {
    let unfit = |error| Error::new(ErrorKind::Input("the key of temporary URLs".into()), error);
    let mut mac = <M as KeyInit>::new_from_slice(key).map_err(unfit)?;
    mac.update(text);
    Ok(mac.finalize().into_bytes().to_vec())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn wrong(what: String) -> Error {
    ErrorKind::Input(what).into()
}
