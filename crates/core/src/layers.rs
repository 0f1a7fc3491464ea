//! The layers between a call and the network, outermost first: trace, deadline, retry, limit, auth, attempt,
//! headers, answer, timeout.

mod answer;
mod attempt;
pub(crate) mod auth;
mod deadline;
#[cfg_attr(not(feature = "gzip"), path = "layers/no_gzip.rs")]
mod gzip;
mod headers;
pub(crate) mod limit;
pub(crate) mod redirect;
mod timeout;
mod trace;

use tower::Service;

use crate::body::Body;
use crate::error::Error;
use crate::transport::{Timeouts, Transport};

pub(crate) use headers::Headers;

/// Anything that answers HTTP requests: what every layer is, and wraps.
pub(crate) trait Exchange:
    Service<http::Request<Body>, Response = http::Response<Body>, Error = Error, Future: Send>
    + Clone
    + Send
    + Sync
    + 'static
{
}

impl<S> Exchange for S where
    S: Service<http::Request<Body>, Response = http::Response<Body>, Error = Error, Future: Send>
        + Clone
        + Send
        + Sync
        + 'static
{
}

/// What one attempt goes through, but for the token.
pub(crate) fn attempt(
    timeouts: Timeouts,
    headers: Headers,
    largest: u64,
    transport: Transport,
) -> impl Exchange {
    let timed = timeout::Timeout::new(transport, timeouts);
    attempt::Attempted::new(headers.around(answer::Answers::new(timed, largest)))
}

/// What a whole call goes through around its attempts.
pub(crate) fn whole<S: Exchange>(attempts: S) -> impl Exchange {
    trace::Traced::new(deadline::Deadline::new(attempts))
}
