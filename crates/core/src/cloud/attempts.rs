//! The policy by which a call is sent again: ours, or one of the user's own.

use std::fmt;
use std::sync::Arc;

use tower::retry::Policy;

use crate::body::Body;
use crate::error::Error;
use crate::layers::{self, Exchange};
use crate::retry::Retry;
use crate::sender::Stack;

#[derive(Clone)]
pub(super) enum Attempts {
    /// Ours is not boxed: nearly everybody has it.
    Ours(Retry),
    Own(Arc<dyn Fn(Stack) -> Stack + Send + Sync>),
}

impl Attempts {
    pub(super) fn own<P>(policy: P) -> Self
    where
        P: Policy<http::Request<Body>, http::Response<Body>, Error, Future: Send>
            + Clone
            + Send
            + Sync
            + 'static,
    {
        Self::Own(Arc::new(move |attempt| {
            layers::whole(policy.clone(), attempt)
        }))
    }

    /// Whole calls of such attempts.
    pub(super) fn of(&self, attempt: impl Exchange) -> Stack {
        match self {
            Self::Ours(retry) => layers::whole(retry.clone(), attempt),
            Self::Own(whole) => whole(layers::erased(attempt)),
        }
    }
}

impl fmt::Debug for Attempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ours(retry) => retry.fmt(f),
            Self::Own(_) => f.write_str("a policy of the user's own"),
        }
    }
}
