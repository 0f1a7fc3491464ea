//! The service itself.

use ferriscloud_core::{Client, Cloud, Result, Service, ServiceSetup};

use crate::application_credentials::ApplicationCredentials;
use crate::domains::Domains;
use crate::endpoints::Endpoints;
use crate::groups::Groups;
use crate::projects::Projects;
use crate::role_assignments::RoleAssignments;
use crate::roles::Roles;
use crate::services::Services;
use crate::users::{UserId, Users};

/// Keystone: who may do what in a cloud, and where its services are.
#[derive(Debug, Clone)]
pub struct Identity {
    client: Client,
}

impl Identity {
    /// The identity service of a cloud, as its configuration has it.
    ///
    /// # Errors
    /// [`ErrorKind::Endpoint`](ferriscloud_core::ErrorKind::Endpoint) if the cloud has none.
    pub fn new(cloud: &Cloud) -> Result<Self> {
        Self::builder(cloud).build()
    }

    /// The identity service of another region, interface or address.
    pub fn builder(cloud: &Cloud) -> ServiceSetup<Self> {
        ServiceSetup::new(cloud)
    }

    /// The application credentials of one user.
    pub fn application_credentials(&self, user: impl Into<UserId>) -> ApplicationCredentials {
        ApplicationCredentials::new(&self.client, &user.into())
    }

    /// The domains.
    pub fn domains(&self) -> Domains {
        Domains(self.client.collection())
    }

    /// The endpoints of the catalog.
    pub fn endpoints(&self) -> Endpoints {
        Endpoints(self.client.collection())
    }

    /// The groups of users.
    pub fn groups(&self) -> Groups {
        Groups::new(&self.client)
    }

    /// The projects.
    pub fn projects(&self) -> Projects {
        Projects(self.client.collection())
    }

    /// Who has which role where.
    pub fn role_assignments(&self) -> RoleAssignments {
        RoleAssignments(self.client.clone())
    }

    /// The roles.
    pub fn roles(&self) -> Roles {
        Roles(self.client.collection())
    }

    /// The services of the catalog.
    pub fn services(&self) -> Services {
        Services(self.client.collection())
    }

    /// The users.
    pub fn users(&self) -> Users {
        Users(self.client.collection())
    }

    /// The low door: any path of the service.
    pub fn client(&self) -> &Client {
        &self.client
    }
}

impl Service for Identity {
    const TYPE: &'static str = "identity";
    const VERSION: &'static str = "v3";

    fn from_client(client: Client) -> Self {
        Self { client }
    }
}
