//! The headers of every request.

use http::{HeaderValue, header};

use super::{Answered, Exchange, Outgoing};
use crate::request_id::GLOBAL_REQUEST_ID;

/// Who asks, and on what errand.
#[derive(Debug, Clone)]
pub(crate) struct Headers {
    pub(crate) user_agent: HeaderValue,
    pub(crate) global_request_id: Option<HeaderValue>,
}

impl Headers {
    pub(crate) fn around<S>(self, inner: S) -> WithHeaders<S> {
        WithHeaders {
            inner,
            headers: self,
        }
    }
}

/// Adds the headers, and says that JSON is welcome.
#[derive(Debug)]
pub(crate) struct WithHeaders<S> {
    inner: S,
    headers: Headers,
}

impl<S: Exchange> Exchange for WithHeaders<S> {
    fn exchange(&self, mut request: Outgoing) -> impl Future<Output = Answered> + Send {
        let Headers {
            user_agent,
            global_request_id,
        } = &self.headers;
        let headers = request.headers_mut();
        headers.insert(header::USER_AGENT, user_agent.clone());
        headers
            .entry(header::ACCEPT)
            .or_insert(HeaderValue::from_static("application/json"));
        if let Some(id) = global_request_id {
            let entry = headers.entry(GLOBAL_REQUEST_ID);
            entry.or_insert_with(|| id.clone());
        }
        self.inner.exchange(request)
    }
}
