//! The kinds of error.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::{Receipt, Result, unreadable};
use crate::microversion::Microversion;

/// What went wrong.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The service answered with an error status.
    #[error("{0}")]
    Service(Box<Fault>),
    /// Keystone wants more proofs of who logs in, and gave a receipt for those that it has.
    #[error("more proofs are needed: {}", .0.wanted())]
    MoreProofs(Box<Receipt>),
    /// No connection came about: nothing was sent. The source says why.
    #[error("could not connect")]
    Connect,
    /// The connection broke before the whole answer was here.
    #[error("the connection broke before the answer was complete")]
    Interrupted,
    /// A phase of the exchange took longer than its limit.
    #[error("{0} took longer than {1:?}")]
    Timeout(Phase, Duration),
    /// The certificate, or another part of the TLS handshake, was not acceptable. The source says why.
    #[error("TLS: {0}")]
    Tls(String),
    /// The catalog has no endpoint that fits.
    #[error("{0}")]
    Endpoint(String),
    /// The service says that what is asked for is elsewhere, and going there is not safe.
    #[error("the service redirects to {0}; is the endpoint right?")]
    Redirected(String),
    /// The configuration is missing or wrong.
    #[error("{0}")]
    Config(String),
    /// What the caller asked for cannot be sent.
    #[error("{0}")]
    Input(String),
    /// The answer is not what the API promises.
    #[error("could not read the answer: {0}")]
    Decode(String),
    /// The answer is larger than the limit, in bytes.
    #[error("the answer is larger than {0} bytes")]
    TooLarge(u64),
    /// The pages of a listing lead back to a page already seen, or there are more than a million.
    #[error("the pages of the listing go round in a circle, or have no end, at {0}")]
    Pagination(String),
    /// The body cannot be sent a second time, and the first attempt failed. The source is that failure.
    #[error("the request body cannot be sent again")]
    NotReplayable,
    /// The data do not have the checksum that they should have.
    #[error("checksum mismatch: expected {expected}, got {actual}")]
    Checksum {
        /// What the other side says.
        expected: String,
        /// What was computed here.
        actual: String,
    },
    /// What was being transferred, a file or an object, became another one meanwhile. Nothing was made of the
    /// mixture.
    #[error("{0} changed while it was transferred")]
    Changed(String),
    /// The name of an object cannot be that of a file below a folder, or that of a file cannot be an object's.
    #[error("the name {0:?} is none for both a file and an object")]
    Name(String),
    /// Nothing has the name or id that was looked for.
    #[error("there is no {what} with the name or id {wanted:?}")]
    NotFound {
        /// What was looked for, such as `server`.
        what: &'static str,
        /// The name or id.
        wanted: String,
    },
    /// Several things have the name that was looked for, and none has it as its id.
    #[error("there are {} with the name {wanted:?}: {}", .ids.len(), .ids.join(", "))]
    Ambiguous {
        /// The name.
        wanted: String,
        /// The ids of those that have it.
        ids: Vec<String>,
    },
    /// What was waited for cannot come any more.
    #[error("waited for {awaited}, but it is {state}{}", detail(.reason))]
    Failed {
        /// The state waited for.
        awaited: String,
        /// The state it is in.
        state: String,
        /// The service's own reason.
        reason: Option<String>,
    },
    /// Local input or output failed, such as reading a file to upload. The source says why.
    #[error("local I/O failed")]
    Io,
}

fn detail(reason: &Option<String>) -> String {
    reason
        .as_ref()
        .map(|reason| format!(": {reason}"))
        .unwrap_or_default()
}

/// An error answer of a service: what it says, and the answer as it came.
///
/// ```no_run
/// # async fn example(compute: ferriscloud_core::Client) -> ferriscloud_core::Result<()> {
/// use ferriscloud_core::ErrorKind;
/// use serde_json::Value;
///
/// let Err(error) = compute.delete(["servers", "0f3c"]).await else { return Ok(()) };
/// if let ErrorKind::Service(fault) = error.kind() {
///     println!("{} {} {:?}", fault.status, fault.message, fault.headers.get("date"));
///     let whole: Value = fault.extract()?; // or a type of your own
///     println!("{whole}");
/// }
/// # Err(error) }
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Fault {
    /// The status.
    pub status: StatusCode,
    /// The service's own word for the error, such as `itemNotFound`.
    pub code: Option<String>,
    /// The service's own message; its text form where it sent HTML; the status' name where it sent nothing.
    pub message: String,
    /// The id under which the service logged the request.
    pub request_id: Option<String>,
    /// How long the service asked us to wait.
    pub retry_after: Option<Duration>,
    /// The lowest and the highest microversion there is, where the one that was asked for is not (406).
    pub microversions: Option<(Microversion, Microversion)>,
    /// The headers of the answer.
    pub headers: HeaderMap,
    /// The body of the answer, up to 64 KiB of it.
    pub body: Bytes,
}

impl Fault {
    /// The body as a type of your own, from JSON.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`] if it is not a `T`.
    pub fn extract<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(&self.body).map_err(|error| unreadable("", error))
    }
}

/// Of the answer itself only its size is shown: headers and body may hold secrets.
impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            status,
            code,
            message,
            request_id,
            retry_after,
            microversions,
            headers: _,
            body,
        } = self;
        f.debug_struct("Fault")
            .field("status", status)
            .field("code", code)
            .field("message", message)
            .field("request_id", request_id)
            .field("retry_after", retry_after)
            .field("microversions", microversions)
            .field("bytes", &body.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        if let Some(code) = &self.code {
            write!(f, " {code}")?;
        }
        if self.status.canonical_reason() != Some(&self.message) {
            write!(f, ": {}", self.message)?;
        }
        if let Some(request_id) = &self.request_id {
            write!(f, " (request id {request_id})")?;
        }
        Ok(())
    }
}

/// A part of an exchange that has a time limit of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Phase {
    /// Connecting, with the TLS handshake.
    Connect,
    /// From the request's last byte to the answer's head.
    Head,
    /// Between two pieces of a body.
    Idle,
    /// The whole call, with all its attempts.
    Call,
    /// Waiting for a state.
    Wait,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "connecting",
            Self::Head => "the service's answer",
            Self::Idle => "the next piece of the body",
            Self::Call => "the call",
            Self::Wait => "waiting",
        })
    }
}
