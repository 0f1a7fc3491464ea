//! The one error type, and what it tells.

mod json;
mod kind;
mod message;
mod receipt;
mod trace;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{Method, StatusCode};

use crate::microversion::Microversion;

pub(crate) use json::unreadable;
pub use kind::{ErrorKind, Fault, Phase};
pub(crate) use message::{read as read_fault, request_id};
pub(crate) use receipt::RECEIPT;
pub use receipt::Receipt;
pub use trace::Trace;
pub(crate) use trace::{
    Redirect, address_without_secrets, is_secret, query_without_secrets, url_without_secrets,
};

/// The result of everything here that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Any error, of boxed kind.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// What went wrong, told whole: the operation, the request, the service's own words, the attempts made.
///
/// One type serves the whole SDK, because one call can fail in any of these ways. Ask it with the
/// predicates (`is_not_found()`), match on [`kind`](Self::kind), or print it: its text has the service's
/// message and request id, and never a secret.
///
/// ```no_run
/// # async fn example(compute: ferriscloud_core::Client) -> ferriscloud_core::Result<()> {
/// match compute.delete(["servers", "0f3c"]).await {
///     Err(error) if error.is_not_found() => Ok(()), // gone is what we wanted
///     Err(error) => {
///         eprintln!("{:?} {:?} {:?}", error.status(), error.message(), error.request_id());
///         Err(error)
///     }
///     Ok(()) => Ok(()),
/// }
/// # }
/// ```
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    trace: Trace,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error with the error that caused it.
    pub fn new(kind: ErrorKind, source: impl Into<BoxError>) -> Self {
        Self(Box::new(Inner {
            kind,
            trace: Trace::default(),
            source: Some(source.into().into()),
        }))
    }

    /// What went wrong.
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// The circumstances: operation, request, attempts.
    pub fn trace(&self) -> &Trace {
        &self.0.trace
    }

    /// The status the service answered with.
    pub fn status(&self) -> Option<StatusCode> {
        self.fault().map(|fault| fault.status)
    }

    /// The service's own word for the error, such as `itemNotFound`.
    pub fn code(&self) -> Option<&str> {
        self.fault().and_then(|fault| fault.code.as_deref())
    }

    /// The service's own message.
    pub fn message(&self) -> Option<&str> {
        self.fault().map(|fault| fault.message.as_str())
    }

    /// The id under which the service logged the request: give it to the operator of the cloud.
    pub fn request_id(&self) -> Option<&str> {
        self.fault().and_then(|fault| fault.request_id.as_deref())
    }

    /// How long the service asked us to wait before the next attempt.
    pub fn retry_after(&self) -> Option<Duration> {
        self.fault().and_then(|fault| fault.retry_after)
    }

    /// The lowest and the highest microversion that the service has, if it does not have the one that was asked
    /// for. It has done nothing then.
    pub fn microversions(&self) -> Option<(Microversion, Microversion)> {
        self.fault().and_then(|fault| fault.microversions)
    }

    /// The method of the request.
    pub fn method(&self) -> Option<&Method> {
        self.0.trace.method.as_ref()
    }

    /// The URL of the request, without secrets.
    pub fn url(&self) -> Option<&str> {
        self.0.trace.url.as_deref()
    }

    /// The answer of the service, if that is what this error is.
    pub fn fault(&self) -> Option<&Fault> {
        match &self.0.kind {
            ErrorKind::Service(fault) => Some(fault),
            _ => None,
        }
    }

    /// The thing asked for is not there (404, or 410), or nothing has the name that was looked for.
    pub fn is_not_found(&self) -> bool {
        match self.kind() {
            ErrorKind::NotFound { .. } => true,
            ErrorKind::Service(fault) => {
                matches!(fault.status, StatusCode::NOT_FOUND | StatusCode::GONE)
            }
            _ => false,
        }
    }

    /// The thing is still what the caller has of it already (304).
    pub fn is_not_modified(&self) -> bool {
        self.status() == Some(StatusCode::NOT_MODIFIED)
    }

    /// The state of the thing does not allow this now, or its name is taken (409).
    pub fn is_conflict(&self) -> bool {
        self.status() == Some(StatusCode::CONFLICT)
    }

    /// A quota is used up: 413, or 403 with a message that says so.
    pub fn is_over_quota(&self) -> bool {
        let says_so = |fault: &Fault| fault.message.to_ascii_lowercase().contains("quota");
        match self.fault() {
            Some(fault) if fault.status == StatusCode::PAYLOAD_TOO_LARGE => true,
            Some(fault) => {
                matches!(fault.status, StatusCode::FORBIDDEN | StatusCode::CONFLICT)
                    && says_so(fault)
            }
            None => false,
        }
    }

    /// The credentials were refused, or a service refused the token even after its renewal (401).
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(StatusCode::UNAUTHORIZED)
    }

    /// The credentials are good, but do not allow this (403).
    pub fn is_forbidden(&self) -> bool {
        self.status() == Some(StatusCode::FORBIDDEN)
    }

    /// Some phase took too long.
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Timeout(..))
    }

    /// No connection came about, so nothing was sent.
    pub fn is_connect(&self) -> bool {
        matches!(
            self.0.kind,
            ErrorKind::Connect | ErrorKind::Timeout(Phase::Connect, _)
        )
    }

    /// The same request may well succeed a little later.
    ///
    /// True of broken connections, timeouts of a phase, and the statuses 408, 429, 498, 502, 503 and 504; not of
    /// 500, which mostly comes again. Whether it is *safe* to send again depends on the request, and is the
    /// retry policy's question.
    pub fn is_temporary(&self) -> bool {
        match &self.0.kind {
            ErrorKind::Connect | ErrorKind::Interrupted => true,
            ErrorKind::Timeout(phase, _) => *phase != Phase::Call,
            ErrorKind::Service(fault) => {
                matches!(fault.status.as_u16(), 408 | 429 | 498 | 502 | 503 | 504)
            }
            _ => false,
        }
    }

    /// Adds the circumstances that this layer knows and no layer below did.
    pub(crate) fn traced(mut self, trace: impl FnOnce(&mut Trace)) -> Self {
        trace(&mut self.0.trace);
        self
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self(Box::new(Inner {
            kind,
            trace: Trace::default(),
            source: None,
        }))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.0.trace, self.0.kind)?;
        self.0.trace.fmt_attempts(f)?;
        if self.0.trace.unrepeatable && self.is_temporary() {
            f.write_str(", and the body cannot be sent again")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            kind,
            trace,
            source,
        } = &*self.0;
        f.debug_struct("Error")
            .field("kind", kind)
            .field("trace", trace)
            .field("source", source)
            .finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.source {
            Some(source) => Some(&**source),
            None => None,
        }
    }
}
