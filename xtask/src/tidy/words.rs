//! What has no place in a finished thing.

use super::{Finding, Text};

/// Each in two halves, so that this file is clean itself.
const FORBIDDEN: [(&str, &str); 6] = [
    ("to", "do!("),
    ("unimple", "mented!("),
    ("db", "g!("),
    ("FIX", "ME"),
    ("TO", "DO"),
    ("XX", "X"),
];

pub(super) fn check(texts: &[Text]) -> Vec<Finding> {
    let mut found = Vec::new();
    for text in texts {
        for (number, line) in text.lines() {
            for (start, end) in FORBIDDEN {
                let word = format!("{start}{end}");
                if line.contains(&word) {
                    found
                        .push(text.finding(number, format!("{word} has no place here: finish it")));
                }
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
    fn nothing_is_left_for_later() {
        let found = |content: &str| check(&[text("a.rs", content)]).len();
        assert_eq!(found("// All done."), 0);
        assert_eq!(
            found(&format!("{}{}later\")", FORBIDDEN[0].0, FORBIDDEN[0].1)),
            1
        );
    }
}
