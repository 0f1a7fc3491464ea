//! What the live tests wrote down: what the services were asked, and whether they did it.

use std::collections::BTreeMap;
use std::path::Path;

use crate::operations::{self, Asked, Operation};

/// What services answered in the live tests.
#[derive(Debug, Default)]
pub struct Recording(Vec<Line>);

#[derive(Debug)]
struct Line {
    service: String,
    method: String,
    path: String,
    key: String,
    marks: Vec<String>,
    status: u16,
    message: String,
}

/// How a service answered an operation.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Live {
    /// It was not asked.
    #[default]
    Unasked,
    /// It never did it, and said this.
    Refused(String),
    /// It did it.
    Done,
}

impl Recording {
    /// Reads what was written down; nothing if nothing was.
    pub fn read(file: &Path) -> Self {
        Self::parse(&std::fs::read_to_string(file).unwrap_or_default())
    }

    fn parse(text: &str) -> Self {
        let lines = text.lines().filter_map(|line| {
            let parts: Vec<_> = line.splitn(7, '\t').collect();
            let [service, method, target, key, headers, status, message] = parts[..] else {
                return None;
            };
            let (path, query) = target.split_once('?').unwrap_or((target, ""));
            let headers = headers.split(',').map(str::to_owned);
            Some(Line {
                service: crate_of(service),
                method: method.to_owned(),
                path: path.to_owned(),
                key: key.to_owned(),
                marks: operations::marks_of(query).chain(headers).collect(),
                status: status.parse().ok()?,
                message: message.to_owned(),
            })
        });
        Self(lines.collect())
    }

    /// How a service answered its operations, by their places.
    pub fn of(&self, service: &str, operations: &[Operation]) -> BTreeMap<usize, Live> {
        let mut all = BTreeMap::new();
        for line in self.0.iter().filter(|line| line.service == service) {
            let asked = Asked {
                method: &line.method,
                path: &line.path,
                key: &line.key,
                marks: &line.marks,
            };
            for (_, place) in operations::find_all(operations, asked) {
                let live: &mut Live = all.entry(place).or_default();
                // Of what it said, that with the highest status tells most.
                *live = line.live().max(std::mem::take(live));
            }
        }
        all
    }
}

impl Line {
    fn live(&self) -> Live {
        if self.status < 400 {
            return Live::Done;
        }
        let words = self.message.split(' ').map(without_id);
        let message = words.collect::<Vec<_>>().join(" ");
        Live::Refused(format!("{} {message}", self.status).trim().to_owned())
    }
}

/// Theirs is the official type of the service, ours the name of the crate.
fn crate_of(service: &str) -> String {
    match service {
        "object-store" => "objectstorage".to_owned(),
        other => other.replace('-', ""),
    }
}

/// A word as it is; `…` for an id, which is another one in each run.
fn without_id(word: &str) -> &str {
    let id = word.trim_end_matches(['.', ',', ':']);
    let is_id = id.len() == 36 && id.matches('-').count() == 4;
    if is_id { "…" } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_once_is_done() {
        let table = "head\nc\tservers\tShow\tGET\t/servers/{id}\t\t2.1\t\t\t\n\
            c\tservers\tDump\tPOST\t/servers/{id}/action\tdump\t2.1\t\t\t\n";
        let operations = Operation::read(table);
        let text = "compute\tGET\t/v2.1/servers/a?all=1\t\trange\t200\t\n\
            compute\tGET\t/v2.1/servers/a\t\t\t404\tgone\n\
            compute\tPOST\t/v2.1/servers/a/action\tdump\t\t409\tno 0f3c2a5e-7d3f-4c53-9a51-6f1e2d7c8b90.\n\
            image\tGET\t/v2/servers/a\t\t\t200\t\n";
        let live = Recording::parse(text).of("compute", &operations);
        assert_eq!(live[&0], Live::Done);
        assert_eq!(live[&1], Live::Refused("409 no …".to_owned()));
    }
}
