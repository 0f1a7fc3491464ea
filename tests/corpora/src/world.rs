//! A cloud that answers as a case says, in process.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use ferriscloud_core::auth::{Access, AuthMethod, Login};
use ferriscloud_core::retry::Retry;
use ferriscloud_core::{Body, Client, Cloud, CloudSetup};
use http_body_util::Full;
use serde_json::{Value, json};

/// The requests that were made, as method and URL.
#[derive(Debug, Clone, Default)]
pub struct Log(Arc<Mutex<Vec<(String, String)>>>);

impl Log {
    /// How many times something was read.
    pub fn reads(&self) -> usize {
        self.all()
            .iter()
            .filter(|(method, _)| method == "GET")
            .count()
    }

    /// The last address that something was posted to.
    pub fn posted(&self) -> Option<String> {
        let all = self.all();
        all.into_iter()
            .rfind(|(method, _)| method == "POST")
            .map(|(_, url)| url)
    }

    fn all(&self) -> Vec<(String, String)> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn note(&self, method: &str, url: &str) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.push((method.to_owned(), url.to_owned()));
    }
}

/// Waits for it: nothing here waits for anything else.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    runtime.expect("a runtime").block_on(future)
}

/// A cloud behind the answers of `http`, at this auth URL.
pub fn cloud(http: &Value, auth_url: &str) -> (CloudSetup, Log) {
    let setup = Cloud::builder().auth_url(auth_url).retry(Retry::none());
    over(setup, http)
}

/// The same for a cloud that is described already.
pub fn over(setup: CloudSetup, http: &Value) -> (CloudSetup, Log) {
    let log = Log::default();
    let (answers, noted) = (http.clone(), log.clone());
    let transport = tower::service_fn(move |request: http::Request<Body>| {
        noted.note(request.method().as_str(), &request.uri().to_string());
        let answer = answer(
            &answers,
            request.method().as_str(),
            &request.uri().to_string(),
        );
        std::future::ready(answer)
    });
    (setup.transport(transport), log)
}

type Answer = std::result::Result<http::Response<Full<Bytes>>, ferriscloud_core::BoxError>;

fn answer(http: &Value, method: &str, url: &str) -> Answer {
    let at = |url: &str| http.get(format!("{method} {url}"));
    // A root may be written without its slash.
    let bare = url
        .strip_suffix('/')
        .filter(|url| url.matches('/').count() == 2);
    let found = at(url).or_else(|| at(bare?));
    let missing = json!({"status": 404, "json": {"error": {"message": "not here"}}});
    let token = json!({"status": 201, "json": {"token": {}}, "headers": {"X-Subject-Token": "t"}});
    let otherwise = if method == "POST" { &token } else { &missing };
    let answer = found.unwrap_or(otherwise);
    if let Some(error) = answer.get("error") {
        return Err(error.to_string().into());
    }
    let body = match (answer.get("json"), answer["text"].as_str()) {
        (Some(json), _) => json.to_string(),
        (None, text) => text.unwrap_or_default().to_owned(),
    };
    let status = answer["status"].as_u64().unwrap_or(200) as u16;
    let mut response = http::Response::builder().status(status);
    for (name, value) in answer["headers"].as_object().into_iter().flatten() {
        response = response.header(name, value.as_str().unwrap_or_default());
    }
    Ok(response.body(Full::new(body.into()))?)
}

/// Logs in to nothing: the catalog is given.
#[derive(Debug)]
pub struct Given {
    token: Value,
}

impl Given {
    /// With the catalog and the project of a case.
    pub fn of(case: &Value) -> Self {
        let project = case["project_id"]
            .as_str()
            .map(|id| json!({"id": id, "name": ""}));
        Self {
            token: json!({"token": {"catalog": case["catalog"], "project": project}}),
        }
    }
}

impl AuthMethod for Given {
    fn authenticate<'a>(&'a self, _: &'a Client) -> Login<'a> {
        let headers = [(
            http::HeaderName::from_static("x-subject-token"),
            http::HeaderValue::from_static("t"),
        )];
        let headers = headers.into_iter().collect();
        let access = Access::read(&headers, self.token.to_string().as_bytes());
        Box::pin(std::future::ready(access))
    }
}
