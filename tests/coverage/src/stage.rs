//! A cloud without a network: it keeps what was asked, and answers what it was told to.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use ferriscloud_core::auth::NoAuth;
use ferriscloud_core::retry::Retry;
use ferriscloud_core::{Body, Cloud, CloudSetup, Microversion, Result, Service, ServiceSetup};
use http::{Request, Response};
use http_body_util::Full;
use serde_json::{Map, Value};

use crate::operations::{self, Asked};

/// Where the cloud is said to be.
pub const ADDRESS: &str = "http://cloud.example.org";

/// Where services play: clones are the same stage.
#[derive(Debug, Clone, Default)]
pub struct Stage(Arc<Mutex<Scene>>);

#[derive(Debug, Default)]
struct Scene {
    sent: Option<Sent>,
    status: u16,
    answer: Bytes,
}

/// A request, as it would have gone out.
#[derive(Debug, Clone)]
pub struct Sent {
    /// The method.
    pub method: String,
    /// The path, with that of the service's address.
    pub path: String,
    /// The query, as lists by name.
    pub query: Map<String, Value>,
    /// The body, if it is JSON.
    pub body: Option<Value>,
    /// The first key of the body: what is done, if it is an action.
    pub key: String,
    /// What else tells operations apart.
    pub marks: Vec<String>,
    /// The microversion that was asked for.
    pub microversion: Option<Microversion>,
}

impl Stage {
    /// A service on this stage.
    pub async fn service<S: Service>(&self, path: &str) -> Result<S> {
        let service = ServiceSetup::new(&self.cloud().await?);
        service.endpoint(format!("{ADDRESS}{path}")).build()
    }

    /// A cloud on this stage.
    pub async fn cloud(&self) -> Result<Cloud> {
        self.setup(Cloud::builder().auth(NoAuth::new(ADDRESS)))
            .connect()
            .await
    }

    /// A cloud of another description, on this stage.
    pub fn setup(&self, setup: CloudSetup) -> CloudSetup {
        let stage = self.clone();
        let play = tower::service_fn(move |request| {
            let answer = stage.play(&request);
            async { Ok::<_, Infallible>(answer) }
        });
        setup.transport(play).retry(Retry::none())
    }

    /// From now on answers this.
    pub fn answer(&self, status: u16, body: impl Into<Bytes>) {
        let mut scene = self.scene();
        scene.status = status;
        scene.answer = body.into();
    }

    /// What was asked last, if anything was since this was asked last.
    pub fn sent(&self) -> Option<Sent> {
        self.scene().sent.take()
    }

    fn play(&self, request: &Request<Body>) -> Response<Full<Bytes>> {
        let mut scene = self.scene();
        scene.sent = Some(Sent::of(request));
        let mut answer = Response::new(Full::new(scene.answer.clone()));
        *answer.status_mut() = scene.status.try_into().unwrap_or_default();
        let json = http::HeaderValue::from_static("application/json");
        answer
            .headers_mut()
            .insert(http::header::CONTENT_TYPE, json);
        answer
    }

    fn scene(&self) -> MutexGuard<'_, Scene> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sent {
    /// What it is looked for by, among the operations.
    pub fn asked(&self) -> Asked<'_> {
        Asked {
            method: &self.method,
            path: &self.path,
            key: &self.key,
            marks: &self.marks,
        }
    }

    /// The names in its query and in its body, in the envelope and outside.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = self.query.keys().cloned().collect();
        collect(self.body.as_ref(), 2, &mut names);
        names
    }

    fn of(request: &Request<Body>) -> Self {
        let path = request.uri().path();
        let bytes = request.body().as_bytes().map_or(&[][..], Bytes::as_ref);
        let version = request.headers().get("openstack-api-version");
        let version = version.and_then(|value| value.to_str().ok()?.rsplit_once(' '));
        let mut query = Map::new();
        for (name, value) in form_urlencoded::parse(request.uri().query().unwrap_or("").as_bytes())
        {
            let values = query
                .entry(name)
                .or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(values) = values {
                values.push(value.into());
            }
        }
        Self {
            method: request.method().to_string(),
            path: path.to_owned(),
            query,
            body: serde_json::from_slice(bytes).ok(),
            key: operations::key(bytes),
            marks: marks(request),
            microversion: version.and_then(|(_, version)| version.parse().ok()),
        }
    }
}

/// What of query and headers tells operations apart.
fn marks(request: &Request<Body>) -> Vec<String> {
    let query = operations::marks_of(request.uri().query().unwrap_or_default());
    let headers = request
        .headers()
        .keys()
        .map(|name| name.as_str().to_owned());
    let media_type = request.headers().get(http::header::CONTENT_TYPE);
    let media_type = media_type.and_then(|value| value.to_str().ok());
    let form = media_type.filter(|text| text.starts_with(FORM));
    let form = form.map(|_| FORM.to_owned());
    query.chain(headers).chain(form).collect()
}

const FORM: &str = "multipart/form-data";

/// The names in a body, down to so many envelopes.
fn collect(body: Option<&Value>, depth: usize, names: &mut Vec<String>) {
    match body {
        Some(Value::Object(fields)) if depth > 0 => {
            for (name, value) in fields {
                names.push(name.clone());
                collect(Some(value), depth - 1, names);
            }
        }
        Some(Value::Array(items)) => items
            .iter()
            .for_each(|item| collect(Some(item), depth, names)),
        _ => {}
    }
}
