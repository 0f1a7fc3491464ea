//! The layers between a call and the network, outermost first: trace, deadline, retry, auth, headers,
//! answer, timeout.

mod answer;
pub(crate) mod auth;
mod deadline;
mod headers;
pub(crate) mod redirect;
mod timeout;
mod trace;

use http::HeaderValue;
use tower::Service;
use tower::retry::Retry as Retrying;

use crate::body::Body;
use crate::error::Error;
use crate::retry::Retry;
use crate::transport::{Timeouts, Transport};

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
    user_agent: HeaderValue,
    largest: u64,
    transport: Transport,
) -> impl Exchange {
    let timed = timeout::Timeout::new(transport, timeouts);
    headers::Headers::new(answer::Answers::new(timed, largest), user_agent)
}

/// What a whole call goes through around its attempts.
pub(crate) fn whole<S: Exchange>(retry: Retry, attempt: S) -> impl Exchange {
    trace::Traced::new(deadline::Deadline::new(Retrying::new(retry, attempt)))
}

/// The same request anew, if its body can be had again.
pub(crate) fn try_clone(request: &http::Request<Body>) -> Option<http::Request<Body>> {
    let body = request.body().try_clone()?;
    let mut clone = http::Request::new(body);
    *clone.method_mut() = request.method().clone();
    *clone.uri_mut() = request.uri().clone();
    *clone.headers_mut() = request.headers().clone();
    *clone.extensions_mut() = request.extensions().clone();
    Some(clone)
}
