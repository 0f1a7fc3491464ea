//! What is covered, operation by operation: now, and when it was last written down, in `covered.tsv`.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::judgement::{Judgement, Marks};
use crate::live::{Live, Recording};
use crate::subject::Subject;

/// What is covered of all services: by service and operation.
#[derive(Debug, Default)]
pub struct Ledger(BTreeMap<(String, String), Entry>);

/// What is covered of an operation.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// What we found out without a cloud.
    pub marks: Marks,
    /// What a real service did.
    pub live: Live,
}

impl Ledger {
    /// What was written down before.
    pub fn read(text: &str) -> Self {
        let rows = text.lines().skip(1).filter_map(|row| {
            let parts: Vec<_> = row.splitn(4, '\t').collect();
            let [service, operation, marks, refused] = parts[..] else {
                return None;
            };
            let has = |mark: &str| marks.split(' ').any(|one| one == mark);
            let entry = Entry {
                marks: Marks {
                    built: has("built"),
                    checked: has("checked"),
                    decoded: has("decoded"),
                },
                live: match refused {
                    _ if has("live") => Live::Done,
                    "" => Live::Unasked,
                    refused => Live::Refused(refused.to_owned()),
                },
            };
            Some(((service.to_owned(), operation.to_owned()), entry))
        });
        Self(rows.collect())
    }

    /// Notes what is so now of a service. What a real service did before counts on, but where the live tests were all
    /// run since.
    pub fn note(
        &mut self,
        subject: &Subject,
        judgement: &Judgement,
        recording: &Recording,
        before: Option<&Self>,
    ) {
        let mut recorded = recording.of(subject.name, &subject.operations);
        for (place, operation) in subject.operations.iter().enumerate() {
            let marks = judgement.marks[place];
            if !marks.built {
                continue;
            }
            let key = (subject.name.to_owned(), operation.to_string());
            let known = before.and_then(|before| before.0.get(&key));
            let known = known.map(|entry| entry.live.clone()).unwrap_or_default();
            let live = match recorded.remove(&place) {
                Some(live) if known != Live::Done => live,
                _ => known,
            };
            self.0.insert(key, Entry { marks, live });
        }
    }

    /// What is covered of an operation.
    pub fn of(&self, service: &str, operation: &str) -> Entry {
        let key = (service.to_owned(), operation.to_owned());
        self.0.get(&key).cloned().unwrap_or_default()
    }

    /// What is covered here, and no longer there.
    pub fn lost_in(&self, now: &Self) -> Vec<String> {
        let mut lost = Vec::new();
        for ((service, operation), entry) in &self.0 {
            let now = now.of(service, operation);
            for (mark, now) in words(entry).into_iter().zip(words(&now)) {
                if !mark.is_empty() && now.is_empty() {
                    lost.push(format!("{service} {operation}: {mark} no longer"));
                }
            }
        }
        lost
    }

    /// All of it, as it is written down.
    pub fn text(&self) -> String {
        let mut text = "service\toperation\tcovered\trefused by the test cloud\n".to_owned();
        for ((service, operation), entry) in &self.0 {
            let words = words(entry).into_iter().filter(|word| !word.is_empty());
            let marks = words.collect::<Vec<_>>().join(" ");
            let refused = match &entry.live {
                Live::Refused(refused) => refused,
                _ => "",
            };
            let _ = writeln!(text, "{service}\t{operation}\t{marks}\t{refused}");
        }
        text
    }
}

fn words(entry: &Entry) -> [&'static str; 4] {
    let Marks {
        built,
        checked,
        decoded,
    } = entry.marks;
    let word = |yes: bool, word| if yes { word } else { "" };
    [
        word(built, "built"),
        word(checked, "checked"),
        word(decoded, "decoded"),
        word(entry.live == Live::Done, "live"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "service\toperation\tcovered\trefused by the test cloud\n\
        compute\tGET /servers\tbuilt checked decoded live\t\n\
        compute\tPOST /servers/{id}/action dump\tbuilt checked\t409 no such thing\n";

    #[test]
    fn what_is_written_is_read() {
        assert_eq!(Ledger::read(TEXT).text(), TEXT);
    }

    #[test]
    fn what_is_lost_is_found() {
        let before = Ledger::read(TEXT);
        let now = Ledger::read(&TEXT.replace(" decoded live", " decoded"));
        let lost = before.lost_in(&now);
        assert_eq!(lost, ["compute GET /servers: live no longer"]);
        assert_eq!(now.lost_in(&before).len(), 0);
        assert_eq!(before.lost_in(&Ledger::default()).len(), 6);
    }
}
