//! Keystone's v3 login, which most methods share.

use http::Method;
use serde_json::{Map, Value, json};

use super::{Access, Scope};
use crate::client::Client;
use crate::error::Result;
use crate::path::Path;
use crate::request::{Operation, Request};

/// Where Keystone gives tokens.
pub(super) const TOKENS: &str = "auth/tokens";

/// Posts what proves an identity, as each method has it, and reads the token.
pub(super) async fn log_in(
    keystone: &Client,
    proofs: Vec<(&'static str, Value)>,
    scope: &Scope,
) -> Result<Access> {
    // A second token does no harm.
    send(keystone, request(proofs, scope), true).await
}

/// The request for a token.
pub(super) fn request(proofs: Vec<(&'static str, Value)>, scope: &Scope) -> Request {
    let methods: Vec<_> = proofs.iter().map(|(method, _)| *method).collect();
    let mut identity: Map<String, Value> = proofs
        .into_iter()
        .map(|(method, proof)| (method.to_owned(), proof))
        .collect();
    identity.insert("methods".to_owned(), methods.into());
    let mut body = json!({"identity": identity});
    if let Some(scope) = scope.to_json() {
        body["scope"] = scope;
    }
    let request = Request::new(
        Method::POST,
        Path::fixed(TOKENS),
        Operation("authenticate", ""),
    );
    request.envelope("auth", &body)
}

/// Sends the request, and reads the token.
pub(super) async fn send(keystone: &Client, request: Request, idempotent: bool) -> Result<Access> {
    let call = keystone.call(request).idempotent(idempotent);
    call.reading(Access::answered).await
}
