//! Every verb of a service says which operation of the API it is.

use super::{Finding, Text};

/// What a verb gives back.
const ANSWERS: [&str; 7] = [
    "Call<",
    "Find<",
    "Listing<",
    "Wait<",
    "Download",
    "Upload",
    "WithResponse<",
];
const REFERENCE: &str = "https://docs.openstack.org/";

pub(super) fn check(texts: &[Text]) -> Vec<Finding> {
    let sources = texts
        .iter()
        .filter(|text| text.is_rust() && text.service().is_some() && text.path.contains("/src/"));
    sources.flat_map(check_one).collect()
}

fn check_one(text: &Text) -> Vec<Finding> {
    let lines: Vec<_> = text.content.lines().collect();
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let Some(signature) = line.trim_start().strip_prefix("pub fn ") else {
            continue;
        };
        let name = signature.split(['(', '<']).next().unwrap_or_default();
        let docs = lines[..index]
            .iter()
            .rev()
            .take_while(|line| is_attached(line));
        if is_verb(&lines[index..]) && !docs.into_iter().any(|line| line.contains(REFERENCE)) {
            found.push(text.finding(
                index + 1,
                format!("`{name}` is without a link to the API reference"),
            ));
        }
    }
    found
}

/// Whether a line belongs to the item below it.
fn is_attached(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("///") || line.starts_with("#[")
}

/// Whether a function, from its first line on, takes `&self` and gives an operation.
fn is_verb(lines: &[&str]) -> bool {
    let head = lines.iter().take_while(|line| !line.trim().is_empty());
    let head: Vec<_> = head.copied().collect();
    let head = head.join(" ");
    let head = head.split('{').next().unwrap_or_default();
    let answer = head.split("->").nth(1).unwrap_or_default().trim();
    head.contains("&self") && ANSWERS.iter().any(|kind| answer.starts_with(kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::text;

    #[test]
    fn a_verb_names_its_operation() {
        let found = |docs: &str, head: &str| {
            let content = format!("    /// {docs}\n    {head} {{\n        todo\n    }}\n");
            check(&[text("crates/compute/src/a.rs", &content)]).len()
        };
        let link = "Shows it: [`GET`](https://docs.openstack.org/api-ref/compute/#show).";
        let verb = "pub fn get(&self, id: impl Into<Id>) -> Call<Thing>";
        assert_eq!(found(link, verb), 0);
        assert_eq!(found("Shows it.", verb), 1);
        let long =
            "pub fn get(\n        &self,\n        id: impl Into<Id>,\n    ) -> Listing<Thing>";
        assert_eq!(found("Shows it.", long), 1);
        assert_eq!(found("Its id.", "pub fn id(&self) -> &Id"), 0);
        assert_eq!(
            found("In other words.", "pub fn with(self) -> Call<Thing>"),
            0
        );
    }
}
