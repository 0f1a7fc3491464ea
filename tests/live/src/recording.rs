//! What the services were asked by the live tests, and whether they did it: a line for each call, in `target/live.tsv`.
//!
//! `cargo xtask coverage` reads it. A line has the service, the method, the path with its query, the first key of the body
//! (which is what is done, for an action), the names of the headers and the media type of a form, the status, and what the
//! service said where it did not do it.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::task::{Context, Poll};

use ferriscloud::{Body, Error, Settings, Stack};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{Request, Response};
use serde_json::{Map, Value};
use tower::{Layer, Service};

/// The layer that records.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Recording;

/// What records.
#[derive(Debug, Clone)]
pub(crate) struct Recorder(Stack);

impl Layer<Stack> for Recording {
    type Service = Recorder;

    fn layer(&self, stack: Stack) -> Recorder {
        Recorder(stack)
    }
}

impl Service<Request<Body>> for Recorder {
    type Response = Response<Body>;
    type Error = Error;
    type Future = BoxFuture<'static, Result<Self::Response, Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let call = describe(&request);
        let answer = self.0.call(request);
        answer.inspect(move |answer| write(&call, answer)).boxed()
    }
}

/// Notes what went beside all layers, as version documents do.
pub fn done(service: &str, method: &str, path: &str) {
    record(&format!("{service}\t{method}\t{path}\t\t"), 200, "");
}

fn describe(request: &Request<Body>) -> String {
    let settings = request.extensions().get::<Settings>();
    let service = settings.map_or("", |settings| &*settings.service);
    let body = request.body().as_bytes();
    let body = body.and_then(|bytes| serde_json::from_slice::<Map<String, Value>>(bytes).ok());
    let key = body.and_then(|body| body.into_iter().next());
    let key = key.map(|(key, _)| key).unwrap_or_default();
    let (method, target) = (request.method(), request.uri().path_and_query());
    let target = target.map_or("/", |target| target.as_str());
    let headers = request.headers();
    let mut names: Vec<_> = headers.keys().map(http::HeaderName::as_str).collect();
    let media_type = headers.get(http::header::CONTENT_TYPE);
    let media_type = media_type.and_then(|value| value.to_str().ok()?.split(';').next());
    names.extend(media_type.filter(|media_type| media_type.starts_with("multipart/")));
    let names = names.join(",");
    format!("{service}\t{method}\t{target}\t{key}\t{names}")
}

fn write(call: &str, answer: &Result<Response<Body>, Error>) {
    let (status, message) = match answer {
        Ok(answer) => (Some(answer.status()), String::new()),
        Err(error) => (
            error.status(),
            error.message().unwrap_or_default().to_owned(),
        ),
    };
    if let Some(status) = status {
        record(call, status.as_u16(), &message);
    }
}

fn record(call: &str, status: u16, message: &str) {
    let message = message.replace(['\t', '\n', '\r'], " ");
    let line = format!("{call}\t{status}\t{message}\n");
    // In one piece, since other tests write too.
    let written = file().map(|mut file| file.write_all(line.as_bytes()));
    written.expect("target/live.tsv").expect("to write to it");
}

fn file() -> Option<&'static File> {
    static FILE: OnceLock<Option<File>> = OnceLock::new();
    let open = || {
        let workspace = || concat!(env!("CARGO_MANIFEST_DIR"), "/../../target").into();
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(workspace, PathBuf::from);
        let mut options = OpenOptions::new();
        let options = options.create(true).append(true);
        options.open(target.join("live.tsv")).ok()
    };
    FILE.get_or_init(open).as_ref()
}
