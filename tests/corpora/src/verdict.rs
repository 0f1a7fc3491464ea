//! What comes of a case.

use std::fmt::Debug;

use serde_json::Value;

/// What comes of a case.
#[derive(Debug)]
pub enum Verdict {
    /// The answer is the reference's.
    Passed,
    /// It is not.
    Failed(String),
    /// Another answer is meant to be, or the question has no meaning here.
    Declined(&'static str),
}

/// Compares answers.
pub fn same<T: PartialEq + Debug>(what: &str, ours: &T, theirs: &T) -> Verdict {
    if ours == theirs {
        Verdict::Passed
    } else {
        Verdict::Failed(format!("{what}: {ours:?}, expected {theirs:?}"))
    }
}

/// Whether the reference gave no answer: then an error, or nothing, is all that is asked.
pub fn gave_none(case: &Value) -> bool {
    case.get("error").is_some() || case["expected"].is_null()
}

/// All of several; the first failure tells.
pub fn all(verdicts: impl IntoIterator<Item = Verdict>) -> Verdict {
    let bad = |verdict: &Verdict| !matches!(verdict, Verdict::Passed);
    verdicts.into_iter().find(bad).unwrap_or(Verdict::Passed)
}
