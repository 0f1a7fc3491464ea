//! Service crates look alike.

use std::collections::BTreeSet;

use super::{Finding, Text};

const NEEDED: [&str; 3] = ["README.md", "src/lib.rs", "src/service.rs"];

pub(super) fn check(texts: &[Text]) -> Vec<Finding> {
    let services: BTreeSet<_> = texts.iter().filter_map(Text::service).collect();
    services
        .into_iter()
        .flat_map(|service| missing(service, texts))
        .collect()
}

fn missing(service: &str, texts: &[Text]) -> Vec<Finding> {
    let folder = format!("crates/{service}/");
    let finding = |what: String| Finding {
        path: format!("crates/{service}"),
        line: 0,
        what,
    };
    let mut found = Vec::new();
    let file = |name: &str| {
        texts
            .iter()
            .find(|text| text.path == format!("{folder}{name}"))
    };
    for name in NEEDED {
        if file(name).is_none() {
            found.push(finding(format!("is without {name}")));
        }
    }
    let examples = format!("{folder}examples/");
    if !texts.iter().any(|text| text.path.starts_with(&examples)) {
        found.push(finding("is without an example".to_owned()));
    }
    let title = format!("# ferriscloud-{service}\n");
    let readme = file("README.md").map(|readme| &readme.content);
    if readme.is_some_and(|readme| !readme.starts_with(&title) || !readme.contains("Apache-2.0")) {
        found.push(finding(
            "has a README.md without its name or its licence".to_owned(),
        ));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::text;

    #[test]
    fn a_service_has_what_the_others_have() {
        let mut texts = vec![
            text(
                "crates/compute/README.md",
                "# ferriscloud-compute\n\nApache-2.0",
            ),
            text("crates/compute/src/lib.rs", ""),
            text("crates/compute/src/service.rs", ""),
            text("crates/compute/examples/list.rs", ""),
        ];
        assert_eq!(check(&texts).len(), 0);
        texts[0].content = "# compute".to_owned();
        assert_eq!(check(&texts).len(), 1);
        texts.pop();
        texts.pop();
        assert_eq!(check(&texts).len(), 3);
    }
}
