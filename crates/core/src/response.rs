//! Answers, whole: the value, and everything it came with.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, response};
use serde::de::{DeserializeOwned, DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::error::{Error, Result, request_id, unreadable};

/// The value of an answer, with the answer itself: status, headers, bytes.
///
/// `extract` decodes the same bytes again as a type of your own: the way to attributes of extensions.
///
/// ```no_run
/// # async fn example(compute: ferriscloud_core::Client) -> ferriscloud_core::Result<()> {
/// #[derive(serde::Deserialize)]
/// struct Placed {
///     #[serde(rename = "OS-EXT-SRV-ATTR:host")]
///     host: String,
/// }
///
/// let answer = compute.get(["servers", "0f3c"]).under("server").response().await?;
/// println!("{} {:?} {}", answer.status(), answer.request_id(), answer.value["name"]);
/// let placed: Placed = answer.extract()?;
/// # Ok(()) }
/// ```
pub struct Response<T> {
    /// The decoded value.
    pub value: T,
    /// What it was decoded from.
    pub answer: Answer,
}

/// An answer of a service, as it came.
pub struct Answer {
    parts: response::Parts,
    bytes: Bytes,
    key: &'static str,
}

/// Makes a value of an answer. A plain function, so that a call stays a plain value.
pub type Reader<T> = fn(&Answer) -> Result<T>;

impl Answer {
    /// An answer whose value is under `key`; at the top where the key is empty.
    pub(crate) fn new(parts: response::Parts, bytes: Bytes, key: &'static str) -> Self {
        Self { parts, bytes, key }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.parts.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// The body as it came.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The body as text, for decoding: one look at the whole costs a fifth of one at each string. What is no UTF-8
    /// is replaced, as Go does it, and costs its place alone.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        // The lossy conversion is slow where there is nothing to lose.
        let valid = str::from_utf8(&self.bytes).map(Cow::Borrowed);
        valid.unwrap_or_else(|_| String::from_utf8_lossy(&self.bytes))
    }

    /// The key of the envelope that the value is in; empty where there is none.
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// The id under which the service logged the request.
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers())
    }

    /// The value as another type, from under the same key.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) if the answer is not a `U`.
    pub fn extract<U: DeserializeOwned>(&self) -> Result<U> {
        json(self)
    }
}

impl<T> Deref for Response<T> {
    type Target = Answer;

    fn deref(&self) -> &Answer {
        &self.answer
    }
}

/// The value is shown, the bytes are not: they may hold secrets.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { value, answer } = self;
        f.debug_struct("Response")
            .field("value", value)
            .field("answer", answer)
            .finish()
    }
}

/// Status and size only: headers and bytes may hold secrets.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            parts,
            bytes,
            key: _,
        } = self;
        write!(f, "Answer({}, {} bytes)", parts.status, bytes.len())
    }
}

/// Reads JSON from under the key of the envelope; from the top where the key is empty.
pub(crate) fn json<T: DeserializeOwned>(answer: &Answer) -> Result<T> {
    let text = answer.text();
    let mut input = serde_json::Deserializer::from_str(&text);
    let mut value = None;
    let place = Place {
        key: answer.key,
        value: &mut value,
    };
    let read = place.deserialize(&mut input).and_then(|()| input.end());
    let missing = || serde::de::Error::missing_field(answer.key);
    read.and_then(|()| value.ok_or_else(missing))
        .map_err(|error| undecodable(answer, error))
}

/// Reads nothing.
// The signature is that of every reader.
#[allow(clippy::unnecessary_wraps)]
pub(crate) fn nothing(_: &Answer) -> Result<()> {
    Ok(())
}

/// An error about bytes that are not what was promised. It names their type, and shows only their
/// beginning where they are not JSON at all.
pub(crate) fn undecodable(answer: &Answer, error: serde_json::Error) -> Error {
    let content_type = answer.parts.headers.get(http::header::CONTENT_TYPE);
    let content_type = content_type
        .and_then(|value| value.to_str().ok())
        .unwrap_or("no content type");
    let mut context = String::new();
    if !content_type.contains("json") {
        let start = &answer.bytes[..answer.bytes.len().min(100)];
        context = match start.trim_ascii_start().first() {
            Some(b'{' | b'[' | b'"') => format!("it is {content_type}: "),
            _ => format!(
                "it is {content_type}, {:?}: ",
                String::from_utf8_lossy(start)
            ),
        };
    }
    unreadable(&context, error)
}

/// Decodes the value under one key of an object in one pass, skipping the others; the whole where the key is empty.
///
/// It goes to its place at once: a server is a kilobyte, and would be moved by each step of the way back.
struct Place<'a, T> {
    key: &'static str,
    value: &'a mut Option<T>,
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Place<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.key.is_empty() {
            *self.value = Some(T::deserialize(deserializer)?);
            return Ok(());
        }
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Place<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with the key {:?}", self.key)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(is_it) = map.next_key_seed(KeyIs(self.key))? {
            if is_it {
                *self.value = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// Compares a key without allocating it.
pub(crate) struct KeyIs<'a>(pub(crate) &'a str);

impl<'de> DeserializeSeed<'de> for KeyIs<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeyIs<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<bool, E> {
        Ok(key == self.0)
    }
}
