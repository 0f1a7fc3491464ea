//! Between our layers and tower's services, which users see.

use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::future::BoxFuture;
use tower::util::BoxCloneSyncService;
use tower::{Service, ServiceExt};

use super::{Answered, Exchange, Outgoing};
use crate::body::Body;
use crate::error::{Error, Result};
use crate::sender::Stack;

/// The layers as one service.
pub(crate) fn erased(layers: impl Exchange) -> Stack {
    BoxCloneSyncService::new(Erased(Arc::new(layers)))
}

struct Erased<S>(Arc<S>);

impl<S: Exchange> Service<http::Request<Body>> for Erased<S> {
    type Response = http::Response<Body>;
    type Error = Error;
    type Future = BoxFuture<'static, Result<Self::Response>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let (layers, request) = (self.0.clone(), Box::new(request));
        Box::pin(async move { layers.exchange(request).await })
    }
}

impl<S> Clone for Erased<S> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl Exchange for Stack {
    async fn exchange(&self, request: Outgoing) -> Answered {
        self.clone().oneshot(*request).await
    }
}
