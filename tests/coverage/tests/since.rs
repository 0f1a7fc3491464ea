//! What is newer than the API says so in its docs.
#![allow(clippy::unwrap_used, reason = "a test's way to fail")]

use std::collections::BTreeMap;
use std::path::Path;

use ferriscloud_core::Microversion;
use ferriscloud_coverage::docs::Docs;
use ferriscloud_coverage::operations::{Asked, Operation, find};
use ferriscloud_coverage::schemas::Schema;
use ferriscloud_coverage::stage::Sent;
use ferriscloud_coverage::subject::Subject;
use ferriscloud_coverage::subjects;

fn judged(judge: impl Fn(&Subject, &Docs) -> Vec<String>) {
    for subject in subjects().unwrap() {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates");
        let docs = Docs::read(&crates.join(subject.name).join("src")).unwrap();
        let wrong = judge(&subject, &docs);
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

#[test]
fn newer_verbs_say_so() {
    judged(|subject, docs| {
        let performances = subject.performances.iter();
        let wrong = performances.filter_map(|performance| {
            let asked = performance.asked()?;
            let operation = &subject.operations[performance.operation];
            let mut functions = docs.functions.iter();
            let said =
                functions.any(|(_, docs)| names(subject, docs, operation) && says(docs, asked));
            (!said && asked > subject.lowest)
                .then(|| format!("{operation} is sent with {asked}, and no verb says so"))
        });
        wrong.collect()
    });
}

#[test]
fn newer_fields_of_answers_say_so() {
    judged(|subject, docs| {
        // What each type has, and since when: always, if any operation always has it.
        let mut fields = BTreeMap::new();
        for performance in &subject.performances {
            let definition = subject
                .schemas
                .of(&subject.operations[performance.operation]);
            let gives = performance.gives();
            let answers = definition.map(|known| &known.answer[..]);
            for (name, since) in properties_since(answers.unwrap_or_default()) {
                let known = fields.entry((gives, name)).or_insert(since);
                *known = (*known).min(since);
            }
        }
        let wrong = fields.into_iter().filter_map(|((gives, name), since)| {
            let mut fields = docs.fields.iter();
            let field = fields.find(|field| field.of == gives && field.name == name)?;
            let since = since.filter(|since| !says(&field.docs, *since))?;
            let asked = least(subject, gives);
            (since > asked).then(|| format!("{gives}, {name}: there since {since}"))
        });
        wrong.collect()
    });
}

#[test]
fn newer_fields_of_requests_say_so() {
    judged(|subject, docs| {
        let mut wrong = Vec::new();
        for performance in &subject.performances {
            let operation = &subject.operations[performance.operation];
            let Some(definition) = subject.schemas.of(operation) else {
                continue;
            };
            let asked = performance.asked();
            let sent: Vec<_> = performance.sent.iter().flat_map(Sent::names).collect();
            let query = properties_since(&definition.query);
            for (name, since) in query.into_iter().chain(properties_since(&definition.body)) {
                let is_newer = since > asked && sent.contains(&name);
                let mut fields = docs
                    .fields
                    .iter()
                    .filter(|field| field.name == name)
                    .peekable();
                let Some(since) = since.filter(|_| is_newer && fields.peek().is_some()) else {
                    continue;
                };
                if !fields.any(|field| says(&field.docs, since)) {
                    wrong.push(format!("{operation}: {name}: there since {since}"));
                }
            }
        }
        wrong
    });
}

/// Whether the docs name an operation: by its method and path, or by its action.
fn names(subject: &Subject, docs: &str, operation: &Operation) -> bool {
    let mut named = docs.split('`').skip(1).step_by(2);
    named.any(|named| match named.split_once(" /") {
        Some((method, path)) => {
            let asked = Asked {
                method,
                path: &format!("/{path}"),
                key: "",
                marks: &[],
            };
            let found = find(&subject.operations, asked);
            found.is_some_and(|place| std::ptr::eq(&raw const subject.operations[place], operation))
        }
        None => operation.action == named,
    })
}

/// The lowest microversion with which verbs that give this are sent.
fn least(subject: &Subject, gives: &str) -> Microversion {
    let performances = subject.performances.iter();
    let asked = performances
        .filter(|performance| performance.gives() == gives)
        .map(|performance| performance.asked().unwrap_or(subject.lowest));
    asked.min().unwrap_or(subject.lowest)
}

fn says(docs: &str, since: Microversion) -> bool {
    let since = since.to_string();
    let mut words = docs.split([' ', ':', ';', ',', '(', ')']);
    words.any(|word| word.trim_end_matches('.') == since)
}

/// The properties of schemas, with the first microversion that has them; none if there always were.
fn properties_since(schemas: &[Schema]) -> Vec<(String, Option<Microversion>)> {
    let mut known = BTreeMap::new();
    for (number, schema) in schemas.iter().enumerate() {
        let since = schema.since().filter(|_| number > 0);
        for name in schema.properties() {
            known.entry(name).or_insert(since);
        }
    }
    known.into_iter().collect()
}
