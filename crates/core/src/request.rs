//! A request as a value: built without I/O, sent by a [`Call`](crate::Call).

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use serde::Serialize;
use serde::ser::SerializeMap;
use serde_json::Value;

use crate::body::Body;
use crate::error::{Error, ErrorKind, Result, is_secret, query_without_secrets};
use crate::limits::Limits;
use crate::microversion::Microversion;
use crate::path::Path;

/// One request to a service, before the service's address is put in front of it.
///
/// ```
/// use ferriscloud_core::{Operation, Request};
/// use http::Method;
///
/// let request = Request::new(Method::POST, ["servers", "0f/3c", "action"], Operation("lock", "server"))
///     .json(&serde_json::json!({"lock": null}));
/// assert_eq!(request.path(), "servers/0f%2F3c/action");
/// assert_eq!(request.body().as_bytes().unwrap(), r#"{"lock":null}"#);
/// ```
pub struct Request {
    pub(crate) operation: Operation,
    pub(crate) method: Method,
    pub(crate) path: Path,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    pub(crate) settings: Settings,
    /// What made it unfit to be sent, while it was built.
    pub(crate) defect: Option<Error>,
}

/// What a request is for, in words: `get server`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Operation(
    /// The verb.
    pub &'static str,
    /// What it is done to; may be empty.
    pub &'static str,
);

/// Settings of one call, for the layers below; they travel in the request's extensions.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Settings {
    /// What the request is for.
    pub operation: Operation,
    /// The type of the service that it goes to.
    pub service: Arc<str>,
    /// The limit of the whole call, with all its attempts.
    pub deadline: Option<Duration>,
    /// How long the service may take for the answer's head, instead of what the cloud's timeouts say.
    pub head_timeout: Option<Duration>,
    /// Whether the answer's body is read whole before the call is done, or handed on as a stream.
    pub streaming: bool,
    /// Whether the request may be sent again though it may have had its effect already; `None` leaves it
    /// to the method.
    pub idempotent: Option<bool>,
    /// The lowest microversion that serves what is asked.
    pub needs: Option<Microversion>,
    /// The microversion that the caller asked for.
    pub microversion: Option<Microversion>,
    /// Whether it goes without a token, and so may go wherever a redirect leads.
    pub(crate) anonymous: bool,
    /// How often the request was sent so far, shared by all its copies; counted where attempts are made.
    pub(crate) made: Option<Arc<AtomicU32>>,
    /// How often the request may be sent, instead of what the retry policy says.
    pub(crate) attempts: Option<u32>,
    /// How much of the service is used at a time.
    pub(crate) limits: Option<Arc<Limits>>,
}

impl Request {
    /// A request without a body.
    pub fn new(method: Method, path: impl Into<Path>, operation: Operation) -> Self {
        Self {
            operation,
            method,
            path: path.into(),
            query: String::new(),
            headers: HeaderMap::new(),
            body: Body::empty(),
            settings: Settings {
                operation,
                ..Settings::default()
            },
            defect: None,
        }
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path below the service's endpoint, percent-encoded.
    pub fn path(&self) -> &str {
        self.path.as_str()
    }

    /// The query, without its question mark.
    pub fn query(&self) -> &str {
        &self.query
    }

    /// The headers that this operation adds to those of every request.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body.
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// With `value` as the JSON body.
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(mut self, value: &T) -> Self {
        match serde_json::to_vec(value) {
            Ok(bytes) => {
                self.body = Bytes::from(bytes).into();
                self.headers.insert(
                    header::CONTENT_TYPE,
                    HeaderValue::from_static("application/json"),
                );
            }
            Err(error) => self.fail(Error::new(
                ErrorKind::Input("cannot encode the body".into()),
                error,
            )),
        }
        self
    }

    /// With `{key: value}` as the JSON body, as most services want it.
    #[must_use]
    pub fn envelope<T: Serialize + ?Sized>(self, key: &str, value: &T) -> Self {
        self.json(&Envelope { key, value })
    }

    /// With the fields of `filter` in the query: null and absent are left out, lists repeat the name.
    #[must_use]
    pub fn filter<F: Serialize + ?Sized>(mut self, filter: &F) -> Self {
        if let Err(error) = append(&mut self.query, filter) {
            self.fail(error);
        }
        self
    }

    /// With one more header.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: impl TryInto<HeaderValue>) -> Self {
        match value.try_into() {
            Ok(mut value) => {
                // Its `Debug` then does not show it.
                value.set_sensitive(value.is_sensitive() || is_secret(name.as_str()));
                self.headers.insert(name, value);
            }
            Err(_) => self.fail(
                ErrorKind::Input(format!(
                    "the value of the header {name} has forbidden characters"
                ))
                .into(),
            ),
        }
        self
    }

