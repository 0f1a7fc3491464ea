//! Files that fit into one's head.

use super::{Finding, Text};

/// The most lines that one file may have.
const SOURCE: usize = 400;
const LIVE_TEST: usize = 500;
/// What the files of the libraries may have at most, apart from their tests, in the middle and at the
/// ninetieth of a hundred.
const MEDIAN: usize = 120;
const NINETIETH: usize = 300;

pub(super) fn check(texts: &[Text]) -> Vec<Finding> {
    let mut found = Vec::new();
    for text in texts.iter().filter(|text| text.is_rust()) {
        let limit = if text.path.starts_with("tests/live/") {
            LIVE_TEST
        } else {
            SOURCE
        };
        let count = text.content.lines().count();
        if count > limit {
            let what = format!("has {count} lines, more than {limit}: split it by what is in it");
            found.push(text.finding(0, what));
        }
    }
    let lines = of_libraries(texts);
    for (per_cent, limit) in [(50, MEDIAN), (90, NINETIETH)] {
        let count = percentile(&lines, per_cent);
        if count > limit {
            let what =
                format!("{per_cent} of 100 files have up to {count} lines, more than {limit}");
            found.push(Finding {
                path: "crates".to_owned(),
                line: 0,
                what,
            });
        }
    }
    found
}

pub(super) fn summary(texts: &[Text]) -> String {
    let lines = of_libraries(texts);
    let [median, ninetieth, most] = [50, 90, 100].map(|per_cent| percentile(&lines, per_cent));
    format!(
        "{} files in the libraries; lines without tests: {median} (median), {ninetieth} (90 %), {most} (most)",
        lines.len()
    )
}

/// How many lines each file of the libraries has apart from its tests, least first.
fn of_libraries(texts: &[Text]) -> Vec<usize> {
    let sources = texts.iter().filter(|text| {
        let tests = text.path.ends_with("tests.rs") || text.path.contains("/tests/");
        text.is_rust() && text.path.starts_with("crates/") && text.path.contains("/src/") && !tests
    });
    let code = |text: &Text| {
        text.lines()
            .take_while(|(_, line)| *line != "#[cfg(test)]")
            .count()
    };
    let mut lines: Vec<_> = sources.map(code).collect();
    lines.sort_unstable();
    lines
}

fn percentile(sorted: &[usize], per_cent: usize) -> usize {
    let last = sorted.len().saturating_sub(1);
    sorted.get(last * per_cent / 100).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::text;

    fn of(path: &str, lines: usize) -> Text {
        text(path, &"//\n".repeat(lines))
    }

    #[test]
    fn no_file_is_too_long() {
        let found = |path, lines| check(&[of(path, lines)]).len();
        assert_eq!(found("xtask/src/a.rs", 400), 0);
        assert_eq!(found("xtask/src/a.rs", 401), 1);
        assert_eq!(found("tests/live/tests/a.rs", 401), 0);
    }

    #[test]
    fn most_files_are_short() {
        let sizes = |sizes: [usize; 4]| {
            let texts = sizes.map(|lines| of("crates/core/src/a.rs", lines));
            check(&texts).len()
        };
        assert_eq!(sizes([10, 100, 110, 350]), 0);
        assert_eq!(sizes([10, 130, 140, 350]), 1);
        assert_eq!(sizes([10, 130, 310, 350]), 2);
    }

    #[test]
    fn tests_beside_the_code_count_apart() {
        let content = format!("//! It.\n#[cfg(test)]\n{}", "//\n".repeat(300));
        let texts = [text("crates/core/src/a.rs", &content)];
        assert_eq!(of_libraries(&texts), [1]);
        assert_eq!(check(&texts).len(), 0);
    }
}
