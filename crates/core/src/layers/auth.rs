//! The token on every attempt, renewed once where a service refuses it.

use std::sync::Arc;

use super::{Answered, Exchange, Outgoing};
use crate::auth::Session;
use crate::error::{Error, ErrorKind};
use crate::retry::clone_request;

/// Adds the session's token.
#[derive(Debug)]
pub(crate) struct Authenticate<S> {
    inner: S,
    session: Arc<Session>,
}

impl<S> Authenticate<S> {
    pub(crate) fn new(inner: S, session: Arc<Session>) -> Self {
        Self { inner, session }
    }
}

impl<S: Exchange> Exchange for Authenticate<S> {
    async fn exchange(&self, mut request: Outgoing) -> Answered {
        let Self { inner, session } = self;
        let access = session.access().await?;
        let spare = clone_request(&request).map(Box::new);
        access.sign(request.headers_mut());
        let refusal = match inner.exchange(request).await {
            Err(error) if error.is_unauthorized() => error,
            result => return result,
        };
        session.reject(&access);
        let Some(mut again) = spare else {
            return Err(Error::new(ErrorKind::NotReplayable, refusal));
        };
        // Once: a service that refuses a token fresh from Keystone will refuse the next one too.
        let access = session.access().await?;
        access.sign(again.headers_mut());
        // In a box: it is rare, and every call would make room for it.
        Box::pin(inner.exchange(again)).await
    }
}
