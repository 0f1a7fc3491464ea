//! The ids by which services log what they did.

use http::{HeaderName, HeaderValue};

use crate::error::{Error, ErrorKind, Result};

/// The id by which all services log what belongs together.
pub(crate) const GLOBAL_REQUEST_ID: HeaderName = HeaderName::from_static("x-openstack-request-id");

/// Services ignore ids of another form in silence; we do not.
///
/// # Errors
/// [`ErrorKind::Input`] if it is not `req-` and a UUID.
pub(crate) fn global(id: &str) -> Result<HeaderValue> {
    let is_uuid = |text: &str| {
        let lengths = text.split('-').map(str::len);
        lengths.eq([8, 4, 4, 4, 12])
            && text
                .bytes()
                .all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
    };
    let unfit = || {
        ErrorKind::Input(format!(
            "the global request id {id:?} is not req- and a UUID"
        ))
    };
    if !id.strip_prefix("req-").is_some_and(is_uuid) {
        return Err(unfit().into());
    }
    HeaderValue::try_from(id).map_err(|error| Error::new(unfit(), error))
}
