//! Keystone's v3 login, which most methods share.

use serde::Serialize;
use serde_json::Value;

use super::{Access, Scope};
use crate::client::Client;
use crate::error::Result;
use crate::path::Path;
use crate::request::{Operation, Request};

use http::Method;

/// Posts an identity, as one method has it, and reads the token.
pub(super) async fn log_in<T: Serialize>(
    keystone: &Client,
    method: &'static str,
    identity: &T,
    scope: &Scope,
) -> Result<Access> {
    let body = Login {
        method,
        identity,
        scope: scope.to_json(),
    };
    let request = Request::new(
        Method::POST,
        Path::fixed("auth/tokens"),
        Operation("authenticate", ""),
    );
    // A second token does no harm.
    keystone
        .call(request.envelope("auth", &body))
        .idempotent(true)
        .reading(|answer| Access::read(answer.headers(), answer.bytes()))
        .await
}

struct Login<'a, T> {
    method: &'static str,
    identity: &'a T,
    scope: Option<Value>,
}

/// `{"identity": {"methods": [method], method: identity}, "scope": scope}`
impl<T: Serialize> Serialize for Login<'_, T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;

        let mut login = serializer.serialize_map(None)?;
        login.serialize_entry(
            "identity",
            &Identity {
                method: self.method,
                identity: self.identity,
            },
        )?;
        if let Some(scope) = &self.scope {
            login.serialize_entry("scope", scope)?;
        }
        login.end()
    }
}

struct Identity<'a, T> {
    method: &'static str,
    identity: &'a T,
}

impl<T: Serialize> Serialize for Identity<'_, T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;

        let mut identity = serializer.serialize_map(Some(2))?;
        identity.serialize_entry("methods", &[self.method])?;
        identity.serialize_entry(self.method, self.identity)?;
        identity.end()
    }
}
