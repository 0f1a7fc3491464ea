//! Projects: what servers, volumes and quotas belong to.

use ferriscloud_core::{
    Call, Collection, Id, Listing, Operation, Patch, Path, Request, Resource, kind, lenient,
};
use http::Method;
use serde::{Deserialize, Serialize, Serializer};

use crate::domains::DomainId;
use crate::options::ResourceOptions;
use crate::users::UserId;

/// The id of a project.
pub type ProjectId = Id<kind::Project>;

/// A project.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Project {
    /// The id.
    pub id: ProjectId,
    /// The name, unique in its domain.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: String,
    /// The description; often empty.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub description: String,
    /// The domain that it is in; none if it acts as a domain itself.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub domain_id: Option<DomainId>,
    /// The project above it; at the top of a tree, the id of the domain.
    #[serde(default, deserialize_with = "lenient::or_none")]
    pub parent_id: Option<ProjectId>,
    /// Whether anybody can get a token for it.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub enabled: bool,
    /// Whether it acts as a domain.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub is_domain: bool,
    /// Its tags.
    #[serde(default, deserialize_with = "lenient::list")]
    pub tags: Vec<String>,
    /// Its options.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub options: ResourceOptions,
}

impl Resource for Project {
    type Kind = kind::Project;
    const PATH: &'static str = "projects";
    const KEY: &'static str = "project";
    const KEYS: &'static str = "projects";
    const UPDATE: Method = Method::PATCH;

    fn id(&self) -> &ProjectId {
        &self.id
    }
}

/// Which projects to list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListProjects {
    /// The one of this name in each domain.
    pub name: Option<String>,
    /// Those in this domain.
    pub domain_id: Option<DomainId>,
    /// Those directly below this one.
    pub parent_id: Option<ProjectId>,
    /// Those that are enabled, or are not.
    pub enabled: Option<bool>,
    /// Those that act as domains, instead of those that do not.
    pub is_domain: Option<bool>,
    /// Those with all of these tags.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "commas")]
    pub tags: Vec<String>,
    /// Those with any of these tags.
    #[serde(rename = "tags-any", skip_serializing_if = "Vec::is_empty", serialize_with = "commas")]
    pub tags_any: Vec<String>,
    /// Those without all of these tags.
    #[serde(rename = "not-tags", skip_serializing_if = "Vec::is_empty", serialize_with = "commas")]
    pub not_tags: Vec<String>,
    /// Those without any of these tags.
    #[serde(
        rename = "not-tags-any",
        skip_serializing_if = "Vec::is_empty",
        serialize_with = "commas"
    )]
    pub not_tags_any: Vec<String>,
    /// As many as this on each page; the listing goes on to the end all the same.
    pub limit: Option<u32>,
}

/// A tag cannot have a comma.
fn commas<S: Serializer>(tags: &[String], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&tags.join(","))
}

/// What a new project is made of.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CreateProject {
    /// The name: up to 64 characters, unique in its domain.
    pub name: String,
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The domain to be in, if not that of the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain_id: Option<DomainId>,
    /// The project to be below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<ProjectId>,
    /// Whether anybody can get a token for it; yes where this is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Tags: up to 80, without commas and slashes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Options.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<ResourceOptions>,
}

impl CreateProject {
    /// A project with this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }
}

/// Changes of a project.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UpdateProject {
    /// Another name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Another description, or none.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub description: Patch<String>,
    /// Whether anybody can get a token for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// All its tags from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// Options to change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<ResourceOptions>,
}

/// The projects of a cloud.
#[derive(Debug, Clone)]
pub struct Projects(pub(crate) Collection<Project>);

impl Projects {
    /// Lists projects, which mostly takes an administrator:
    /// [`GET /projects`](https://docs.openstack.org/api-ref/identity/v3/#list-projects).
    pub fn list(&self, filter: &ListProjects) -> Listing<Project> {
        self.0.list(filter)
    }

    /// Lists the projects that the caller can get a token for:
    /// [`GET /auth/projects`](https://docs.openstack.org/api-ref/identity/v3/#get-available-project-scopes).
    pub fn list_mine(&self) -> Listing<Project> {
        let operation = Operation("list", "own projects");
        self.0.listing(Request::new(
            Method::GET,
            Path::fixed("auth/projects"),
            operation,
        ))
    }

    /// Lists the projects in which a user has a role:
    /// [`GET /users/{id}/projects`](https://docs.openstack.org/api-ref/identity/v3/#list-projects-for-user).
    pub fn list_of(&self, user: impl Into<UserId>) -> Listing<Project> {
        let path = Path::fixed("users")
            .segment(user.into().as_str())
            .then("projects");
        self.0.listing(Request::new(
            Method::GET,
            path,
            Operation("list", "projects of user"),
        ))
    }

    /// Shows one project:
    /// [`GET /projects/{id}`](https://docs.openstack.org/api-ref/identity/v3/#show-project-details).
    pub fn get(&self, project: impl Into<ProjectId>) -> Call<Project> {
        self.0.get(project.into())
    }

    /// Creates a project:
    /// [`POST /projects`](https://docs.openstack.org/api-ref/identity/v3/#create-project).
    pub fn create(&self, project: &CreateProject) -> Call<Project> {
        self.0.create(project)
    }

    /// Changes a project:
    /// [`PATCH /projects/{id}`](https://docs.openstack.org/api-ref/identity/v3/#update-project).
    pub fn update(&self, project: impl Into<ProjectId>, changes: &UpdateProject) -> Call<Project> {
        self.0.update(project.into(), changes)
    }

    /// Deletes a project, though not what it owns in other services:
    /// [`DELETE /projects/{id}`](https://docs.openstack.org/api-ref/identity/v3/#delete-project).
    pub fn delete(&self, project: impl Into<ProjectId>) -> Call<()> {
        self.0.delete(project.into())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;

    fn query(filter: &impl Serialize) -> String {
        let request = Request::new(Method::GET, Path::default(), Operation("list", "projects"));
        request.filter(filter).query().to_owned()
    }

    #[test]
    fn domains_among_projects_decode() {
        let project = json!({
            "id": "p-1", "name": "top", "domain_id": null, "parent_id": null, "is_domain": true,
            "enabled": "True", "description": null, "tags": ["a", 7, {}], "options": []
        });
        let project: Project = serde_json::from_value(project).unwrap();
        assert_eq!(
            (project.domain_id.is_none(), project.parent_id.is_none()),
            (true, true)
        );
        assert!(project.is_domain && project.enabled);
        assert_eq!(
            (project.description.as_str(), project.options.immutable),
            ("", None)
        );
        assert_eq!(project.tags, ["a", "7"]);
    }

    #[test]
    fn filters_join_tags() {
        let filter = ListProjects {
            tags: vec!["a".into(), "b".into()],
            not_tags_any: vec!["c".into()],
            enabled: Some(false),
            ..ListProjects::default()
        };
        let sent = "enabled=false&not-tags-any=c&tags=a%2Cb";
        assert_eq!(query(&filter), sent);
    }

    #[test]
    fn changes_tell_clear_from_keep() {
        let clear = UpdateProject {
            description: Patch::Clear,
            ..UpdateProject::default()
        };
        assert_eq!(to_value(clear).unwrap(), json!({"description": null}));
        assert_eq!(to_value(UpdateProject::default()).unwrap(), json!({}));
    }
}
