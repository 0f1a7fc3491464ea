//! Asking services for their version documents, and keeping them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tower::ServiceExt;

use super::Document;
use crate::body::Body;
use crate::call::traced;
use crate::error::Result;
use crate::request::{Operation, Settings};
use crate::sender::{Stack, absolute};

/// The version documents that were read so far: all clones of a cloud share them.
pub(crate) struct Documents {
    /// Sends without a token: version documents are for everybody, and a document may be anywhere.
    stack: Stack,
    read: Mutex<HashMap<String, Arc<Document>>>,
}

const OPERATION: Operation = Operation("discover", "versions");

impl Documents {
    pub(crate) fn new(stack: Stack) -> Self {
        Self {
            stack,
            read: Mutex::default(),
        }
    }

    /// The document of the first address that has one. None is no error: many clouds hide theirs.
    pub(crate) async fn first(&self, candidates: &[String]) -> Option<Arc<Document>> {
        for url in candidates {
            match self.at(url).await {
                Ok(document) => return Some(document),
                Err(error) => tracing::debug!(%error, "no version document"),
            }
        }
        None
    }

    /// The document at this address. Only what could be read is kept.
    pub(crate) async fn at(&self, url: &str) -> Result<Arc<Document>> {
        let known = self.read(|read| read.get(url).cloned());
        if let Some(document) = known {
            return Ok(document);
        }
        let document = Arc::new(self.ask(url).await?);
        self.read(|read| read.insert(url.to_owned(), document.clone()));
        Ok(document)
    }

    async fn ask(&self, url: &str) -> Result<Document> {
        let uri = absolute(url, "a service")?;
        let mut request = http::Request::new(Body::empty());
        *request.uri_mut() = uri.clone();
        request.extensions_mut().insert(Settings {
            operation: OPERATION,
            anonymous: true,
            ..Settings::default()
        });
        let failed = |error| traced(error, OPERATION, &http::Method::GET, &uri);
        let answer = self.stack.clone().oneshot(request).await.map_err(failed)?;
        let (parts, body) = answer.into_parts();
        // The stack has bounded it already.
        let bytes = body.collect(u64::MAX).await.map_err(failed)?;
        Document::read(url, &parts.headers, &bytes).map_err(failed)
    }

    fn read<T>(&self, f: impl FnOnce(&mut HashMap<String, Arc<Document>>) -> T) -> T {
        f(&mut self.read.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
