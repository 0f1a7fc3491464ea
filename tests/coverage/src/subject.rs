//! A service, with what it says of itself and the verbs that we have of it.

use anyhow::{Context, Result, ensure};
use ferriscloud_core::{Microversion, Service};
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::operations::{self, Operation};
use crate::schemas::{Schema, Schemas};
use crate::stage::{Sent, Stage};
use crate::verbs::{Got, Verb, Verbs};

/// A service to be judged.
#[derive(Debug)]
pub struct Subject {
    /// Its name, as in `data/NAME.tsv`.
    pub name: &'static str,
    /// What it can be asked for.
    pub operations: Vec<Operation>,
    /// What it says of its requests and answers.
    pub schemas: Schemas,
    /// What our verbs ask it.
    pub performances: Vec<Performance>,
    /// The microversion of what is asked without one.
    pub lowest: Microversion,
    /// The answers that we do not read, and why.
    pub declined: &'static [Declined],
    stage: Stage,
    runtime: Runtime,
}

/// What is known of a service, in words.
#[derive(Debug)]
pub struct Data {
    /// Its name.
    pub name: &'static str,
    /// The table of its operations.
    pub operations: &'static str,
    /// The schemas of its requests and answers.
    pub schemas: &'static str,
    /// The path of its address, which the paths of its operations stand behind.
    pub path: &'static str,
    /// The microversion of what is asked without one.
    pub lowest: Microversion,
    /// The answers that we do not read, and why.
    pub declined: &'static [Declined],
}

/// An answer that we do not read.
#[derive(Debug)]
pub struct Declined {
    /// The operation, such as `POST /servers`.
    pub operation: &'static str,
    /// Whether it is this answer.
    pub is: fn(&Value) -> bool,
    /// Why it is not read.
    pub why: &'static str,
}

/// A verb, and what it sent.
#[derive(Debug)]
pub struct Performance {
    /// The verb.
    pub verb: Verb,
    /// Which operation it is, by its place among them.
    pub operation: usize,
    /// Its requests: with few arguments first.
    pub sent: Vec<Sent>,
}

impl Performance {
    /// The lowest microversion that it is sent with; none if it is sent without one.
    pub fn asked(&self) -> Option<Microversion> {
        self.sent.iter().map(|sent| sent.microversion).min()?
    }

    /// The name of the type that it gives.
    pub fn gives(&self) -> &'static str {
        let name = self.verb.gives.trim_end_matches('>');
        name.rsplit("::").next().unwrap_or(name)
    }
}

impl Subject {
    /// A service of which `note` notes the verbs. Each is performed, without a network.
    ///
    /// # Errors
    /// A verb that cannot be sent, or that is no operation of the service.
    pub fn new<S: Service + Clone + 'static>(
        data: &Data,
        note: impl FnOnce(&mut Verbs<S>),
    ) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = { runtime }.enable_time().build()?;
        let stage = Stage::default();
        let service = runtime.block_on(stage.service::<S>(data.path))?;
        let verbs = Verbs::of(service, &stage, note);
        let mut subject = Self {
            name: data.name,
            operations: Operation::read(data.operations),
            schemas: Schemas::read(data.schemas)?,
            performances: Vec::new(),
            lowest: data.lowest,
            declined: data.declined,
            stage,
            runtime,
        };
        for verb in verbs {
            let performance = subject.perform(verb)?;
            subject.performances.push(performance);
        }
        Ok(subject)
    }

    /// What our verbs ask of one operation.
    pub fn performances_of(&self, operation: usize) -> impl Iterator<Item = &Performance> {
        let all = self.performances.iter();
        all.filter(move |performance| performance.operation == operation)
    }

    /// What the newest microversion of an operation takes, and none of our verbs sends. Pages are turned by listings.
    pub fn unsent(&self, operation: usize) -> Vec<String> {
        let definition = self.schemas.of(&self.operations[operation]);
        let sent = self.performances_of(operation);
        let sent: Vec<_> = sent
            .flat_map(|one| &one.sent)
            .flat_map(Sent::names)
            .collect();
        let newest = definition.map(|known| [known.query.last(), known.body.last()]);
        let taken = newest.into_iter().flatten().flatten();
        let mut unsent: Vec<_> = taken.flat_map(Schema::properties).collect();
        unsent.retain(|name| !sent.contains(name) && name != "marker" && name != "offset");
        unsent.sort();
        unsent.dedup();
        unsent
    }

    /// What a verb makes of an answer; null is an answer without a body.
    ///
    /// # Errors
    /// What the verb says of the answer.
    pub fn read(&self, verb: &Verb, status: u16, answer: &Value) -> Result<Got> {
        let body = match answer {
            Value::Null => Vec::new(),
            answer => serde_json::to_vec(answer)?,
        };
        self.stage.answer(status, body);
        let asking = verb.asks().into_iter().next();
        let asking = asking.context("a verb that asks for nothing")?;
        Ok(self.runtime.block_on(asking)?)
    }

    /// Whether we do not read this answer of an operation, for a reason.
    pub fn declines(&self, operation: usize, answer: &Value) -> bool {
        let name = self.operations[operation].to_string();
        let mut declined = self.declined.iter();
        declined.any(|declined| declined.operation == name && (declined.is)(answer))
    }

    fn perform(&self, verb: Verb) -> Result<Performance> {
        self.stage.answer(200, "");
        let mut sent = Vec::new();
        for asking in verb.asks() {
            // What it makes of no answer is of no interest here.
            let result = self.runtime.block_on(asking);
            let request = self.stage.sent();
            sent.push(request.with_context(|| format!("nothing was sent: {result:?}"))?);
        }
        let found = sent.iter().map(|sent| {
            let found = operations::find(&self.operations, sent.asked());
            found.with_context(|| format!("{} has no {:?}", self.name, sent.asked()))
        });
        let mut found = found.collect::<Result<Vec<_>>>()?;
        found.dedup();
        ensure!(found.len() == 1, "one verb, several operations: {sent:?}");
        Ok(Performance {
            verb,
            operation: found[0],
            sent,
        })
    }
}
