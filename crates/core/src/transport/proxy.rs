//! Which connections go by a proxy.

use std::net::IpAddr;
use std::sync::Arc;

use http::uri::Scheme;
use http::{HeaderValue, Uri};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};

use crate::error::{ErrorKind, Result, address_without_secrets};

/// Says of every address whether a proxy stands before it. Its `Debug` has no password: the matcher's has none.
#[derive(Debug, Clone)]
pub(crate) struct Proxies {
    matcher: Option<Arc<Matcher>>,
    /// Whether the way to this machine itself is by a proxy too.
    for_loopback: bool,
}

impl Proxies {
    /// No proxy.
    pub(crate) fn none() -> Self {
        Self {
            matcher: None,
            for_loopback: false,
        }
    }

    /// What `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` say. What is on this machine needs none.
    pub(crate) fn from_env() -> Self {
        // Without one, no address has to be looked at.
        let is_set = |name: &str| std::env::var_os(name).is_some();
        let names = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];
        let any = names
            .iter()
            .any(|name| is_set(name) || is_set(&name.to_lowercase()));
        Self {
            matcher: any.then(|| Arc::new(Matcher::from_env())),
            for_loopback: false,
        }
    }

    /// This one for everything.
    pub(crate) fn all(url: &str) -> Result<Self> {
        let proxies = Self {
            matcher: Some(Arc::new(Matcher::builder().all(url).build())),
            for_loopback: true,
        };
        match proxies.before(&Uri::from_static("http://anywhere"))? {
            Some(_) => Ok(proxies),
            None => Err(useless(url).into()),
        }
    }

    /// The proxy before this address.
    pub(crate) fn before(&self, address: &Uri) -> Result<Option<Intercept>> {
        let Some(matcher) = &self.matcher else {
            return Ok(None);
        };
        if !self.for_loopback && address.host().is_some_and(is_loopback) {
            return Ok(None);
        }
        match matcher.intercept(address) {
            Some(proxy) if proxy.uri().scheme() != Some(&Scheme::HTTP) => {
                Err(useless(&proxy.uri().to_string()).into())
            }
            proxy => Ok(proxy),
        }
    }

    /// What a proxy wants to see beside a plain request. By a tunnel it was shown before.
    pub(crate) fn authorization(&self, address: &Uri) -> Option<HeaderValue> {
        if address.scheme() != Some(&Scheme::HTTP) {
            return None;
        }
        // An error is told when the connection is made.
        self.before(address).ok()??.basic_auth().cloned()
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address
            .parse()
            .is_ok_and(|address: IpAddr| address.is_loopback())
}

fn useless(url: &str) -> ErrorKind {
    let url = address_without_secrets(url);
    ErrorKind::Config(format!(
        "the proxy {url:?} cannot be used: it has to be http://host:port"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn before(proxies: &Proxies, address: &str) -> Option<String> {
        let proxy = proxies.before(&address.parse().unwrap()).unwrap();
        proxy.map(|proxy| proxy.uri().to_string())
    }

    #[test]
    fn what_is_here_needs_no_proxy_of_the_environment() {
        let matcher = Matcher::builder()
            .all("http://me:pw@proxy:3128")
            .no("inside.example");
        let mut proxies = Proxies {
            matcher: Some(Arc::new(matcher.build())),
            for_loopback: false,
        };
        let proxy = || Some("http://proxy:3128/".to_owned());
        assert_eq!(before(&proxies, "https://cloud.example:5000/v3"), proxy());
        for here in ["http://127.0.0.1:1", "http://[::1]", "https://LocalHost:2"] {
            assert_eq!(before(&proxies, here), None);
        }
        assert_eq!(before(&proxies, "http://nova.inside.example"), None);
        proxies.for_loopback = true;
        assert_eq!(before(&proxies, "http://127.0.0.1:1"), proxy());
        assert!(!format!("{proxies:?}").contains("pw"));
    }

    #[test]
    fn only_what_can_be_used_is_taken() {
        for url in [
            "socks5://me:pw@proxy",
            "https://me:pw@proxy",
            "ftp://me:pw@p",
            "me:pw@ proxy",
            "",
        ] {
            let error = Proxies::all(url).unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::Config(_)));
            assert!(!error.to_string().contains("pw"), "{error}");
        }
        assert!(Proxies::all("proxy:3128").is_ok());
    }
}
