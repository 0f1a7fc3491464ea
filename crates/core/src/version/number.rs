//! The numbers of versions: `v2.1`, `3`, `2.latest`.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, ErrorKind};
use crate::microversion::Microversion;

/// The number of an API's version. A part of it may be `latest`, which is above all numbers.
///
/// ```
/// use ferriscloud_core::discovery::VersionNumber;
///
/// let nova: VersionNumber = "v2.1".parse()?;
/// assert!(nova > "2".parse()? && nova < "2.latest".parse()?);
/// assert_eq!(nova.to_string(), "2.1");
/// # Ok::<(), ferriscloud_core::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VersionNumber {
    major: Part,
    minor: Part,
    /// No API of OpenStack's has more; what was written is kept all the same.
    rest: Vec<Part>,
}

/// A part of a version's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// This number.
    Number(u32),
    /// The highest there is.
    Latest,
}

impl VersionNumber {
    /// The newest version of all.
    pub const LATEST: Self = Self::of(Part::Latest, Part::Latest);

    /// A version such as 2.1.
    pub const fn new(major: u32, minor: u32) -> Self {
        Self::of(Part::Number(major), Part::Number(minor))
    }

    /// The newest version of the same major one.
    pub fn newest_of_major(&self) -> Self {
        Self::of(self.major, Part::Latest)
    }

    /// What is before the first point.
    pub fn major(&self) -> Part {
        self.major
    }

    /// What is after the first point.
    pub fn minor(&self) -> Part {
        self.minor
    }

    /// Whether something written for this version can use `other`: the same major version, and not older.
    ///
    /// ```
    /// # use ferriscloud_core::discovery::VersionNumber;
    /// assert!(VersionNumber::new(3, 1).is_served_by(&VersionNumber::new(3, 3)));
    /// assert!(!VersionNumber::new(3, 1).is_served_by(&VersionNumber::new(4, 1)));
    /// ```
    pub fn is_served_by(&self, other: &Self) -> bool {
        other.major == self.major && other >= self
    }

    /// The same number as a microversion, if it can be one.
    pub fn microversion(&self) -> Option<Microversion> {
        let (Part::Number(major), Part::Number(minor)) = (self.major, self.minor) else {
            return None;
        };
        Some(Microversion(major.try_into().ok()?, minor.try_into().ok()?))
    }

    const fn of(major: Part, minor: Part) -> Self {
        let rest = Vec::new();
        Self { major, minor, rest }
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.trim_start_matches('v').split('.').map(Part::read);
        let major = parts.next()??;
        let minor = match (parts.next(), major) {
            (Some(minor), _) => minor?,
            (None, Part::Latest) => Part::Latest,
            (None, Part::Number(_)) => Part::Number(0),
        };
        let rest = parts.collect::<Option<_>>()?;
        Some(Self { major, minor, rest })
    }
}

impl Part {
    fn read(text: &str) -> Option<Self> {
        match text {
            "latest" => Some(Self::Latest),
            digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                Some(Self::Number(digits.parse().ok()?))
            }
            _ => None,
        }
    }
}

impl FromStr for VersionNumber {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::read(text).ok_or_else(|| {
            let what = format!("{text:?} is no version: expected such as v3, 2.1 or 2.latest");
            ErrorKind::Input(what).into()
        })
    }
}

impl fmt::Display for VersionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { major, minor, rest } = self;
        let mut minors = std::iter::once(minor).chain(rest);
        if *major == Part::Latest && minors.clone().all(|part| *part == Part::Latest) {
            return f.write_str("latest");
        }
        write!(f, "{major}")?;
        minors.try_for_each(|part| write!(f, ".{part}"))
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Latest => f.write_str("latest"),
        }
    }
}
