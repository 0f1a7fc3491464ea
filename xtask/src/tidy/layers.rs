//! Who may know whom inside the core.

use super::{Finding, Text};

/// The modules of the core, from the bottom: each knows its own layer and those below.
const LAYERS: [&[&str]; 5] = [
    &[
        "error",
        "id",
        "kind",
        "lenient",
        "limits",
        "microversion",
        "patch",
        "path",
        "request_id",
        "secret",
        "time",
        "version",
    ],
    &[
        "body",
        "call",
        "collection",
        "find",
        "listing",
        "page",
        "paging",
        "request",
        "resource",
        "response",
        "sender",
        "wait",
    ],
    &["client"],
    &[
        "auth",
        "catalog",
        "config",
        "discovery",
        "layers",
        "retry",
        "transport",
    ],
    &["cloud", "service"],
];
const CORE: &str = "crates/core/src/";

pub(super) fn check(texts: &[Text]) -> Vec<Finding> {
    texts.iter().flat_map(check_one).collect()
}

fn check_one(text: &Text) -> Vec<Finding> {
    let Some(file) = text.path.strip_prefix(CORE).filter(|_| text.is_rust()) else {
        return Vec::new();
    };
    let module = file.split(['/', '.']).next().unwrap_or_default();
    if module == "lib" || file.ends_with("tests.rs") || file.contains("/tests/") {
        return Vec::new();
    }
    let Some(own) = layer(module) else {
        let what = format!(
            "the module {module} has no layer yet: give it one in xtask/src/tidy/layers.rs"
        );
        return vec![text.finding(0, what)];
    };
    let code = text
        .lines()
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]");
    let code = code.filter(|(_, line)| !line.trim_start().starts_with("//"));
    let mut found = Vec::new();
    for (number, line) in code {
        for used in line.split("crate::").skip(1) {
            let used = used
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .next();
            let used = used.unwrap_or_default();
            if layer(used).is_some_and(|layer| layer > own) {
                found.push(text.finding(
                    number,
                    format!("{module} is below {used}, and may not know it"),
                ));
            }
        }
    }
    found
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::text;

    #[test]
    fn what_is_below_knows_nothing_above() {
        let found = |path, content| check(&[text(path, content)]).len();
        assert_eq!(
            found("crates/core/src/call.rs", "use crate::sender::Sender;"),
            0
        );
        assert_eq!(
            found("crates/core/src/call.rs", "use crate::cloud::Cloud;"),
            1
        );
        assert_eq!(
            found(
                "crates/core/src/auth/token.rs",
                "let x = crate::service::y();"
            ),
            1
        );
        assert_eq!(
            found(
                "crates/core/src/call.rs",
                "/// See [`crate::cloud::Cloud`].\n"
            ),
            0
        );
        assert_eq!(
            found(
                "crates/core/src/call.rs",
                "#[cfg(test)]\nuse crate::cloud::Cloud;"
            ),
            0
        );
        assert_eq!(found("crates/core/src/new.rs", ""), 1);
        assert_eq!(found("crates/compute/src/new.rs", ""), 0);
    }
}
