//! Judges answers that somebody else collected: a JSON object on each line.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;

use crate::comparison::Comparison;
use crate::operations;
use crate::subject::{Performance, Subject};

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
        let performance = subject.and_then(|subject| performance(subject, &line));
        let Some((subject, performance)) = subject.zip(performance) else {
            tally.unknown += 1;
            continue;
        };
        tally.add(subject, performance, number, &line);
    }
    Ok(tallies)
}

/// The verb that reads such an answer: one that gives something of it, if there is one.
fn performance<'a>(subject: &'a Subject, line: &Line) -> Option<&'a Performance> {
    let action = line.action.as_deref().unwrap_or_default();
    let place = operations::find(&subject.operations, &line.method, &line.path, action)?;
    let mut performances = subject.performances_of(place);
    let first = performances.next()?;
    let gives = |one: &&Performance| one.verb.gives != "()";
    Some(if gives(&first) {
        first
    } else {
        performances.find(gives).unwrap_or(first)
    })
}

impl Tally {
    fn add(&mut self, subject: &Subject, performance: &Performance, number: usize, line: &Line) {
        let operation = &subject.operations[performance.operation];
        let status = line.status.unwrap_or(200);
        let mut differences = match subject.read(&performance.verb, status, &line.body) {
            Err(error) => vec![format!("{error:#}")],
            Ok(got) => {
                let Comparison {
                    differences,
                    missing,
                } = Comparison::of(&line.body, &got);
                for key in missing {
                    *self
                        .missing
                        .entry(format!("{operation}: {key}"))
                        .or_default() += 1;
                }
                differences
            }
        };
        if differences.is_empty() {
            self.passed += 1;
            return;
        }
        self.failed += 1;
        differences.truncate(3);
        let version = line.microversion.as_deref().unwrap_or("no microversion");
        let what = differences.join("; ");
        self.differences
            .push(format!("line {number}, {operation}, {version}: {what}"));
    }
}
