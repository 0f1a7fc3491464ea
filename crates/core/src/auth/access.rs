//! What a login gives: a token, and what Keystone says of it.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::catalog::Catalog;
use crate::error::{Error, ErrorKind, Result, unreadable};
use crate::response::Answer;
use crate::{lenient, time};

/// A token, with what Keystone says of it: whose it is, what it gives access to, until when, and the catalog.
///
/// ```no_run
/// # async fn example(cloud: ferriscloud_core::Cloud) -> ferriscloud_core::Result<()> {
/// let access = cloud.access().await?;
/// println!("{:?} until {:?}", access.project, access.expires_at);
/// # Ok(()) }
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Access {
    token: HeaderValue,
    header: HeaderName,
    /// When the token was issued.
    pub issued_at: Option<Timestamp>,
    /// When the token ends; `None` if it does not.
    pub expires_at: Option<Timestamp>,
    /// Whose token it is.
    pub user: Named,
    /// The project it gives access to.
    pub project: Option<Named>,
    /// The domain it gives access to.
    pub domain: Option<Named>,
    /// What it allows there.
    pub roles: Vec<Named>,
    /// The services, and where they are.
    pub catalog: Catalog,
}

/// The id and name of something.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Named {
    /// Its id.
    #[serde(deserialize_with = "lenient::or_default")]
    pub id: String,
    /// Its name.
    #[serde(deserialize_with = "lenient::or_default")]
    pub name: String,
}

/// Never offer a token to a service that may see it expire on the way: keystoneauth's margin.
const MARGIN: SignedDuration = SignedDuration::from_secs(120);

impl Access {
    /// The token, as the header that services want. Every use of it should be easy to find, hence the name.
    pub fn expose_token(&self) -> &HeaderValue {
        &self.token
    }

    /// A token of which nothing is known: no end, no project, no catalog.
    pub fn of_token(token: HeaderValue) -> Self {
        Self::of_header(HeaderName::from_static("x-auth-token"), token)
    }

    /// Another header that services take for a proof; an empty one is not sent.
    pub(super) fn of_header(header: HeaderName, mut value: HeaderValue) -> Self {
        value.set_sensitive(true);
        Self {
            token: value,
            header,
            issued_at: None,
            expires_at: None,
            user: Named::default(),
            project: None,
            domain: None,
            roles: Vec::new(),
            catalog: Catalog::default(),
        }
    }

    /// Puts the token on a request.
    pub(crate) fn sign(&self, headers: &mut HeaderMap) {
        if !self.token.is_empty() {
            headers.insert(self.header.clone(), self.token.clone());
        }
    }

    /// Reads Keystone's answer to a login: the token is in a header, the rest in the body.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`] if there is no token, or it cannot be a header.
    pub fn read(headers: &HeaderMap, body: &[u8]) -> Result<Self> {
        #[derive(Deserialize)]
        struct Envelope {
            token: Body,
        }
        #[derive(Deserialize)]
        struct Body {
            #[serde(default, deserialize_with = "time::lenient")]
            issued_at: Option<Timestamp>,
            #[serde(default, deserialize_with = "time::lenient")]
            expires_at: Option<Timestamp>,
            #[serde(default, deserialize_with = "lenient::or_default")]
            user: Named,
            #[serde(default, deserialize_with = "lenient::or_none")]
            project: Option<Named>,
            #[serde(default, deserialize_with = "lenient::or_none")]
            domain: Option<Named>,
            #[serde(default, deserialize_with = "lenient::list")]
            roles: Vec<Named>,
            #[serde(default)]
            catalog: Catalog,
        }
        let token = headers.get("x-subject-token").cloned().ok_or_else(|| {
            Error::from(ErrorKind::Decode("there is no X-Subject-Token".to_owned()))
        })?;
        let Envelope { token: body } =
            serde_json::from_slice(body).map_err(|error| unreadable("the token: ", error))?;
        Ok(Self {
            issued_at: body.issued_at,
            expires_at: body.expires_at,
            user: body.user,
            project: body.project,
            domain: body.domain,
            roles: body.roles,
            catalog: body.catalog,
            ..Self::of_token(token)
        })
    }

    /// The token, and what [`read`](Self::read) would read it from; none of another proof.
    pub(super) fn to_answer(&self) -> Option<(String, Value)> {
        let token = (self.header == "x-auth-token").then(|| self.token.to_str().ok())??;
        let body = json!({"token": {
            "issued_at": self.issued_at, "expires_at": self.expires_at, "user": self.user, "project": self.project,
            "domain": self.domain, "roles": self.roles, "catalog": self.catalog,
        }});
        Some((token.to_owned(), body))
    }

    /// Reads it as an answer's value.
    pub(super) fn answered(answer: &Answer) -> Result<Self> {
        Self::read(answer.headers(), answer.bytes())
    }

    /// Whether it is still to be used at `now`: not in the last two minutes of its life, nor in the last
    /// quarter of a short one.
    pub(super) fn is_fresh(&self, now: Timestamp) -> bool {
        let Some(end) = self.expires_at else {
            return true;
        };
        let life = self
            .issued_at
            .map_or(SignedDuration::MAX, |start| end.duration_since(start));
        now < end - MARGIN.min(life / 4).max(SignedDuration::ZERO)
    }

    /// Whether a service would still take it at `now`.
    pub(super) fn is_alive(&self, now: Timestamp) -> bool {
        self.expires_at.is_none_or(|end| now < end)
    }
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            token: _,
            header: _,
            issued_at,
            expires_at,
            user,
            project,
            domain,
            roles,
            catalog: _,
        } = self;
        f.debug_struct("Access")
            .field("issued_at", issued_at)
            .field("expires_at", expires_at)
            .field("user", user)
            .field("project", project)
            .field("domain", domain)
            .field("roles", roles)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn access(issued: &str, expires: &str) -> Access {
        let mut headers = HeaderMap::new();
        headers.insert("x-subject-token", HeaderValue::from_static("gAAAA-secret"));
        let body =
            format!(r#"{{"token": {{"issued_at": "{issued}", "expires_at": "{expires}"}}}}"#);
        Access::read(&headers, body.as_bytes()).unwrap()
    }

    #[test]
    fn renewed_before_its_end() {
        let long = access("2026-01-01T00:00:00.000000Z", "2026-01-01T01:00:00.000000Z");
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert!(long.is_fresh(at("2026-01-01T00:57:59Z")));
        assert!(!long.is_fresh(at("2026-01-01T00:58:01Z")));
        assert!(long.is_alive(at("2026-01-01T00:59:59Z")));
        let short = access("2026-01-01T00:00:00Z", "2026-01-01T00:00:08Z");
        assert!(short.is_fresh(at("2026-01-01T00:00:05Z")));
        assert!(!short.is_fresh(at("2026-01-01T00:00:07Z")));
    }

    #[test]
    fn debug_has_no_token() {
        let access = access("2026-01-01T00:00:00Z", "2026-01-01T00:00:08Z");
        assert!(!format!("{access:?} {:?}", access.expose_token()).contains("gAAAA"));
    }
}
