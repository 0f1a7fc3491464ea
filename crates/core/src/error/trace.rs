//! The circumstances of an error.

use std::fmt;
use std::time::Duration;

use http::uri::Authority;
use http::{Method, Uri};

/// What was being done when the error occurred.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Trace {
    /// What the caller asked for, such as `get server`.
    pub operation: Option<String>,
    /// The method of the request.
    pub method: Option<Method>,
    /// The URL of the request, without secrets.
    pub url: Option<String>,
    /// How many times the request was sent.
    pub attempts: u32,
    /// How long all attempts took, with the pauses between them.
    pub elapsed: Duration,
    /// Whether the request's body could be read only once, so that there was no second attempt.
    pub unrepeatable: bool,
    /// Where the service said that the thing is: it may have secrets, and is for the retry policy alone.
    pub(crate) redirect: Redirect,
}

/// The `Location` of a redirect, if there was one; `Debug` does not show it.
#[derive(Clone, Default)]
pub(crate) struct Redirect(pub(crate) Option<Uri>);

impl fmt::Debug for Redirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "…" } else { "none" })
    }
}

impl Trace {
    /// Notes the URL, with the values of secret query parameters left out.
    pub(crate) fn set_url(&mut self, uri: &Uri) {
        self.url = Some(url_without_secrets(uri));
    }

    pub(super) fn fmt_attempts(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.attempts > 1 {
            write!(
                f,
                ", after {} attempts in {:.1?}",
                self.attempts, self.elapsed
            )?;
        }
        Ok(())
    }
}

/// The URL, with the values of secret query parameters left out.
pub(crate) fn url_without_secrets(uri: &Uri) -> String {
    let mut url = String::new();
    if let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) {
        // Whatever stands before an `@` is a password more often than not.
        let host = authority.as_str().rsplit('@').next().unwrap_or_default();
        url = format!("{scheme}://{host}");
    }
    url.push_str(uri.path());
    if let Some(query) = uri.query() {
        url.push('?');
        url.push_str(&query_without_secrets(query));
    }
    url
}

/// Text that should be a URL, without what may be a user and a password.
pub(crate) fn address_without_secrets(text: &str) -> String {
    match text.parse::<Uri>() {
        Ok(uri) if uri.authority().is_some_and(is_whole) => url_without_secrets(&uri),
        // Where the password ends is anybody's guess: at the last `@`, to be safe.
        _ => {
            let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
            match rest.rsplit_once('@') {
                Some((_, rest)) if scheme.is_empty() => rest.to_owned(),
                Some((_, rest)) => format!("{scheme}://{rest}"),
                None => text.to_owned(),
            }
        }
    }
}

/// Whether it is a host with nothing but a port behind it. Else it ends within a password that has a slash.
fn is_whole(authority: &Authority) -> bool {
    authority.port().is_some() || authority.as_str().ends_with(authority.host())
}

/// The query, with the values of secret parameters left out.
pub(crate) fn query_without_secrets(query: &str) -> String {
    let shown: Vec<_> = query.split('&').map(without_secret).collect();
    shown.join("&")
}

fn without_secret(pair: &str) -> String {
    let (name, _) = pair.split_once('=').unwrap_or((pair, ""));
    if is_secret(name) {
        format!("{name}=…")
    } else {
        pair.to_owned()
    }
}

/// Whether a parameter or header of this name is not to be seen.
pub(crate) fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["sig", "token", "secret", "password", "key", "authorization"]
        .iter()
        .any(|word| name.contains(word))
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = &self.operation {
            write!(f, "{operation}: ")?;
        }
        if let (Some(method), Some(url)) = (&self.method, &self.url) {
            write!(f, "{method} {url}: ")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_lose_their_secrets() {
        let mut trace = Trace::default();
        let uri = "http://me:pw@host:1/v1/a?temp_url_sig=abc&limit=2&X-Token=t"
            .parse()
            .unwrap();
        trace.set_url(&uri);
        assert_eq!(
            trace.url.unwrap(),
            "http://host:1/v1/a?temp_url_sig=…&limit=2&X-Token=…"
        );
    }

    #[test]
    fn what_is_no_url_loses_its_password_too() {
        let cases = [
            ("https://me:pw@host/v3?token=t", "https://host/v3?token=…"),
            ("https://host/v3/a@b", "https://host/v3/a@b"),
            ("https://me:p/w@host/v3", "https://host/v3"),
            ("https://me:p w@host/v3", "https://host/v3"),
            ("me:pw@host/v3", "host/v3"),
            ("/v3", "/v3"),
        ];
        for (text, shown) in cases {
            assert_eq!(address_without_secrets(text), shown);
        }
    }
}
