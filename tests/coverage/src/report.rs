//! `docs/coverage.md`: how much there is of each service.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::ledger::{Entry, Ledger};
use crate::live::Live;
use crate::operations::{Operation, Standing};
use crate::subject::Subject;

const HEAD: &str = "# Coverage\n\n\
    How much of each service's API there is, judged by the service's own definition of it. `cargo xtask coverage` writes this\n\
    page, and fails if anything that was covered is no longer.\n\n\
    | column | what holds |\n|---|---|\n\
    | operations | there are so many in the API reference that are neither removed nor deprecated |\n\
    | built | a verb sends it, with few arguments and with all that it takes |\n\
    | checked | what is sent passes the service's own schemas, for the microversion it is sent with |\n\
    | decoded | whatever the service's own schema lets it answer is read without a change: everything, as little as may be, each thing null, each left out, each value of an enumeration and one that is not in it, from the oldest microversion to the newest |\n\
    | live | a real service did it in the tests |\n";

/// The whole page.
pub fn page(subjects: &[Subject], ledger: &Ledger) -> String {
    let mut page = HEAD.to_owned();
    for subject in subjects {
        page.push_str(&section(subject, ledger));
    }
    page
}

/// What is said of one service.
pub fn section(subject: &Subject, ledger: &Ledger) -> String {
    let mut resources: BTreeMap<&str, Count> = BTreeMap::new();
    let mut answering = 0;
    let (mut all, mut absent, mut unasked) = (Count::default(), Vec::new(), Vec::new());
    let mut unsent = Vec::new();
    let operations = subject.operations.iter().enumerate();
    for (place, operation) in operations.filter(|(_, one)| one.is_current()) {
        let entry = ledger.of(subject.name, &operation.to_string());
        let definition = subject.schemas.of(operation);
        answering += usize::from(definition.is_some_and(|known| !known.answer.is_empty()));
        resources
            .entry(&operation.resource)
            .or_default()
            .add(&entry);
        all.add(&entry);
        let left = subject.unsent(place);
        if entry.marks.built && !left.is_empty() {
            unsent.push(format!("- `{operation}`: `{}`", left.join("`, `")));
        }
        match &entry.live {
            _ if !entry.marks.built => absent.push(format!("- `{operation}`")),
            Live::Done => {}
            Live::Unasked => unasked.push(format!("- `{operation}`: not tried")),
            Live::Refused(refused) => unasked.push(format!("- `{operation}`: {refused}")),
        }
    }
    let mut text = format!("\n## {}\n\n", subject.name);
    text.push_str("| resource | operations | built | checked | decoded | live |\n");
    text.push_str("|---|---:|---:|---:|---:|---:|\n");
    let judged = !subject.schemas.are_none();
    for (resource, count) in &resources {
        count.row(resource, judged, &mut text);
    }
    all.row("**all**", judged, &mut text);
    let _ = match judged {
        true => writeln!(
            text,
            "\nOf {answering} operations the service says what they answer."
        ),
        false => writeln!(
            text,
            "\nThe service has no schemas: its own answers, in the live tests, are the only judge."
        ),
    };
    list("Not built", &absent, &mut text);
    list(
        "Built, and not done by the test cloud, with what it said",
        &unasked,
        &mut text,
    );
    list(
        "Taken by the service, and sent by no verb",
        &unsent,
        &mut text,
    );
    declined(subject, &mut text);
    text
}

/// How many operations, and of how many what holds.
#[derive(Debug, Default)]
struct Count([usize; 5]);

impl Count {
    fn add(&mut self, entry: &Entry) {
        let marks = entry.marks;
        let live = entry.live == Live::Done;
        let holds = [true, marks.built, marks.checked, marks.decoded, live];
        for (count, holds) in self.0.iter_mut().zip(holds) {
            *count += usize::from(holds);
        }
    }

    fn row(&self, name: &str, judged: bool, text: &mut String) {
        let Self([operations, built, checked, decoded, live]) = self;
        let of_schemas = |count: &usize| match judged {
            true => count.to_string(),
            false => "–".to_owned(),
        };
        let [checked, decoded] = [checked, decoded].map(of_schemas);
        let _ = writeln!(
            text,
            "| {name} | {operations} | {built} | {checked} | {decoded} | {live} |"
        );
    }
}

fn list(title: &str, lines: &[String], text: &mut String) {
    if !lines.is_empty() {
        let _ = writeln!(text, "\n{title}:\n\n{}", lines.join("\n"));
    }
}

/// What is not to be covered, and what answers are not read.
fn declined(subject: &Subject, text: &mut String) {
    let resources = |standing: Standing| {
        let ours = subject.operations.iter();
        let ours = ours.filter(|operation| operation.standing == standing);
        let mut names: Vec<_> = ours.map(|one: &Operation| one.resource.as_str()).collect();
        let count = names.len();
        names.dedup();
        names.sort_unstable();
        names.dedup();
        (count, names.join(", "))
    };
    let mut lines = Vec::new();
    for (standing, why) in [
        (Standing::Removed, "newer microversions do not have them"),
        (Standing::Deprecated, "not to be used any more"),
        (Standing::Undocumented, "in no API reference"),
    ] {
        let (count, names) = resources(standing);
        if count > 0 {
            lines.push(format!("- {count} operations, {why}: of {names}"));
        }
    }
    let ours = subject.operations.iter();
    let ours = ours.filter(|one| one.standing == Standing::Declined);
    lines.extend(ours.map(|one| format!("- `{one}`: {}", one.declined)));
    let answers = subject.declined.iter();
    lines.extend(answers.map(|one| format!("- an answer of `{}`: {}", one.operation, one.why)));
    list("Declined", &lines, text);
}
