//! Attempts, by a policy.

use tower::retry::Policy;

use super::{Answered, Exchange, Outgoing};
use crate::body::Body;
use crate::error::Error;

/// What `tower::retry::Retry` is to services. The policy is cloned for each call.
#[derive(Debug)]
pub(crate) struct Retried<P, S> {
    policy: P,
    inner: S,
}

impl<P, S> Retried<P, S> {
    pub(crate) fn new(policy: P, inner: S) -> Self {
        Self { policy, inner }
    }
}

impl<P, S> Exchange for Retried<P, S>
where
    P: Policy<http::Request<Body>, http::Response<Body>, Error, Future: Send>
        + Clone
        + Send
        + Sync
        + 'static,
    S: Exchange,
{
    async fn exchange(&self, mut request: Outgoing) -> Answered {
        let mut policy = self.policy.clone();
        loop {
            let spare = policy.clone_request(&request).map(Box::new);
            let pause = {
                let mut result = self.inner.exchange(request).await;
                let Some(mut again) = spare else {
                    return result;
                };
                let Some(pause) = policy.retry(&mut again, &mut result) else {
                    return result;
                };
                request = again;
                pause
            };
            pause.await;
        }
    }
}
