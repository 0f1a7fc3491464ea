//! New variants are no break: public enums are `#[non_exhaustive]`, but for those that can have no others.

use super::{Finding, Text};

/// What these stand for is closed, and users are to see that they have thought of all of it.
const CLOSED: [(&str, &str); 15] = [
    ("Actor", "a user or a group"),
    ("Aim", "one version, with or without its details, or all"),
    ("ByteRange", "HTTP has three forms"),
    ("CredentialRef", "an id or a name"),
    ("DomainRef", "an id or a name"),
    ("Entry", "Swift lists objects, and what stands for many"),
    ("Part", "a number, or the latest"),
    ("Patch", "keep, clear, set"),
    ("Place", "the two versions of Keystone, or none"),
    ("ProjectRef", "an id or a name"),
    ("RoleRef", "an id or a name"),
    ("Target", "a project, a domain, or the system"),
    ("TenantRef", "an id or a name"),
    ("UserRef", "an id or a name"),
    (
        "VersionEntry",
        "Swift lists versions, and what stands for many",
    ),
];

pub(super) fn check(texts: &[Text]) -> Vec<Finding> {
    let sources = texts.iter().filter(|text| is_of_a_library(text));
    sources.flat_map(check_one).collect()
}

fn is_of_a_library(text: &Text) -> bool {
    text.is_rust() && text.path.starts_with("crates/") && text.path.contains("/src/")
}

fn check_one(text: &Text) -> Vec<Finding> {
    let (mut found, mut is_open) = (Vec::new(), false);
    for (number, line) in text.lines() {
        if line == "#[non_exhaustive]" {
            is_open = true;
        } else if let Some(item) = line.strip_prefix("pub enum ") {
            let name = item.split([' ', '<']).next().unwrap_or_default();
            let is_closed = CLOSED.iter().any(|(known, _)| *known == name) || item.ends_with("{}");
            if !is_open && !is_closed {
                let what = format!(
                    "the enum {name} is neither `#[non_exhaustive]` nor known to be closed"
                );
                found.push(text.finding(number, what));
            }
        } else if line == "}" || line.is_empty() {
            is_open = false;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::text;

    #[test]
    fn enums_are_open() {
        let found = |content| check(&[text("crates/core/src/a.rs", content)]).len();
        assert_eq!(found("#[non_exhaustive]\n/// It.\npub enum A {\n}\n"), 0);
        assert_eq!(found("pub enum Server {}\npub enum Patch<T> {\n}\n"), 0);
        assert_eq!(
            found("#[non_exhaustive]\npub struct B;\n\npub enum A {\n}\n"),
            1
        );
        assert_eq!(
            check(&[text("xtask/src/a.rs", "pub enum A {\n}\n")]).len(),
            0
        );
    }
}
