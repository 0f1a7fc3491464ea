//! What went wrong, in the other crate's words; ours is always the source.

use ::object_store::Error;
use ::object_store::path::Path;
use http::StatusCode;

const SWIFT: &str = "Swift";

/// An error of a call that was about an object.
pub(super) fn of(error: ferriscloud_core::Error, location: &Path) -> Error {
    let path = location.to_string();
    let status = error.status();
    let not_found = error.is_not_found();
    let source = Box::new(error);
    match status {
        _ if not_found => Error::NotFound { path, source },
        Some(StatusCode::NOT_MODIFIED) => Error::NotModified { path, source },
        Some(StatusCode::PRECONDITION_FAILED) => Error::Precondition { path, source },
        Some(StatusCode::UNAUTHORIZED) => Error::Unauthenticated { path, source },
        Some(StatusCode::FORBIDDEN) => Error::PermissionDenied { path, source },
        _ => Error::Generic {
            store: SWIFT,
            source,
        },
    }
}

/// The same, where the only condition was that there is nothing yet.
pub(super) fn of_creating(error: ferriscloud_core::Error, location: &Path) -> Error {
    match of(error, location) {
        Error::Precondition { path, source } => Error::AlreadyExists { path, source },
        error => error,
    }
}

/// Something that Swift, or this, does not do.
pub(super) fn lacking(operation: impl Into<String>) -> Error {
    Error::NotImplemented {
        operation: operation.into(),
        implementer: SWIFT.to_owned(),
    }
}

/// Something that is not as it has to be.
pub(super) fn wrong(what: impl Into<String>) -> Error {
    Error::Generic {
        store: SWIFT,
        source: what.into().into(),
    }
}
