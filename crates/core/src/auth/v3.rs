//! Keystone's v3 login, which most methods share.

use http::Method;
use serde_json::{Map, Value, json};

use super::{Access, Scope};
use crate::client::Client;
use crate::error::{RECEIPT, Receipt, Result};
use crate::path::Path;
use crate::request::{Operation, Request};

/// Posts what proves an identity, as each method has it, and reads the token.
pub(super) async fn log_in(
    keystone: &Client,
    proofs: Vec<(&'static str, Value)>,
    scope: &Scope,
    receipt: Option<&Receipt>,
) -> Result<Access> {
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
        Path::fixed("auth/tokens"),
        Operation("authenticate", ""),
    );
    let mut request = request.envelope("auth", &body);
    if let Some(receipt) = receipt {
        request = request.header(RECEIPT, receipt.id.expose());
    }
    // A second token does no harm.
    keystone
        .call(request)
        .idempotent(true)
        .reading(Access::answered)
        .await
}
