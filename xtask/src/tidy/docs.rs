//! Every file says what it is.

use super::{Finding, Text};

pub(super) fn check(texts: &[Text]) -> Vec<Finding> {
    let rust = texts.iter().filter(|text| text.is_rust());
    rust.filter(|text| !is_documented(text))
        .map(|text| text.finding(1, "begins without a `//!` that says what it is"))
        .collect()
}

fn is_documented(text: &Text) -> bool {
    let mut lines = text.lines().map(|(_, line)| line.trim());
    lines
        .find(|line| !line.is_empty() && !line.starts_with("#!["))
        .is_some_and(|line| line.starts_with("//!"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::text;

    #[test]
    fn a_file_begins_with_its_docs() {
        let found = |content| check(&[text("crates/core/src/a.rs", content)]).len();
        assert_eq!(found("//! What it is.\nuse a;\n"), 0);
        assert_eq!(found("#![allow(missing_docs)]\n\n//! What it is.\n"), 0);
        assert_eq!(found("use a;\n//! Too late.\n"), 1);
        assert_eq!(found(""), 1);
    }
}
