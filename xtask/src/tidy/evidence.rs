//! The tests that the pages name exist.

use super::{Finding, Text};

pub(super) fn check(texts: &[Text]) -> Vec<Finding> {
    let pages = texts.iter().filter(|text| text.is_markdown());
    pages.flat_map(|page| check_one(page, texts)).collect()
}

fn check_one(page: &Text, texts: &[Text]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (number, line) in page.lines() {
        for named in line.split('`').skip(1).step_by(2) {
            let Some((file, test)) = named.split_once(".rs::") else {
                continue;
            };
            let file = format!("/{file}.rs");
            let declared = format!("fn {test}(");
            let exists = |text: &Text| {
                format!("/{}", text.path).ends_with(&file) && text.content.contains(&declared)
            };
            if !texts.iter().any(exists) {
                found.push(page.finding(number, format!("there is no test {named}")));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::text;

    #[test]
    fn tests_are_where_they_are_said_to_be() {
        let found = |content| {
            let tests = text("crates/core/tests/lists.rs", "async fn empty() {}");
            check(&[text("docs/a.md", content), tests]).len()
        };
        assert_eq!(found("`lists.rs::empty`, `core/tests/lists.rs::empty`"), 0);
        assert_eq!(found("`lists.rs::full`, `ists.rs::empty`"), 2);
        assert_eq!(found("`std::fs`, lists.rs::full"), 0);
    }
}
