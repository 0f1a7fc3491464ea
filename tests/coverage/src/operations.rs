//! The operations of a service: all that it can be asked for.

use std::fmt;

use ferriscloud_core::Microversion;

/// An operation of a service, as a row of `data/SERVICE.tsv` has it.
#[derive(Debug, Clone)]
pub struct Operation {
    /// What it is about, such as `servers/tags`.
    pub resource: String,
    /// The method.
    pub method: String,
    /// The path with `{placeholders}`, below the address of the service.
    pub path: String,
    /// The key of the body that says what is done; empty where the path says it all.
    pub action: String,
    /// The microversion that has it first.
    pub since: Option<Microversion>,
    /// How it stands: whether it is to be covered.
    pub standing: Standing,
}

/// How an operation stands with its service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// In use, and in the API reference: to be covered.
    Current,
    /// In use, and in no API reference.
    Undocumented,
    /// There still, and not to be used any more.
    Deprecated,
    /// Gone from newer microversions.
    Removed,
}

impl Operation {
    /// The operations of a table.
    pub fn read(table: &str) -> Vec<Self> {
        let rows = table.lines().skip(1).map(|row| row.split('\t').collect());
        rows.filter_map(|row: Vec<&str>| {
            let [
                _,
                resource,
                _,
                method,
                path,
                action,
                since,
                until,
                deprecated,
                note,
            ] = row[..]
            else {
                return None;
            };
            let standing = match (until, deprecated) {
                ("", "") if note.contains("not in api-ref") => Standing::Undocumented,
                ("", "") => Standing::Current,
                ("", _) => Standing::Deprecated,
                _ => Standing::Removed,
            };
            Some(Self {
                resource: resource.to_owned(),
                method: method.to_owned(),
                path: path.to_owned(),
                action: action.to_owned(),
                since: since.parse().ok(),
                standing,
            })
        })
        .collect()
    }

    /// Whether it is to be covered.
    pub fn is_current(&self) -> bool {
        self.standing == Standing::Current
    }

    /// How well it fits a request with this first key of its body: how many segments of the path are no placeholders;
    /// not at all where it is another one.
    fn fits(&self, method: &str, path: &str, key: &str) -> Option<usize> {
        let is_done = self.action.is_empty() || self.action == key;
        if self.method != method || !is_done || self.standing == Standing::Removed {
            return None;
        }
        let (mut ours, mut theirs) = (segments(&self.path), segments(path));
        let mut literal = 0;
        loop {
            match (ours.next(), theirs.next()) {
                (None, None) => return Some(literal),
                (Some(ours), Some(_)) if ours.starts_with('{') => {}
                (Some(ours), Some(theirs)) if ours == theirs => literal += 1,
                _ => return None,
            }
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)?;
        if !self.action.is_empty() {
            write!(f, " {}", self.action)?;
        }
        Ok(())
    }
}

/// Which operation a request is: by its method, by its path with whatever stands before the service's own paths,
/// and by the first key of its body.
pub fn find(operations: &[Operation], method: &str, path: &str, key: &str) -> Option<usize> {
    let best = |path: &str| {
        let fitting = operations.iter().enumerate();
        let fitting =
            fitting.filter_map(|(place, one)| Some((one.fits(method, path, key)?, place)));
        fitting.max().map(|(_, place)| place)
    };
    let starts = path.match_indices('/').map(|(start, _)| start);
    let mut inside = starts.take_while(|start| *start + 1 < path.len().max(2));
    inside.find_map(|start| best(&path[start..]))
}

/// The first key of a body: what is done, if it is an action.
pub fn key(body: &[u8]) -> String {
    let body = serde_json::from_slice::<serde_json::Map<_, serde_json::Value>>(body);
    let key = body.ok().and_then(|body| body.into_iter().next());
    key.map(|(key, _)| key).unwrap_or_default()
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.trim_matches('/').split('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_operations() {
        let table = "head\n\
            c\tservers\tList\tGET\t/servers/detail\t\t2.1\t\t\t\n\
            c\tservers\tShow\tGET\t/servers/{id}\t\t2.1\t\t\t\n\
            c\tservers\tStart\tPOST\t/servers/{id}/action\tos-start\t2.1\t\t\t\n\
            c\timages\tOld\tGET\t/images\t\t2.1\t2.35\t\t\n\
            c\tversions\tAll\tGET\t/\t\t2.1\t\t\t\n";
        let operations = Operation::read(table);
        let found = |method, path, key| {
            find(&operations, method, path, key).map(|place| operations[place].to_string())
        };
        let detail = found("GET", "/v2.1/servers/detail", "");
        assert_eq!(detail.as_deref(), Some("GET /servers/detail"));
        let one = found("GET", "/compute/v2.1/servers/7", "");
        assert_eq!(one.as_deref(), Some("GET /servers/{id}"));
        let start = found("POST", "/servers/7/action", "os-start");
        assert_eq!(start.as_deref(), Some("POST /servers/{id}/action os-start"));
        assert_eq!(found("GET", "/", "").as_deref(), Some("GET /"));
        for (method, path) in [
            ("GET", "/images"),
            ("GET", "/v2.1"),
            ("POST", "/servers/7/action"),
        ] {
            assert_eq!(found(method, path, ""), None, "{path}");
        }
        assert_eq!(key(br#"{"os-start": null}"#), "os-start");
    }
}
