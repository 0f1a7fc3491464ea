//! The versions of an API: their numbers, and what a service says of each.

mod number;

use std::fmt;

use crate::microversion::Microversion;

pub use number::{Part, VersionNumber};

/// One version of an API, as the service's version document has it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiVersion {
    /// Its id: `v2.1`.
    pub id: String,
    /// The number in its id.
    pub number: VersionNumber,
    /// How far it may be relied on.
    pub status: Status,
    /// The service's own word for that.
    pub raw_status: String,
    /// Its address, on the scheme and host that the service was asked at.
    pub url: String,
    /// The address of the document that lists all versions.
    pub collection: Option<String>,
    /// The lowest microversion; `None` where the version has none.
    pub min_microversion: Option<Microversion>,
    /// The highest microversion; `None` where the version has none.
    pub max_microversion: Option<Microversion>,
    /// What the lowest microversion is going to be.
    pub next_min_version: Option<Microversion>,
    /// The date before which that will not be so.
    pub not_before: Option<String>,
}

/// How far a version of an API may be relied on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    /// The one to use; some services say `stable`.
    Current,
    /// As good as the current one, but older.
    Supported,
    /// About to go.
    Deprecated,
    /// Not done yet.
    Experimental,
    /// Any other word.
    Other(String),
}

impl From<&str> for Status {
    fn from(word: &str) -> Self {
        match word.to_ascii_lowercase().as_str() {
            "current" | "stable" => Self::Current,
            "supported" => Self::Supported,
            "deprecated" => Self::Deprecated,
            "experimental" => Self::Experimental,
            _ => Self::Other(word.to_owned()),
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Current => "CURRENT",
            Self::Supported => "SUPPORTED",
            Self::Deprecated => "DEPRECATED",
            Self::Experimental => "EXPERIMENTAL",
            Self::Other(word) => word,
        })
    }
}
