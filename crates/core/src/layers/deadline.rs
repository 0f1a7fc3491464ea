//! The limit of a whole call, with all its attempts.

use futures_util::future::Either;

use super::{Answered, Exchange, Outgoing};
use crate::error::{Error, ErrorKind, Phase};
use crate::request::Settings;

/// Ends a call at its deadline, if its settings have one.
#[derive(Debug)]
pub(crate) struct Deadline<S>(S);

impl<S> Deadline<S> {
    pub(crate) fn new(inner: S) -> Self {
        Self(inner)
    }
}

impl<S: Exchange> Exchange for Deadline<S> {
    fn exchange(&self, request: Outgoing) -> impl Future<Output = Answered> + Send {
        let settings = request.extensions().get::<Settings>();
        let limit = settings.and_then(|settings| settings.deadline);
        let answer = self.0.exchange(request);
        let Some(limit) = limit else {
            return Either::Left(answer);
        };
        // In a box: few calls have a limit, and all others would make room for it.
        Either::Right(Box::pin(async move {
            let late = |_| Error::from(ErrorKind::Timeout(Phase::Call, limit));
            tokio::time::timeout(limit, answer).await.map_err(late)?
        }))
    }
}
