//! What the methods share that ask nobody.

use http::{HeaderName, HeaderValue, header};

use super::{Access, Login};
use crate::error::{Error, ErrorKind, Result};

/// This token; an empty one is not sent.
pub(super) fn token(token: &str) -> Login<'static> {
    login(HeaderName::from_static("x-auth-token"), token)
}

/// This `Authorization`.
pub(super) fn authorization(value: &str) -> Login<'static> {
    login(header::AUTHORIZATION, value)
}

fn login(name: HeaderName, value: &str) -> Login<'static> {
    Box::pin(std::future::ready(access(name, value)))
}

fn access(name: HeaderName, value: &str) -> Result<Access> {
    let unfit = |error| {
        let what = "the token cannot be a header".to_owned();
        Error::new(ErrorKind::Config(what), error)
    };
    let value = HeaderValue::try_from(value).map_err(unfit)?;
    Ok(Access::of_header(name, value))
}
