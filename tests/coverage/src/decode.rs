//! Judges answers that somebody else collected: a JSON object on each line.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;

use crate::comparison::Comparison;
use crate::operations::{self, Asked, Operation};
use crate::subject::Subject;

/// An answer of a service.
#[derive(Debug, Deserialize)]
pub struct Line {
    service: String,
    method: String,
    /// The path with `{placeholders}`.
    path: String,
    #[serde(default)]
    action: Option<String>,
    #[serde(default)]
    microversion: Option<String>,
    #[serde(default)]
    status: Option<u16>,
    #[serde(default)]
    body: Value,
}

/// What became of the answers of one service.
#[derive(Debug, Default)]
pub struct Tally {
    /// Read, and the same when written again.
    pub passed: usize,
    /// Not read, or changed.
    pub failed: usize,
    /// Of an operation that we have no verb for.
    pub unknown: usize,
    /// How those that failed differ.
    pub differences: Vec<String>,
    /// Which keys our types do not have, and how often they came.
    pub missing: BTreeMap<String, usize>,
}

/// Judges all lines of a file, by service.
///
/// # Errors
/// A line that is no such object.
pub fn judge(subjects: &[Subject], text: &str) -> Result<BTreeMap<String, Tally>> {
    let mut tallies = BTreeMap::<String, Tally>::new();
    for (number, line) in (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let line: Line = serde_json::from_str(line).with_context(|| format!("line {number}"))?;
        let tally = tallies.entry(line.service.clone()).or_default();
        let name = line.service.replace('-', "");
        let subject = subjects.iter().find(|subject| subject.name == name);
        match subject.and_then(|subject| compared(subject, &line)) {
            Some((operation, comparison)) => tally.add(number, &line, operation, comparison),
            None => tally.unknown += 1,
        }
    }
    Ok(tallies)
}

/// The operation, and what the verb makes of the answer that makes the best of it; none if there is no such verb.
fn compared<'a>(subject: &'a Subject, line: &Line) -> Option<(&'a Operation, Comparison)> {
    let action = line.action.as_deref().unwrap_or_default();
    let asked = Asked {
        method: &line.method,
        path: &line.path,
        key: action,
        marks: &[],
    };
    let place = operations::find(&subject.operations, asked)?;
    let status = line.status.unwrap_or(200);
    let comparisons = subject.performances_of(place).map(|performance| {
        match subject.read(&performance.verb, status, &line.body) {
            Ok(got) => Comparison::of(&line.body, &got),
            Err(error) => Comparison {
                differences: vec![format!("{error:#}")],
                ..Comparison::default()
            },
        }
    });
    let best = comparisons.min_by_key(|one| (one.differences.len(), one.missing.len()))?;
    Some((&subject.operations[place], best))
}

impl Tally {
    fn add(&mut self, number: usize, line: &Line, operation: &Operation, comparison: Comparison) {
        let Comparison {
            mut differences,
            missing,
        } = comparison;
        for key in missing {
            let key = format!("{operation}: {key}");
            *self.missing.entry(key).or_default() += 1;
        }
        if differences.is_empty() {
            self.passed += 1;
            return;
        }
        self.failed += 1;
        differences.truncate(3);
        let version = line.microversion.as_deref().unwrap_or("no microversion");
        let what = differences.join("; ");
        let difference = format!("line {number}, {operation}, {version}: {what}");
        self.differences.push(difference);
    }
}
