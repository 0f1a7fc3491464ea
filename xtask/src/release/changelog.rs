//! The changelog: a section a version, the newest first, and above them what is not released yet.

use cargo_metadata::semver::Version;

pub(super) const FILE: &str = "CHANGELOG.md";
const UNRELEASED: &str = "## Unreleased";

/// What is said of changes that are not released; nothing, if there is nothing.
pub(super) fn unreleased(text: &str) -> Option<String> {
    section(text, |heading| heading == UNRELEASED)
}

/// What is said of a version.
pub(super) fn of(text: &str, version: &Version) -> Option<String> {
    section(text, |heading| {
        heading.starts_with(&format!("## {version} - "))
    })
}

/// The text in which a version has what was not released.
pub(super) fn close(text: &str, version: &Version, date: &str) -> String {
    let closed = format!("{UNRELEASED}\n\n## {version} - {date}\n");
    text.replacen(&format!("{UNRELEASED}\n"), &closed, 1)
}

/// The lines below a heading, down to the next.
fn section(text: &str, is_it: impl Fn(&str) -> bool) -> Option<String> {
    let below = text.lines().skip_while(|line| !is_it(line)).skip(1);
    let lines: Vec<_> = below.take_while(|line| !line.starts_with("## ")).collect();
    let section = lines.join("\n").trim().to_owned();
    (!section.is_empty()).then_some(section)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "# Changelog\n\n## Unreleased\n\n- More.\n\n## 0.1.0 - 2026-01-02\n\n- First.\n";

    #[test]
    fn sections_are_found() {
        assert_eq!(unreleased(TEXT).unwrap(), "- More.");
        assert_eq!(of(TEXT, &Version::new(0, 1, 0)).unwrap(), "- First.");
        assert_eq!(of(TEXT, &Version::new(0, 1, 1)), None);
        assert_eq!(
            unreleased("# Changelog\n\n## Unreleased\n\n## 0.1.0 - x\n\n- First.\n"),
            None
        );
        assert_eq!(unreleased("# Changelog\n"), None);
    }

    #[test]
    fn what_was_unreleased_gets_a_version() {
        let closed = close(TEXT, &Version::new(0, 2, 0), "2026-03-04");
        assert_eq!(unreleased(&closed), None);
        assert_eq!(of(&closed, &Version::new(0, 2, 0)).unwrap(), "- More.");
        assert!(closed.contains("\n## 0.2.0 - 2026-03-04\n"));
    }
}
