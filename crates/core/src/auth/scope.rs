//! Who logs in, and to what a token gives access.

use serde::Serialize;
use serde_json::{Value, json};

/// A domain, by id or by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DomainRef {
    /// By id.
    Id(String),
    /// By name.
    Name(String),
}

/// A user, by id, or by name within a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UserRef {
    /// By id.
    Id(String),
    /// By name.
    Name(String, DomainRef),
}

/// A project, by id, or by name within a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProjectRef {
    /// By id.
    Id(String),
    /// By name.
    Name(String, DomainRef),
}

/// To what a token gives access.
///
/// ```
/// use ferriscloud_core::auth::{DomainRef, ProjectRef, Scope};
///
/// let default = DomainRef::Name("Default".into());
/// let scope = Scope::Project(ProjectRef::Name("demo".into(), default));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Scope {
    /// To nothing but the user's own affairs; or to the user's default project, where they have one.
    #[default]
    Unscoped,
    /// To a project.
    Project(ProjectRef),
    /// To a domain.
    Domain(DomainRef),
    /// To the cloud as a whole.
    System,
    /// To what another user entrusted: the id of the trust.
    Trust(String),
}

impl UserRef {
    pub(super) fn to_json(&self) -> Value {
        by_id_or_name(match self {
            Self::Id(id) => Err(id),
            Self::Name(name, domain) => Ok((name, domain)),
        })
    }
}

impl Scope {
    pub(super) fn to_json(&self) -> Option<Value> {
        match self {
            Self::Unscoped => None,
            Self::Project(ProjectRef::Id(id)) => Some(json!({"project": {"id": id}})),
            Self::Project(ProjectRef::Name(name, domain)) => {
                Some(json!({"project": by_id_or_name(Ok((name, domain)))}))
            }
            Self::Domain(domain) => Some(json!({"domain": domain})),
            Self::System => Some(json!({"system": {"all": true}})),
            Self::Trust(id) => Some(json!({"OS-TRUST:trust": {"id": id}})),
        }
    }
}

fn by_id_or_name(entity: Result<(&String, &DomainRef), &String>) -> Value {
    match entity {
        Ok((name, domain)) => json!({"name": name, "domain": domain}),
        Err(id) => json!({"id": id}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_keystone_wants_it() {
        let domain = || DomainRef::Name("Default".to_owned());
        let project = Scope::Project(ProjectRef::Name("demo".into(), domain()));
        let cases = [
            (Scope::Unscoped, None),
            (
                project,
                Some(json!({"project": {"name": "demo", "domain": {"name": "Default"}}})),
            ),
            (
                Scope::Project(ProjectRef::Id("p".into())),
                Some(json!({"project": {"id": "p"}})),
            ),
            (
                Scope::Domain(DomainRef::Id("d".into())),
                Some(json!({"domain": {"id": "d"}})),
            ),
            (Scope::System, Some(json!({"system": {"all": true}}))),
            (
                Scope::Trust("t".into()),
                Some(json!({"OS-TRUST:trust": {"id": "t"}})),
            ),
        ];
        for (scope, expected) in cases {
            assert_eq!(scope.to_json(), expected, "{scope:?}");
        }
    }
}
