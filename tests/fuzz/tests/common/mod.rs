//! What these targets share: a service that answers with whatever it is given, without a network.
#![allow(dead_code, reason = "each target uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

use std::sync::{Arc, Mutex};

use ferriscloud_core::auth::Token;
use ferriscloud_core::retry::Retry;
use ferriscloud_core::{Body, Client, Cloud};
use http::{Method, Request, Response};
use tokio::runtime::{Builder, Runtime};

/// A service that gives this answer, and the latest address it was asked for.
pub(crate) struct Service {
    pub(crate) runtime: Runtime,
    pub(crate) client: Client,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    status: u16,
    headers: http::HeaderMap,
    body: Vec<u8>,
    asked: String,
}

impl Service {
    pub(crate) fn new() -> Self {
        let runtime = Builder::new_current_thread().enable_time().build().unwrap();
        let state = Arc::<Mutex<State>>::default();
        let transport = tower::service_fn({
            let state = state.clone();
            move |request: Request<Body>| std::future::ready(answer(&request, &state))
        });
        let setup = Cloud::builder().auth_url("http://keystone/v3");
        let setup = setup.auth(Token::new("token")).retry(Retry::none());
        let setup = setup
            .transport(transport)
            .endpoint("compute", "http://compute/v2.1");
        let cloud = runtime.block_on(setup.connect()).unwrap();
        let client = cloud.service("compute").unwrap();
        Self {
            runtime,
            client,
            state,
        }
    }

    /// From now on answers so.
    pub(crate) fn set(&self, status: u16, body: Vec<u8>) {
        let mut state = self.state.lock().unwrap();
        (state.status, state.body) = (status, body);
    }

    /// With this header too.
    pub(crate) fn set_header(&self, name: http::HeaderName, value: http::HeaderValue) {
        self.state.lock().unwrap().headers.insert(name, value);
    }

    /// The path and query of the latest request.
    pub(crate) fn asked(&self) -> String {
        self.state.lock().unwrap().asked.clone()
    }
}

fn answer(request: &Request<Body>, state: &Mutex<State>) -> Result<Response<Body>, http::Error> {
    if request.method() == Method::POST && request.uri().host() == Some("keystone") {
        let answer = Response::builder()
            .status(201)
            .header("X-Subject-Token", "token");
        return answer.body(Body::from(r#"{"token": {}}"#));
    }
    let mut state = state.lock().unwrap();
    state.asked = request.uri().to_string();
    let mut answer = Response::builder().status(state.status);
    for (name, value) in &state.headers {
        answer = answer.header(name, value);
    }
    answer.body(Body::from(state.body.clone()))
}
