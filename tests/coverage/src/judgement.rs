//! What holds for each operation of a service, and what is wrong.

use std::collections::BTreeMap;

use ferriscloud_core::Microversion;
use serde_json::{Value, json};

use crate::comparison::Comparison;
use crate::instances::{Instance, instances};
use crate::schemas::Definition;
use crate::stage::Sent;
use crate::subject::{Performance, Subject};

/// What holds for the operations of a service, in their order.
#[derive(Debug, Default)]
pub struct Judgement {
    /// For each operation, what holds.
    pub marks: Vec<Marks>,
    /// What is wrong.
    pub failures: Vec<String>,
}

/// What holds for one operation.
#[derive(Debug, Clone, Copy, Default)]
pub struct Marks {
    /// A verb sends it.
    pub built: bool,
    /// All that is sent is as the service wants it.
    pub checked: bool,
    /// All answers that the service may give are read, without a change.
    pub decoded: bool,
}

/// Judges all operations of a service.
pub fn judge(subject: &Subject) -> Judgement {
    let mut judgement = Judgement::default();
    let nothing = Definition::default();
    for (place, operation) in subject.operations.iter().enumerate() {
        let definition = subject.schemas.of(operation).unwrap_or(&nothing);
        let performances: Vec<_> = subject.performances_of(place).collect();
        let built = !performances.is_empty();
        if subject.schemas.are_none() {
            judgement.marks.push(Marks {
                built,
                ..Marks::default()
            });
            continue;
        }
        let mut wrong = |found: Vec<String>| {
            let first = found.iter().take(SHOWN);
            let first = first.map(|what| format!("{} {operation}: {what}", subject.name));
            judgement.failures.extend(first);
            built && found.is_empty()
        };
        let sent = performances.iter().flat_map(|one| &one.sent);
        let refused = sent.filter_map(|sent| check(subject, place, definition, sent).err());
        let checked = wrong(refused.map(|error| format!("{error:#}")).collect());
        let misread = performances.iter();
        let misread = misread.flat_map(|one| misread_by(subject, definition, one));
        let decoded = wrong(misread.collect()) && !definition.answer.is_empty();
        judgement.marks.push(Marks {
            built,
            checked,
            decoded,
        });
    }
    judgement
}

/// As much is said of what is wrong with one operation.
const SHOWN: usize = 12;

/// Whether a request is what the service says that it takes.
fn check(
    subject: &Subject,
    operation: usize,
    definition: &Definition,
    sent: &Sent,
) -> anyhow::Result<()> {
    let version = sent.microversion.unwrap_or(subject.lowest);
    let since = subject.operations[operation].since;
    let since = since.unwrap_or(subject.lowest);
    anyhow::ensure!(
        version >= since,
        "sent with {version}, and there since {since}"
    );
    let query = Value::Object(sent.query.clone());
    if definition.query.is_empty() {
        anyhow::ensure!(sent.query.is_empty(), "takes no query: {query}");
    } else {
        subject.schemas.check(&definition.query, version, &query)?;
    }
    match &sent.body {
        Some(body) if definition.body.is_empty() => anyhow::bail!("takes no body: {body}"),
        Some(body) => subject.schemas.check(&definition.body, version, body),
        None if definition.body.is_empty() => Ok(()),
        None => subject
            .schemas
            .check(&definition.body, version, &Value::Null),
    }
}

/// What a verb does not read as it came: of all answers that it may get, from the oldest microversion that it asks
/// for to the newest.
fn misread_by(
    subject: &Subject,
    definition: &Definition,
    performance: &Performance,
) -> Vec<String> {
    let asked = performance.asked().unwrap_or(subject.lowest);
    let mut found = BTreeMap::new();
    let answers = definition.answer.iter();
    for schema in answers.filter(|schema| schema.until().is_none_or(|until| asked <= until)) {
        let mut instances = instances(&subject.schemas, &schema.schema);
        instances.retain(|instance| !subject.declines(performance.operation, &instance.value));
        for instance in instances {
            if let Some(how) = misread(subject, performance, &instance)
                && !is_for_another(subject, performance, &instance)
            {
                let version = schema.since().unwrap_or(Microversion(0, 0));
                found.entry(how).or_insert((version, instance.what));
            }
        }
    }
    let found = found.into_iter();
    found
        .map(|(how, (version, what))| format!("{version}, {what}: {how}"))
        .collect()
}

fn misread(subject: &Subject, performance: &Performance, instance: &Instance) -> Option<String> {
    match subject.read(&performance.verb, 200, &instance.value) {
        Err(error) => Some(format!("{error:#}")),
        Ok(got) if got.value.is_null() && !is_empty(&instance.value) => {
            Some("nothing is read of it".to_owned())
        }
        Ok(got) => Comparison::of(&instance.value, &got).differences.pop(),
    }
}

/// Whether it is what another verb of the same operation reads: a new server, or what several are known by.
fn is_for_another(subject: &Subject, performance: &Performance, instance: &Instance) -> bool {
    let others = subject.performances_of(performance.operation);
    let mut others = others.filter(|other| other.gives() != performance.gives());
    others.any(|other| misread(subject, other, instance).is_none())
}

fn is_empty(answer: &Value) -> bool {
    answer.is_null() || *answer == json!({})
}
