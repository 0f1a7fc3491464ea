//! The signature of RFC 5849.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use http::{Method, Uri};
use sha1::Sha1;

use super::OAuth1;
use crate::error::{Error, ErrorKind, Result};
use crate::path::encoded;

/// The header's value: all parameters, and the signature of them with method and address.
pub(super) fn header(
    keys: &OAuth1,
    method: &Method,
    url: &str,
    more: &[(&str, &str)],
    (time, nonce): (&str, &str),
) -> Result<String> {
    let mut parameters = vec![
        ("oauth_consumer_key", keys.consumer_key.as_str()),
        ("oauth_nonce", nonce),
        ("oauth_signature_method", "HMAC-SHA1"),
        ("oauth_timestamp", time),
        ("oauth_version", "1.0"),
    ];
    if !keys.access_key.is_empty() {
        parameters.push(("oauth_token", &keys.access_key));
    }
    parameters.extend(more);
    let (address, query) = parts(url)?;
    let signature = sign(keys, &base(method, &address, &query, &parameters))?;
    parameters.push(("oauth_signature", &signature));
    let written = parameters
        .iter()
        .map(|(name, value)| format!("{name}=\"{}\"", encoded(value)));
    Ok(format!("OAuth {}", written.collect::<Vec<_>>().join(", ")))
}

/// What is signed.
fn base(method: &Method, address: &str, query: &str, parameters: &[(&str, &str)]) -> String {
    let given = parameters
        .iter()
        .map(|(name, value)| (encoded(name), encoded(value)));
    let asked = form_urlencoded::parse(query.as_bytes())
        .map(|(name, value)| (encoded(&name), encoded(&value)));
    let mut all: Vec<_> = given.chain(asked).collect();
    all.sort();
    let all: Vec<_> = all
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let all = all.join("&");
    format!("{method}&{}&{}", encoded(address), encoded(&all))
}

/// The address as it is signed, in small letters and without a port that is understood; and its query.
fn parts(url: &str) -> Result<(String, String)> {
    let unfit = || {
        Error::from(ErrorKind::Input(
            "the URL to sign is not absolute".to_owned(),
        ))
    };
    let uri: Uri = url.parse().map_err(|_| unfit())?;
    let scheme = uri.scheme_str().ok_or_else(unfit)?.to_ascii_lowercase();
    let host = uri.host().ok_or_else(unfit)?.to_ascii_lowercase();
    let port = match (scheme.as_str(), uri.port_u16()) {
        ("http", Some(80)) | ("https", Some(443)) | (_, None) => String::new(),
        (_, Some(port)) => format!(":{port}"),
    };
    let address = format!("{scheme}://{host}{port}{}", uri.path());
    Ok((address, uri.query().unwrap_or_default().to_owned()))
}

fn sign(keys: &OAuth1, text: &str) -> Result<String> {
    let secrets = [&keys.consumer_secret, &keys.access_secret];
    let key = secrets.map(|secret| encoded(secret.expose())).join("&");
    let unfit = |error| Error::new(ErrorKind::Config("the secrets of OAuth 1.0a".into()), error);
    let mut mac = Hmac::<Sha1>::new_from_slice(key.as_bytes()).map_err(unfit)?;
    mac.update(text.as_bytes());
    Ok(STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 5849, section 1.2; it has no version among the parameters.
    #[test]
    fn the_signature_of_the_specification() {
        let keys = OAuth1::new(
            ("dpf43f3p2l4k3l03", "kd94hf93k423kf44"),
            ("nnch734d00sl2jdk", "pfkkdhi9sl3r4s00"),
        );
        let parameters = [
            ("oauth_consumer_key", "dpf43f3p2l4k3l03"),
            ("oauth_token", "nnch734d00sl2jdk"),
            ("oauth_signature_method", "HMAC-SHA1"),
            ("oauth_timestamp", "137131202"),
            ("oauth_nonce", "chapoH"),
        ];
        let url = "HTTP://Photos.example.net:80/photos?file=vacation.jpg&size=original";
        let (address, query) = parts(url).unwrap();
        let text = base(&Method::GET, &address, &query, &parameters);
        assert_eq!(sign(&keys, &text).unwrap(), "MdpQcU8iPSUjWoN/UDMsK2sui9I=");
    }

    #[test]
    fn without_a_token_none_is_sent() {
        let keys = OAuth1::new(("c", "s"), ("", ""));
        let header = header(
            &keys,
            &Method::POST,
            "http://k/v3",
            &[("oauth_callback", "oob")],
            ("1", "n"),
        );
        let header = header.unwrap();
        assert!(header.contains("oauth_callback=\"oob\""), "{header}");
        assert!(!header.contains("oauth_token"), "{header}");
        assert!(parts("/v3").is_err());
    }
}
