//! The layers between a call and the network, outermost first: trace, deadline, retry, limit, auth, attempt,
//! headers, answer, timeout.

mod answer;
mod attempt;
pub(crate) mod auth;
mod deadline;
mod erased;
#[cfg_attr(not(feature = "gzip"), path = "layers/no_gzip.rs")]
mod gzip;
mod headers;
pub(crate) mod limit;
pub(crate) mod redirect;
mod retry;
mod timeout;
mod trace;

use std::sync::Arc;

use tower::retry::Policy;

use crate::body::Body;
use crate::error::{Error, Result};
use crate::sender::Stack;
use crate::transport::{Timeouts, Transport};

pub(crate) use erased::erased;
pub(crate) use headers::Headers;

/// A request on its way down. In a box, for it is moved into the future of every layer, and is 270 bytes large: without
/// the box, a call copied a tenth of a megabyte.
pub(crate) type Outgoing = Box<http::Request<Body>>;

/// What comes back up.
pub(crate) type Answered = Result<http::Response<Body>>;

/// Anything that answers HTTP requests: what every layer is, and wraps.
///
/// It is no `tower::Service`, whose futures cannot borrow: each layer would have to be cloned, and its future to be
/// boxed, for every call. The whole stack is one, once.
pub(crate) trait Exchange: Send + Sync + 'static {
    /// Sends one request, and waits for its answer.
    fn exchange(&self, request: Outgoing) -> impl Future<Output = Answered> + Send;
}

impl<S: Exchange> Exchange for Arc<S> {
    fn exchange(&self, request: Outgoing) -> impl Future<Output = Answered> + Send {
        S::exchange(self, request)
    }
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

/// What a whole call goes through: such attempts, by this policy.
pub(crate) fn whole<P>(policy: P, attempt: impl Exchange) -> Stack
where
    P: Policy<http::Request<Body>, http::Response<Body>, Error, Future: Send>
        + Clone
        + Send
        + Sync
        + 'static,
{
    let attempts = retry::Retried::new(policy, attempt);
    erased(trace::Traced::new(deadline::Deadline::new(attempts)))
}
