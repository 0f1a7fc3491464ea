//! What is sent again, and when.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use http::Method;
use tokio::time::{Instant, sleep};
use tower::retry::Policy;
use tower::retry::backoff::{Backoff, ExponentialBackoff, ExponentialBackoffMaker, MakeBackoff};
use tower::retry::budget::{Budget, TpsBudget};
use tower::util::rng::HasherRng;

use crate::body::Body;
use crate::error::Error;
use crate::layers;
use crate::request::Settings;

/// The default policy: a few attempts with growing, jittered pauses, heeding `Retry-After`.
///
/// What may have had its effect already is not sent again, unless its method says that twice is as good
/// as once. A budget shared by all calls keeps a cloud in trouble from being asked ever more.
///
/// ```
/// use std::time::Duration;
///
/// use ferriscloud_core::retry::Retry;
///
/// let patient = Retry::default().attempts(10).within(Duration::from_secs(600));
/// let never = Retry::none();
/// ```
#[derive(Debug, Clone)]
pub struct Retry {
    attempts: u32,
    within: Duration,
    longest: Duration,
    budget: Arc<TpsBudget>,
    /// The pauses and use of this one call: tower clones the policy for each.
    backoff: ExponentialBackoff,
    made: u32,
    start: Option<Instant>,
}

impl Default for Retry {
    fn default() -> Self {
        let (shortest, longest) = (Duration::from_millis(200), Duration::from_secs(20));
        let mut pauses = ExponentialBackoffMaker::new(shortest, longest, 0.5, HasherRng::default())
            .unwrap_or_default();
        Self {
            attempts: 5,
            within: Duration::from_secs(120),
            longest: Duration::from_secs(60),
            // Over ten seconds: ten retries a second for free, and one for every five calls.
            budget: Arc::new(TpsBudget::new(Duration::from_secs(10), 10, 0.2)),
            backoff: pauses.make_backoff(),
            made: 0,
            start: None,
        }
    }
}

impl Retry {
    /// Sends everything once.
    pub fn none() -> Self {
        Self::default().attempts(1)
    }

    /// With so many attempts at most, the first included; 5 where this is not said.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// With no attempt after this time; 2 minutes where this is not said.
    #[must_use]
    pub fn within(mut self, limit: Duration) -> Self {
        self.within = limit;
        self
    }

    /// With no pause longer than this, even if the service asks for it: then its error is the call's.
    /// 60 seconds where this is not said.
    #[must_use]
    pub fn longest_pause(mut self, limit: Duration) -> Self {
        self.longest = limit;
        self
    }
}

impl Policy<http::Request<Body>, http::Response<Body>, Error> for Retry {
    type Future = BoxFuture<'static, ()>;

    fn retry(
        &mut self,
        request: &mut http::Request<Body>,
        result: &mut Result<http::Response<Body>, Error>,
    ) -> Option<Self::Future> {
        self.made += 1;
        let Err(error) = result else {
            self.budget.deposit();
            return None;
        };
        if layers::redirect::follow(request, error, self.made) {
            return Some(Box::pin(std::future::ready(())));
        }
        let settings = request.extensions().get::<Settings>();
        let attempts = settings.and_then(|settings| settings.attempts);
        if !may_repeat(request, error) || self.made >= attempts.unwrap_or(self.attempts) {
            return None;
        }
        let asked = error.retry_after();
        let elapsed = self.start.map_or(Duration::ZERO, |start| start.elapsed());
        let pause = asked.unwrap_or_default();
        if pause > self.longest || elapsed + pause > self.within || !self.budget.withdraw() {
            return None;
        }
        Some(match asked {
            Some(pause) => Box::pin(sleep(pause)),
            None => Box::pin(self.backoff.next_backoff()),
        })
    }

    fn clone_request(&mut self, request: &http::Request<Body>) -> Option<http::Request<Body>> {
        self.start.get_or_insert_with(Instant::now);
        clone_request(request)
    }
}

/// The same request anew, if its body can be had again: for policies of one's own.
pub fn clone_request(request: &http::Request<Body>) -> Option<http::Request<Body>> {
    let body = request.body().try_clone()?;
    let mut clone = http::Request::new(body);
    *clone.method_mut() = request.method().clone();
    *clone.uri_mut() = request.uri().clone();
    *clone.headers_mut() = request.headers().clone();
    *clone.extensions_mut() = request.extensions().clone();
    Some(clone)
}

/// Whether sending it again can help, and does no harm.
fn may_repeat(request: &http::Request<Body>, error: &Error) -> bool {
    // Traced already: it is the error of the login within, which has had its own attempts.
    if error.trace().operation.is_some() {
        return false;
    }
    let said = request
        .extensions()
        .get::<Settings>()
        .and_then(|settings| settings.idempotent);
    let idempotent = said.unwrap_or_else(|| is_idempotent(request.method()));
    // Refused before it was acted upon.
    let refused = matches!(
        error.status().map(|status| status.as_u16()),
        Some(429 | 503)
    );
    error.is_temporary() && (idempotent || error.is_connect() || refused)
}

fn is_idempotent(method: &Method) -> bool {
    method.is_idempotent() || method.as_str() == "COPY"
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, StatusCode};

    use super::*;
    use crate::error::{ErrorKind, Phase, read_fault};

    #[test]
    fn only_what_does_no_harm_is_repeated() {
        let status = |code| {
            let status = StatusCode::from_u16(code).unwrap();
            let fault = read_fault(status, HeaderMap::new(), Bytes::new());
            Error::from(ErrorKind::Service(Box::new(fault)))
        };
        let broken = || Error::from(ErrorKind::Interrupted);
        let refused = || Error::from(ErrorKind::Connect);
        let silent = || Error::from(ErrorKind::Timeout(Phase::Head, Duration::ZERO));
        let cases = [
            ("GET", broken(), true),
            ("GET", silent(), true),
            ("GET", status(502), true),
            ("GET", status(500), false),
            ("GET", status(404), false),
            ("PUT", broken(), true),
            ("DELETE", status(504), true),
            ("COPY", status(429), true),
            ("POST", broken(), false),
            ("POST", silent(), false),
            ("POST", status(502), false),
            ("POST", refused(), true),
            ("POST", status(503), true),
            ("POST", status(429), true),
            ("PATCH", status(504), false),
        ];
        for (method, error, expected) in cases {
            let request = http::Request::builder()
                .method(method)
                .body(Body::empty())
                .unwrap();
            assert_eq!(may_repeat(&request, &error), expected, "{method}: {error}");
        }
    }

    #[test]
    fn the_caller_may_know_better_than_the_method() {
        let mut request = http::Request::builder()
            .method("POST")
            .body(Body::empty())
            .unwrap();
        request.extensions_mut().insert(Settings {
            idempotent: Some(true),
            ..Settings::default()
        });
        assert!(may_repeat(&request, &ErrorKind::Interrupted.into()));
    }
}
