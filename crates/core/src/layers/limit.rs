//! The limits of a service, around each attempt.

use futures_util::future::Either;
use http_body_util::BodyExt;
use tokio::sync::OwnedSemaphorePermit;

use super::{Answered, Exchange, Outgoing};
use crate::body::Body;
use crate::request::Settings;

/// Stands around each attempt, so that the pauses between them take nobody's place.
#[derive(Debug)]
pub(crate) struct Limited<S>(S);

impl<S> Limited<S> {
    pub(crate) fn new(inner: S) -> Self {
        Self(inner)
    }
}

impl<S: Exchange> Exchange for Limited<S> {
    fn exchange(&self, request: Outgoing) -> impl Future<Output = Answered> + Send {
        let settings = request.extensions().get::<Settings>();
        let Some(limits) = settings.and_then(|settings| settings.limits.clone()) else {
            return Either::Left(self.0.exchange(request));
        };
        Either::Right(Box::pin(async move {
            let slot = limits.enter().await;
            let answer = self.0.exchange(request).await?;
            Ok(match slot {
                // What is still being read takes its place until it is read or dropped.
                Some(slot) if answer.body().as_bytes().is_none() => {
                    answer.map(|body| hold(body, slot))
                }
                _ => answer,
            })
        }))
    }
}

fn hold(body: Body, slot: OwnedSemaphorePermit) -> Body {
    Body::wrap(body.map_frame(move |frame| {
        let _held = &slot;
        frame
    }))
}
