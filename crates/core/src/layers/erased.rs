//! Between our layers and tower's services, which users see.

use std::sync::Arc;

use tower::util::BoxCloneSyncService;
use tower::{ServiceExt, service_fn};

use super::{Answered, Exchange, Outgoing};
use crate::sender::Stack;

/// The layers as one service. Its future is the only box of a call's that grows with the layers, and should stay
/// below the kilobyte from which on the allocator takes its time.
pub(crate) fn erased(layers: impl Exchange) -> Stack {
    let layers = Arc::new(layers);
    BoxCloneSyncService::new(service_fn(move |request| {
        let (layers, request) = (layers.clone(), Box::new(request));
        async move { layers.exchange(request).await }
    }))
}

impl Exchange for Stack {
    async fn exchange(&self, request: Outgoing) -> Answered {
        self.clone().oneshot(*request).await
    }
}
