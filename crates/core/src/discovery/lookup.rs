//! From an address in a catalog to the version that is wanted.

use super::link::{Url, version_in};
use super::{Document, Wanted};
use crate::error::{Error, ErrorKind, Result};
use crate::version::{ApiVersion, VersionNumber};

/// How to get from an address of the catalog to the version that is wanted, with as few requests as may be.
///
/// It does no I/O: ask the [candidates](Self::candidates) one after the other for a [`Document`], and let it
/// [choose](Self::choose) from the first.
///
/// ```
/// use ferriscloud_core::discovery::{Aim, Lookup, VersionNumber, Wanted};
///
/// let v3 = Aim::Address(Wanted::version(VersionNumber::new(3, 0)));
/// let named = Lookup::new("https://volume.example.com/v3/0a1b", Some("0a1b"), v3.clone());
/// assert!(named.candidates().is_empty()); // It is what is wanted.
/// let other = Lookup::new("https://volume.example.com/v2/0a1b", Some("0a1b"), v3);
/// assert_eq!(other.candidates()[0], "https://volume.example.com/");
/// ```
#[derive(Debug, Clone)]
pub struct Lookup {
    url: String,
    aim: Aim,
    literal: bool,
    /// The folder of the versions, if the address names one.
    root: String,
    /// The version's own address, and its number, if the address names one.
    versioned: Option<(String, VersionNumber)>,
    project: Option<String>,
}

/// What a lookup is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aim {
    /// An address; an address that names a version that is wanted needs no document.
    Address(Wanted),
    /// What the version can do, too.
    Details(Wanted),
    /// All versions there are.
    All,
}

/// What a lookup found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Found {
    /// The address to use.
    pub url: String,
    /// Its version, as far as document or address say.
    pub number: Option<VersionNumber>,
    /// What the document says of it, if there is one.
    pub version: Option<ApiVersion>,
}

impl Aim {
    /// The same within what the type says, if the version is in its name.
    pub(crate) fn of_type(self, service_type: &str) -> Result<Self> {
        Ok(match self {
            Self::Address(wanted) => Self::Address(wanted.of_type(service_type)?),
            Self::Details(wanted) => Self::Details(wanted.of_type(service_type)?),
            Self::All => Self::All,
        })
    }
}

impl Lookup {
    /// From the address `url` of a catalog, which may end with the id of the project.
    pub fn new(url: &str, project_id: Option<&str>, aim: Aim) -> Self {
        let parts = Url::of(url.trim_end_matches('/'));
        let mut path: Vec<_> = parts.path.split('/').collect();
        let before_last = path.len().checked_sub(2).map(|place| path[place]);
        let has_project = match project_id {
            Some(id) => path.last() == Some(&id),
            // What follows a version is a project, though we do not know it.
            None => before_last.is_some_and(is_version),
        };
        let project = path.pop_if(|_| has_project).map(str::to_owned);
        let with = |path: &[&str]| parts.with(&path.join("/"), "");
        let version = path.last().and_then(|last| last.parse().ok());
        let versioned = version.map(|version| (with(&path), version));
        if versioned.is_some() {
            path.pop();
        }
        Self {
            root: with(&path),
            url: url.to_owned(),
            aim,
            literal: false,
            versioned,
            project,
        }
    }

    /// The same for an address that somebody chose: its document is read where it is, and nowhere else.
    #[must_use]
    pub fn literal(mut self) -> Self {
        self.literal = true;
        self
    }

    /// The addresses to ask for a document, the most likely one first; none where no document is needed.
    pub fn candidates(&self) -> Vec<String> {
        let needless = match &self.aim {
            Aim::Address(wanted) => wanted.is_any() || self.is_exact(),
            Aim::Details(_) | Aim::All => false,
        };
        if needless {
            return Vec::new();
        }
        let mut candidates = Vec::new();
        let version = self.versioned.as_ref().map(|(url, _)| url);
        let fitting = version.filter(|_| self.fits());
        let fitting = fitting.map(|url| format!("{url}/"));
        if self.is_exact() {
            candidates.extend(fitting.clone());
        }
        if self.guesses() {
            candidates.push(if self.root == self.url {
                self.root.clone()
            } else {
                format!("{}/", self.root.trim_end_matches('/'))
            });
            candidates.extend(fitting);
        } else if self.project.is_some() {
            candidates.extend(version.cloned());
        }
        candidates.push(self.url.clone());
        without_repeats(candidates)
    }

    /// The address to use, from the first document that a candidate gave; or from none, if there was none.
    ///
    /// # Errors
    /// [`ErrorKind::Endpoint`] if the service has no version that is wanted.
    pub fn choose(&self, document: Option<&Document>) -> Result<Found> {
        let Some(document) = document else {
            return self.without_document();
        };
        let wanted = self.wanted();
        let url = wanted.is_any().then_some(self.url.as_str());
        match document.choose(wanted, url) {
            Some(version) => Ok(self.found(version)),
            None if wanted.is_any() => Ok(self.as_it_is()),
            None => Err(self.missing(document)),
        }
    }

    fn without_document(&self) -> Result<Found> {
        if self.literal && !self.wanted().is_any() && !self.fits() {
            let what = format!("{} has no version document", self.url);
            return Err(ErrorKind::Endpoint(what).into());
        }
        Ok(self.as_it_is())
    }

    fn as_it_is(&self) -> Found {
        Found {
            url: self.url.clone(),
            number: version_in(&self.url),
            version: None,
        }
    }

    fn found(&self, version: ApiVersion) -> Found {
        let url = match &self.project {
            Some(project) => format!("{}/{project}", version.url.trim_end_matches('/')),
            None => version.url.clone(),
        };
        Found {
            url,
            number: Some(version.number.clone()),
            version: Some(version),
        }
    }

    fn missing(&self, document: &Document) -> Error {
        let bound =
            |bound: Option<&VersionNumber>| bound.map_or("any".to_owned(), ToString::to_string);
        let (min, max) = (bound(self.wanted().min()), bound(self.wanted().max()));
        let versions = document.versions(super::Allow::default());
        let ids: Vec<_> = versions.into_iter().map(|version| version.id).collect();
        let has = if ids.is_empty() {
            "none".to_owned()
        } else {
            ids.join(", ")
        };
        let what = format!(
            "{} has no version of its API from {min} to {max}; it has {has}",
            document.url()
        );
        ErrorKind::Endpoint(what).into()
    }

    fn wanted(&self) -> &Wanted {
        match &self.aim {
            Aim::Address(wanted) | Aim::Details(wanted) => wanted,
            Aim::All => &Wanted::ANY,
        }
    }

    /// Whether other addresses than this one may be tried.
    fn guesses(&self) -> bool {
        !self.literal && (self.aim == Aim::All || !self.wanted().is_any())
    }

    /// Whether the address names a version within the bounds, if there are bounds.
    fn fits(&self) -> bool {
        let wanted = self.wanted();
        let bounded = wanted.min().is_some() && wanted.max().is_some();
        let named = self.versioned.as_ref().map(|(_, number)| number);
        bounded && named.is_some_and(|number| wanted.contains(number))
    }

    /// Whether no newer version could fit better.
    fn is_exact(&self) -> bool {
        let named = self.versioned.as_ref().map(|(_, number)| number.major());
        self.fits() && self.wanted().max().map(VersionNumber::major) == named
    }
}

fn is_version(segment: &str) -> bool {
    segment.parse::<VersionNumber>().is_ok()
}

fn without_repeats(mut all: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    all.retain(|one| seen.insert(one.clone()));
    all
}
