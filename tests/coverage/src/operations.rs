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
    /// The key of the body that says what is done, or the [`marks`](Self::marks) of the request that do; empty where the
    /// path says it all.
    pub action: String,
    /// The microversion that has it first.
    pub since: Option<Microversion>,
    /// How it stands: whether it is to be covered.
    pub standing: Standing,
    /// Why it is not to be covered, where that is a decision of ours.
    pub declined: String,
}

/// A request that is looked for among the operations.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The method.
    pub method: &'a str,
    /// The path, with whatever stands before the service's own paths.
    pub path: &'a str,
    /// The first key of the body.
    pub key: &'a str,
    /// What else tells operations apart: the names of headers in lower case, `?name` and `?name=value` of the query, and
    /// the media type of a body that is a form.
    pub marks: &'a [String],
}

/// How an operation stands with its service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// In use, and in the API reference: to be covered.
    Current,
    /// In use, and in no API reference.
    Undocumented,
    /// There, and not to be covered, for a reason.
    Declined,
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
            let declined = note.strip_prefix("declined: ").unwrap_or_default();
            let standing = match (until, deprecated) {
                _ if !declined.is_empty() => Standing::Declined,
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
                declined: declined.to_owned(),
            })
        })
        .collect()
    }

    /// Whether it is to be covered.
    pub fn is_current(&self) -> bool {
        self.standing == Standing::Current
    }

    /// How well it fits a request: how many segments of the path are no placeholders, and how much else tells it apart;
    /// not at all where it is another one.
    fn fits(&self, asked: Asked<'_>, path: &str) -> Option<(usize, usize)> {
        if self.method != asked.method || self.standing == Standing::Removed {
            return None;
        }
        let marks = match self.action.as_str() {
            "" => 0,
            action if action == asked.key => 1,
            action => marks(action, asked.marks)?,
        };
        let (mut ours, mut theirs) = (segments(&self.path), segments(path));
        let mut literal = 0;
        loop {
            match (ours.next(), theirs.next()) {
                (None, None) => return Some((literal, marks)),
                // A name with slashes in it.
                (Some(ours), Some(_)) if ours.starts_with("{+") => return Some((literal, marks)),
                (Some(ours), Some(_)) if ours.starts_with('{') => {}
                (Some(ours), Some(theirs)) if ours == theirs => literal += 1,
                _ => return None,
            }
        }
    }
}

/// How many marks an action has, if a request has them all: they stand between spaces, and `|` stands between those of
/// which one is enough.
fn marks(action: &str, asked: &[String]) -> Option<usize> {
    let has = |mark: &str| match mark.strip_suffix('*') {
        Some(start) => asked
            .iter()
            .any(|one| one.starts_with(&start.to_lowercase())),
        None => asked.iter().any(|one| *one == mark.to_lowercase()),
    };
    let words = action.split(' ');
    let all = words.clone().all(|word| word.split('|').any(has));
    all.then(|| words.count())
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

/// Which operation a request is: by its method, by its path with whatever stands before the service's own paths, and by
/// what else tells operations apart.
pub fn find(operations: &[Operation], asked: Asked<'_>) -> Option<usize> {
    let found = find_all(operations, asked);
    found.into_iter().max().map(|(_, place)| place)
}

/// All operations that a request is at once: with its features, and without. Those that fit better are greater.
pub fn find_all(operations: &[Operation], asked: Asked<'_>) -> Vec<((usize, usize), usize)> {
    let path = asked.path;
    let all = |path: &str| {
        let fitting = operations.iter().enumerate();
        let fitting = fitting.filter_map(|(place, one)| Some((one.fits(asked, path)?, place)));
        let fitting: Vec<_> = fitting.collect();
        let best = fitting.iter().map(|((literal, _), _)| *literal).max()?;
        let best = fitting
            .into_iter()
            .filter(|((literal, _), _)| *literal == best);
        Some(best.collect())
    };
    let starts = path.match_indices('/').map(|(start, _)| start);
    let mut inside = starts.take_while(|start| *start + 1 < path.len().max(2));
    inside
        .find_map(|start| all(&path[start..]))
        .unwrap_or_default()
}

/// The marks of a query.
pub fn marks_of(query: &str) -> impl Iterator<Item = String> {
    let pairs = form_urlencoded::parse(query.as_bytes());
    pairs.flat_map(|(name, value)| [format!("?{name}"), format!("?{name}={value}")])
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
            let asked = Asked {
                method,
                path,
                key,
                marks: &[],
            };
            find(&operations, asked).map(|place| operations[place].to_string())
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
    #[test]
    fn requests_are_features() {
        let table = "head\n\
            o\tobject\tGet\tGET\t/v1/{account}/{+object}\t\t\t\t\t\n\
            o\tlink\tGet\tGET\t/v1/{account}/{+object}\t?symlink=get\t\t\t\t\n\
            o\tif\tGet\tGET\t/v1/{account}/{+object}\tRange|If-*\t\t\t\t\n\
            o\traw\tGet\tGET\t/v1/{account}/{+object}\t?a=get ?b\t\t\t\tdeclined: so\n";
        let operations = Operation::read(table);
        let found = |query, headers: &[&str]| {
            let marks: Vec<_> = marks_of(query)
                .chain(headers.iter().map(ToString::to_string))
                .collect();
            let asked = Asked {
                method: "GET",
                path: "/v1/a/c/d/e",
                key: "",
                marks: &marks,
            };
            let all: Vec<_> = find_all(&operations, asked)
                .into_iter()
                .map(|(_, place)| place)
                .collect();
            (find(&operations, asked), all)
        };
        assert_eq!(found("", &[]), (Some(0), vec![0]));
        assert_eq!(found("symlink=get", &[]), (Some(1), vec![0, 1]));
        assert_eq!(found("symlink=put", &["if-match"]), (Some(2), vec![0, 2]));
        assert_eq!(found("a=get&b=1", &["range"]), (Some(3), vec![0, 2, 3]));
        assert_eq!(operations[3].standing, Standing::Declined);
    }
}
