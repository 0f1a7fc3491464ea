//! What the live tests wrote down: what the services were asked, and whether they did it.

use std::collections::BTreeMap;
use std::path::Path;

use crate::operations::{self, Operation};

/// What services answered in the live tests.
#[derive(Debug, Default)]
pub struct Recording(Vec<Line>);

#[derive(Debug)]
struct Line {
    service: String,
    method: String,
    path: String,
    key: String,
    status: u16,
    message: String,
}

/// How a service answered an operation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Live {
    /// It was not asked.
    #[default]
    Unasked,
    /// It did it.
    Done,
    /// It never did it, and said this.
    Refused(String),
}

impl Recording {
    /// Reads what was written down; nothing if nothing was.
    pub fn read(file: &Path) -> Self {
        Self::parse(&std::fs::read_to_string(file).unwrap_or_default())
    }

    fn parse(text: &str) -> Self {
        let lines = text.lines().filter_map(|line| {
            let parts: Vec<_> = line.splitn(6, '\t').collect();
            let [service, method, path, key, status, message] = parts[..] else {
                return None;
            };
            Some(Line {
                // Theirs is the official type, ours the crate's name.
                service: service.replace('-', ""),
                method: method.to_owned(),
                path: path.to_owned(),
                key: key.to_owned(),
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
            let found = operations::find(operations, &line.method, &line.path, &line.key);
            let Some(place) = found else {
                continue;
            };
            let live = all.entry(place).or_default();
            if line.status < 400 {
                *live = Live::Done;
            } else if *live != Live::Done {
                *live = Live::Refused(
                    format!("{} {}", line.status, line.message)
                        .trim()
                        .to_owned(),
                );
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_once_is_done() {
        let table = "head\nc\tservers\tShow\tGET\t/servers/{id}\t\t2.1\t\t\t\n\
            c\tservers\tDump\tPOST\t/servers/{id}/action\tdump\t2.1\t\t\t\n";
        let operations = Operation::read(table);
        let text = "compute\tGET\t/v2.1/servers/a\t\t200\t\n\
            compute\tGET\t/v2.1/servers/a\t\t404\tgone\n\
            compute\tPOST\t/v2.1/servers/a/action\tdump\t409\tno such thing\n\
            image\tGET\t/v2/servers/a\t\t200\t\n";
        let live = Recording::parse(text).of("compute", &operations);
        assert_eq!(live[&0], Live::Done);
        assert_eq!(live[&1], Live::Refused("409 no such thing".to_owned()));
    }
}
