//! JSON that cannot be read: what is wrong with it, but not what is in it, which may be a secret.

use super::{Error, ErrorKind};

/// An error about JSON of another shape than was promised, or that is none.
///
/// The error of another shape quotes what it met, and so it is no source: what it says but for that is
/// said here.
pub(crate) fn unreadable(context: &str, error: serde_json::Error) -> Error {
    if !error.is_data() {
        return Error::new(ErrorKind::Decode(format!("{context}{error}")), error);
    }
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let text = text.strip_suffix(&place).unwrap_or(&text);
    ErrorKind::Decode(format!("{context}{}{place}", without_values(text))).into()
}

/// Serde's own sentences, without the text they quote. Any other sentence could have it anywhere.
fn without_values(text: &str) -> String {
    let met_text = ["invalid type: string ", "invalid value: string "];
    if let Some(start) = met_text.iter().find(|start| text.starts_with(**start)) {
        // What was met may have such an end in it; what was expected is the last.
        let rest = text.rsplit_once("\", expected ");
        let expected = rest.map_or("something else", |(_, expected)| expected);
        return format!("{}, expected {expected}", start.trim_end());
    }
    for start in ["unknown variant", "unknown field"] {
        if text.starts_with(start) {
            let rest = text.rsplit_once("`, expected ");
            let expected = rest.map_or("something else", |(_, expected)| expected);
            return format!("{start}, expected {expected}");
        }
    }
    let harmless = [
        "invalid type: ",
        "invalid value: ",
        "invalid length ",
        "missing field ",
        "duplicate field ",
    ];
    if harmless.iter().any(|start| text.starts_with(start)) {
        return text.to_owned();
    }
    "a value that does not fit".to_owned()
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use serde::Deserialize;
    use serde::de::DeserializeOwned;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only read")]
    struct Disk {
        size: u64,
    }

    #[derive(Debug, Deserialize)]
    enum State {
        Active,
    }

    /// The text of reading this, which shows no secret.
    fn read<T: DeserializeOwned>(json: &str) -> String {
        let Err(error) = serde_json::from_str::<T>(json) else {
            return format!("{:?}", State::Active);
        };
        let error = unreadable("", error);
        let source = std::error::Error::source(&error);
        let all = format!("{error} {error:?} {source:?}");
        assert!(!all.contains("sesame"), "{all}");
        error.kind().to_string()
    }

    #[test]
    fn what_was_met_is_not_told() {
        let cases = [
            (
                read::<Disk>(r#"{"size": "open\", expected sesame"}"#),
                "invalid type: string, expected u64 at line 1 column",
            ),
            (
                read::<Disk>(r#"{"sesame": 1}"#),
                "unknown field, expected `size` at line 1 column",
            ),
            (
                read::<State>(r#""open`, expected sesame""#),
                "unknown variant, expected `Active` at line 1 column",
            ),
            (
                read::<char>(r#""sesame""#),
                "invalid value: string, expected a character",
            ),
            (
                read::<IpAddr>(r#""sesame""#),
                "a value that does not fit at line 1",
            ),
            (
                read::<Disk>("{}"),
                "missing field `size` at line 1 column 2",
            ),
            (read::<Disk>("[]"), "invalid length 0, expected struct Disk"),
            (
                read::<Disk>("7"),
                "invalid type: integer `7`, expected struct Disk",
            ),
            (
                read::<Disk>(r#"{"size"#),
                "EOF while parsing a string at line 1",
            ),
        ];
        for (text, expected) in cases {
            assert!(text.contains(expected), "{text}");
        }
        assert_eq!(read::<State>(r#""Active""#), "Active");
    }
}
