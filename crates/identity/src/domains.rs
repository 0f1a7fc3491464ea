//! Domains: namespaces of projects, users and groups.

use ferriscloud_core::{Call, Collection, Id, Listing, Patch, Resource, kind, lenient};
use http::Method;
use serde::{Deserialize, Serialize};

use crate::options::ResourceOptions;

/// The id of a domain.
pub type DomainId = Id<kind::Domain>;

/// A domain.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Domain {
    /// The id.
    pub id: DomainId,
    /// The name, unique in the cloud.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: String,
    /// The description; often empty.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub description: String,
    /// Whether users of it can log in, and anybody to its projects.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub enabled: bool,
    /// Its tags.
    #[serde(default, deserialize_with = "lenient::list")]
    pub tags: Vec<String>,
    /// Its options.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub options: ResourceOptions,
}

impl Resource for Domain {
    type Kind = kind::Domain;
    const PATH: &'static str = "domains";
    const KEY: &'static str = "domain";
    const KEYS: &'static str = "domains";
    const UPDATE: Method = Method::PATCH;

    fn id(&self) -> &DomainId {
        &self.id
    }
}

/// Which domains to list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListDomains {
    /// The one of this name.
    pub name: Option<String>,
    /// Those that are enabled, or are not.
    pub enabled: Option<bool>,
    /// As many as this on each page; the listing goes on to the end all the same.
    pub limit: Option<u32>,
}

/// What a new domain is made of.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CreateDomain {
    /// The name: up to 64 characters, unique in the cloud.
    pub name: String,
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether users of it can log in; yes where this is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Tags: up to 80, without commas and slashes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Options.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<ResourceOptions>,
}

impl CreateDomain {
    /// A domain with this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }
}

/// Changes of a domain.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UpdateDomain {
    /// Another name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Another description, or none.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub description: Patch<String>,
    /// Whether users of it can log in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// All its tags from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// Options to change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<ResourceOptions>,
}

/// The domains of a cloud.
#[derive(Debug, Clone)]
pub struct Domains(pub(crate) Collection<Domain>);

impl Domains {
    /// Lists domains:
    /// [`GET /domains`](https://docs.openstack.org/api-ref/identity/v3/#list-domains).
    pub fn list(&self, filter: &ListDomains) -> Listing<Domain> {
        self.0.list(filter)
    }

    /// Shows one domain:
    /// [`GET /domains/{id}`](https://docs.openstack.org/api-ref/identity/v3/#show-domain-details).
    pub fn get(&self, domain: impl Into<DomainId>) -> Call<Domain> {
        self.0.get(domain.into())
    }

    /// Creates a domain:
    /// [`POST /domains`](https://docs.openstack.org/api-ref/identity/v3/#create-domain).
    pub fn create(&self, domain: &CreateDomain) -> Call<Domain> {
        self.0.create(domain)
    }

    /// Changes a domain:
    /// [`PATCH /domains/{id}`](https://docs.openstack.org/api-ref/identity/v3/#update-domain).
    pub fn update(&self, domain: impl Into<DomainId>, changes: &UpdateDomain) -> Call<Domain> {
        self.0.update(domain.into(), changes)
    }

    /// Deletes a domain with all that is in it; it has to be disabled before:
    /// [`DELETE /domains/{id}`](https://docs.openstack.org/api-ref/identity/v3/#delete-domain).
    pub fn delete(&self, domain: impl Into<DomainId>) -> Call<()> {
        self.0.delete(domain.into())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;

    #[test]
    fn sparse_domains_decode() {
        let domain: Domain =
            serde_json::from_value(json!({"id": "default", "tags": null})).unwrap();
        assert_eq!(
            (domain.id.as_str(), domain.tags.len(), domain.enabled),
            ("default", 0, false)
        );
    }

    #[test]
    fn only_what_is_set_is_sent() {
        let options = ResourceOptions {
            immutable: Some(false),
        };
        let changes = UpdateDomain {
            options: Some(options),
            ..UpdateDomain::default()
        };
        assert_eq!(
            to_value(changes).unwrap(),
            json!({"options": {"immutable": false}})
        );
        assert_eq!(
            to_value(CreateDomain::new("a")).unwrap(),
            json!({"name": "a"})
        );
    }
}
