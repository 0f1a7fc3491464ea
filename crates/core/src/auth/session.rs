//! The token in use, renewed in time, by one request however many callers wait.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared, WeakShared};
use jiff::Timestamp;

use super::{Access, AuthMethod, Place};
use crate::catalog::{self, EndpointQuery};
use crate::client::Client;
use crate::error::Result;

/// Keeps one token fresh for all clones of a cloud.
#[derive(Debug)]
pub(crate) struct Session {
    method: Arc<dyn AuthMethod>,
    /// Sends without a token: a login must not wait for what only it can bring.
    keystone: Client,
    state: Mutex<State>,
}

#[derive(Default, Debug)]
struct State {
    access: Option<Arc<Access>>,
    /// Whether a service refused the token; its catalog serves on until there is another.
    refused: bool,
    /// The login under way. Weak: it ends when the last of those who wait for it goes away, and does
    /// not lie here half done.
    renewal: Option<WeakShared<Renewal>>,
}

type Renewal = BoxFuture<'static, Result<Arc<Access>>>;

impl Session {
    pub(crate) fn new(method: Arc<dyn AuthMethod>, keystone: Client) -> Arc<Self> {
        Arc::new(Self {
            method,
            keystone,
            state: Mutex::default(),
        })
    }

    /// A token that is good for a while: the present one, or a new one.
    pub(crate) async fn access(self: &Arc<Self>) -> Result<Arc<Access>> {
        let (present, renewal) = {
            let mut state = self.state();
            match &state.access {
                Some(access) if !state.refused && access.is_fresh(Timestamp::now()) => {
                    return Ok(access.clone());
                }
                present => (
                    present.clone().filter(|_| !state.refused),
                    self.renewal(&mut state),
                ),
            }
        };
        match (renewal.await, present) {
            // Renewing before the end may fail without harm.
            (Err(_), Some(present)) if present.is_alive(Timestamp::now()) => Ok(present),
            (renewed, _) => renewed,
        }
    }

    /// The one address of all services, where there is no catalog.
    pub(crate) fn endpoint(&self) -> Option<&str> {
        match self.method.place() {
            Place::Nowhere(endpoint) => Some(endpoint),
            Place::V3 | Place::V2 | Place::AuthUrl => None,
        }
    }

    /// Keystone's own address, if the token has no catalog to find it in.
    pub(crate) fn keystone_for(&self, query: &EndpointQuery) -> Option<String> {
        let access = self.present()?;
        let is_needed = access.catalog.entries().is_empty()
            && catalog::family(&query.service_type).0 == "identity";
        is_needed.then(|| self.keystone.endpoint())
    }

    /// The latest token, fresh or not, refused or not: for its catalog.
    pub(crate) fn present(&self) -> Option<Arc<Access>> {
        self.state().access.clone()
    }

    /// Notes that a service refused this token; whoever needs one next gets a new one.
    pub(crate) fn reject(&self, refused: &Arc<Access>) {
        let mut state = self.state();
        // Another caller may have renewed it in the meantime.
        if state
            .access
            .as_ref()
            .is_some_and(|access| Arc::ptr_eq(access, refused))
        {
            state.refused = true;
        }
    }

    /// The login under way, or a new one. An error is given to those who wait, and not kept.
    fn renewal(self: &Arc<Self>, state: &mut State) -> Shared<Renewal> {
        if let Some(renewal) = state.renewal.as_ref().and_then(WeakShared::upgrade) {
            return renewal;
        }
        let session = self.clone();
        let login = async move {
            let result = session
                .method
                .authenticate(&session.keystone)
                .await
                .map(Arc::new);
            let mut state = session.state();
            state.renewal = None;
            if let Ok(access) = &result {
                state.access = Some(access.clone());
                state.refused = false;
            }
            drop(state);
            result
        };
        let login = login.boxed().shared();
        state.renewal = login.downgrade();
        login
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing that holds the lock can panic half way through a change.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
