//! Paths made of segments, so that no name can change the route.

use std::fmt::{self, Write as _};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::error::ErrorKind;

/// Everything but RFC 3986's unreserved characters.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The path of a request below its service's endpoint, percent-encoded, without a leading slash.
///
/// A segment that could change the route (empty, `.` or `..`) makes the path invalid; the call that
/// holds it then fails before anything is sent.
///
/// ```
/// use ferriscloud_core::Path;
///
/// let path = Path::from(["servers", "a/../b?c#d"]);
/// assert_eq!(path.to_string(), "servers/a%2F..%2Fb%3Fc%23d");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Path {
    text: String,
    defect: Option<&'static str>,
}

impl Path {
    /// A path of our own making, such as `servers/detail`: taken as it is.
    pub fn fixed(text: &'static str) -> Self {
        Self {
            text: text.to_owned(),
            defect: None,
        }
    }

    /// Adds one segment, whatever characters it has.
    #[must_use]
    pub fn segment(mut self, segment: &str) -> Self {
        match segment {
            "" => self.defect = Some("an id or name is empty"),
            "." | ".." => self.defect = Some("an id or name is a dot segment"),
            _ => {}
        }
        self.slash();
        self.encode(segment);
        self
    }

    /// The path of something below this one.
    pub(crate) fn below(&self, segment: &str) -> Self {
        let mut text = String::with_capacity(self.text.len() + 1 + segment.len());
        text.push_str(&self.text);
        let defect = self.defect;
        Self { text, defect }.segment(segment)
    }

    /// Adds a path of our own making.
    #[must_use]
    pub fn then(mut self, fixed: &'static str) -> Self {
        if !fixed.is_empty() {
            self.slash();
            self.text.push_str(fixed);
        }
        self
    }

    /// Adds a name in which slashes are part of the name, as in Swift's objects.
    ///
    /// Dots of a dot segment are encoded, so that nothing on the way takes them for navigation.
    #[must_use]
    pub fn name(mut self, name: &str) -> Self {
        if name.is_empty() {
            self.defect = Some("a name is empty");
        }
        self.slash();
        for (index, part) in name.split('/').enumerate() {
            if index > 0 {
                self.text.push('/');
            }
            match part {
                "." => self.text.push_str("%2E"),
                ".." => self.text.push_str("%2E%2E"),
                _ => self.encode(part),
            }
        }
        self
    }

    /// The encoded path.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Why this path must not be sent.
    pub(crate) fn check(&self) -> Result<(), ErrorKind> {
        match self.defect {
            Some(defect) => Err(ErrorKind::Input(format!(
                "{defect}, in the path {:?}",
                self.text
            ))),
            None => Ok(()),
        }
    }

    fn slash(&mut self) {
        if !self.text.is_empty() {
            self.text.push('/');
        }
    }

    fn encode(&mut self, segment: &str) {
        let is_plain = |byte| matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~');
        if segment.bytes().all(is_plain) {
            // As nearly all are; the encoder takes its time for them too.
            return self.text.push_str(segment);
        }
        // Writing to a String cannot fail.
        let _ = write!(self.text, "{}", utf8_percent_encode(segment, ESCAPED));
    }
}

/// The text with everything encoded but the unreserved characters.
#[cfg(feature = "oauth1")]
pub(crate) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<S: AsRef<str>, const N: usize> From<[S; N]> for Path {
    fn from(segments: [S; N]) -> Self {
        segments.iter().fold(Self::default(), |path, segment| {
            path.segment(segment.as_ref())
        })
    }
}

impl<S: AsRef<str>> From<&[S]> for Path {
    fn from(segments: &[S]) -> Self {
        segments.iter().fold(Self::default(), |path, segment| {
            path.segment(segment.as_ref())
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn refuses_what_would_change_the_route() {
        for hostile in ["", ".", ".."] {
            assert!(
                Path::from(["servers", hostile]).check().is_err(),
                "{hostile:?}"
            );
        }
        assert!(Path::from(["servers", "..."]).check().is_ok());
    }

    #[test]
    fn object_names_keep_their_slashes() {
        let path = Path::from(["box"]).name("a/../b//c d?.txt");
        assert_eq!(path.as_str(), "box/a/%2E%2E/b//c%20d%3F.txt");
    }

    proptest! {
        #[test]
        fn any_segment_is_one_segment_and_comes_back(name in "\\PC+") {
            let path = Path::from(["servers", name.as_str()]);
            let (_, encoded) = path.as_str().split_once('/').unwrap();
            prop_assert!(!encoded.contains(['/', '?', '#', '\\', ' ']));
            let decoded = percent_encoding::percent_decode_str(encoded).decode_utf8().unwrap();
            prop_assert_eq!(decoded, name);
        }

        #[test]
        fn any_object_name_comes_back(name in "[\\PC/.]+") {
            let path = Path::from(["box"]).name(&name);
            let (_, encoded) = path.as_str().split_once('/').unwrap();
            prop_assert!(!encoded.split('/').any(|part| part == "." || part == ".."));
            let decoded = percent_encoding::percent_decode_str(encoded).decode_utf8().unwrap();
            prop_assert_eq!(decoded, name);
        }
    }
}