    /// With this body.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self
    }

    /// Not to be sent, and why: the call then fails with [`ErrorKind::Input`] before any I/O.
    #[must_use]
    pub fn refuse(mut self, why: impl Into<String>) -> Self {
        self.fail(ErrorKind::Input(why.into()).into());
        self
    }

    /// Why it cannot be sent, if so.
    pub fn defect(&self) -> Option<&Error> {
        self.defect.as_ref()
    }

    /// Notes the first defect.
    pub(crate) fn fail(&mut self, error: Error) {
        self.defect.get_or_insert(error);
    }

    /// The same request anew, if its body can be had again.
    pub(crate) fn try_clone(&self) -> Option<Self> {
        Some(Self {
            operation: self.operation,
            method: self.method.clone(),
            path: self.path.clone(),
            query: self.query.clone(),
            headers: self.headers.clone(),
            body: self.body.try_clone()?,
            settings: self.settings.clone(),
            defect: self.defect.clone(),
        })
    }
}

/// Without the secrets of query and headers, nor anything of the body.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation,
            method,
            path,
            query,
            headers,
            body,
            settings,
            defect,
        } = self;
        f.debug_struct("Request")
            .field("operation", operation)
            .field("method", method)
            .field("path", path)
            .field("query", &query_without_secrets(query))
            .field("headers", headers)
            .field("body", body)
            .field("settings", settings)
            .field("defect", defect)
            .finish()
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)?;
        if !self.1.is_empty() {
            write!(f, " {}", self.1)?;
        }
        Ok(())
    }
}

/// `{key: value}`.
struct Envelope<'a, T: ?Sized> {
    key: &'a str,
    value: &'a T,
}

impl<T: Serialize + ?Sized> Serialize for Envelope<'_, T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(self.key, self.value)?;
        map.end()
    }
}

fn append<F: Serialize + ?Sized>(query: &mut String, filter: &F) -> Result<()> {
    let refuse = |what: String| Error::from(ErrorKind::Input(what));
    let fields = match serde_json::to_value(filter) {
        Ok(Value::Object(fields)) => fields,
        Ok(Value::Null) => return Ok(()),
        Ok(_) => return Err(refuse("a filter has to be a struct or a map".into())),
        Err(error) => {
            return Err(Error::new(
                ErrorKind::Input("cannot encode the filter".into()),
                error,
            ));
        }
    };
    let mut pairs = form_urlencoded::Serializer::for_suffix(std::mem::take(query), 0);
    for (name, value) in &fields {
        let values = match value {
            Value::Array(values) => values.as_slice(),
            value => std::slice::from_ref(value),
        };
        for value in values {
            match value {
                Value::Null => {}
                Value::String(text) => {
                    pairs.append_pair(name, text);
                }
                Value::Bool(_) | Value::Number(_) => {
                    pairs.append_pair(name, &value.to_string());
                }
                Value::Array(_) | Value::Object(_) => {
                    return Err(refuse(format!(
                        "the filter {name} cannot be put into a query"
                    )));
                }
            }
        }
    }
    *query = pairs.finish();
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn request() -> Request {
        Request::new(
            Method::GET,
            Path::fixed("servers"),
            Operation("list", "servers"),
        )
    }

    #[test]
    fn filters_become_queries() {
        let filter =
            json!({"name": "a b&c", "limit": 2, "all": true, "tags": ["x", "y"], "none": null});
        let request = request().filter(&filter).filter(&json!({"more": "ü"}));
        assert_eq!(
            request.query,
            "all=true&limit=2&name=a+b%26c&tags=x&tags=y&more=%C3%BC"
        );
        assert!(request.defect.is_none());
    }

    #[test]
    fn what_cannot_be_sent_is_a_defect() {
        assert!(
            request()
                .filter(&json!({"deep": {"a": 1}}))
                .defect
                .is_some()
        );
        assert!(request().header(header::RANGE, "a\nb").defect.is_some());
    }
}
