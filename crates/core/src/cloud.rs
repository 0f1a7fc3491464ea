//! One cloud, logged in to: where everything starts.

mod attempts;
mod connect;
mod setup;

use std::fmt;
use std::sync::Arc;

use crate::auth::{Access, Session};
use crate::catalog::{Catalog, EndpointQuery, Interface};
use crate::client::Client;
use crate::config::{CloudConfig, ServiceConfig};
use crate::discovery::{Aim, Allow, ApiVersion, Document, Documents, Found, Lookup};
use crate::error::{Error, ErrorKind, Result};
use crate::sender::{Defaults, Sender, Stack};
use crate::service::ServiceSetup;

pub use setup::CloudSetup;

/// A cloud that one is logged in to. Cloning it is cheap; clones share token and connections.
///
/// ```no_run
/// # async fn example() -> ferriscloud_core::Result<()> {
/// use ferriscloud_core::Cloud;
///
/// let cloud = Cloud::from_env().await?; // OS_CLOUD with clouds.yaml, or OS_* variables
/// for service in cloud.catalog().entries() {
///     println!("{} {}", service.service_type, service.name);
/// }
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Cloud(Arc<Inner>);

struct Inner {
    stack: Stack,
    session: Arc<Session>,
    documents: Documents,
    config: CloudConfig,
}

impl Cloud {
    /// Logs in to what the environment says: `OS_CLOUD` with `clouds.yaml`, or `OS_*` variables.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] if something is missing, with where it was looked for; else those of logging in.
    pub async fn from_env() -> Result<Self> {
        Self::from_config(CloudConfig::from_env()?).await
    }

    /// Logs in to a cloud of `clouds.yaml`.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] if there is no such cloud, with those that there are; else those of logging in.
    pub async fn named(name: &str) -> Result<Self> {
        Self::from_config(CloudConfig::named(name)?).await
    }

    /// Logs in to what `config` says.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] if something is missing; else those of logging in.
    pub async fn from_config(config: CloudConfig) -> Result<Self> {
        CloudSetup::new(config).connect().await
    }

    /// Describes a cloud, to be connected to: for credentials of one's own, layers, timeouts.
    pub fn builder() -> CloudSetup {
        CloudSetup::new(CloudConfig::default())
    }

    /// The client of any service in the catalog, by its type: `image`, say.
    ///
    /// # Errors
    /// [`ErrorKind::Endpoint`] if the catalog has none that fits, with what it has.
    pub fn service(&self, service_type: &str) -> Result<Client> {
        ServiceSetup::<Client>::of(self, service_type, "").build()
    }

    /// The catalog that came with the present token.
    pub fn catalog(&self) -> Catalog {
        self.0
            .session
            .present()
            .map(|access| access.catalog.clone())
            .unwrap_or_default()
    }

    /// The token, with what Keystone says of it; a new one if the present one is about to end.
    ///
    /// # Errors
    /// Those of logging in.
    pub async fn access(&self) -> Result<Arc<Access>> {
        self.0.session.access().await
    }

    /// Finds a service's address for a version of its API, and what its version document says of it.
    ///
    /// It asks the service only where the catalog's address leaves the version open or names another one, or for
    /// [`Aim::Details`]. The documents are kept for the life of the cloud.
    ///
    /// ```no_run
    /// # async fn example(cloud: ferriscloud_core::Cloud) -> ferriscloud_core::Result<()> {
    /// use ferriscloud_core::catalog::EndpointQuery;
    /// use ferriscloud_core::discovery::{Aim, Wanted};
    ///
    /// let v2 = Wanted::version("2.1".parse()?);
    /// let nova = cloud.find(&EndpointQuery::new("compute"), Aim::Details(v2)).await?;
    /// println!("{} up to {:?}", nova.url, nova.version.and_then(|v| v.max_microversion));
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Endpoint`] if the catalog has no such service, or the service no such version;
    /// [`ErrorKind::Input`] if the type has another version in its name, as `volumev3` has.
    pub async fn find(&self, query: &EndpointQuery, aim: Aim) -> Result<Found> {
        let aim = aim.of_type(&query.service_type)?;
        let lookup = self.lookup(query, aim)?;
        let document = self.0.documents.first(&lookup.candidates()).await;
        lookup.choose(document.as_deref())
    }

    /// All versions of its API that a service has, the oldest first; none where it does not tell.
    ///
    /// # Errors
    /// [`ErrorKind::Endpoint`] if the catalog has no such service.
    pub async fn versions(&self, query: &EndpointQuery) -> Result<Vec<ApiVersion>> {
        let lookup = self.lookup(query, Aim::All)?;
        let document = self.0.documents.first(&lookup.candidates()).await;
        Ok(document.map_or_else(Vec::new, |document| document.versions(Allow::default())))
    }

    /// The version document at an address, read without a token.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`] if there is another thing; those of reaching it.
    pub async fn document(&self, url: &str) -> Result<Document> {
        self.0.documents.at(url).await.map(Arc::unwrap_or_clone)
    }

    /// What this cloud was described by.
    pub fn config(&self) -> &CloudConfig {
        &self.0.config
    }

    pub(crate) fn new(
        stack: Stack,
        session: Arc<Session>,
        documents: Documents,
        config: CloudConfig,
    ) -> Self {
        Self(Arc::new(Inner {
            stack,
            session,
            documents,
            config,
        }))
    }

    /// A client for the endpoint at this address.
    pub(crate) fn client(
        &self,
        service_type: &str,
        url: &str,
        defaults: Defaults,
    ) -> Result<Client> {
        Ok(Client::new(Sender::new(
            self.0.stack.clone(),
            service_type,
            url,
            defaults,
        )?))
    }

    /// The address of a service: the override of the configuration, else the catalog's.
    pub(crate) fn endpoint(&self, query: &EndpointQuery) -> Result<String> {
        // A token without a scope has no catalog, but Keystone answers it.
        let fixed = self.overridden(query);
        match fixed.or_else(|| self.0.session.keystone_for(query)) {
            Some(url) => Ok(url),
            None => {
                let access = self.access_now()?;
                access.catalog.endpoint(&self.configured(query)?)
            }
        }
    }

    fn lookup(&self, query: &EndpointQuery, aim: Aim) -> Result<Lookup> {
        let overridden = self.overridden(query);
        if query.service_type.is_empty() && overridden.is_none() {
            return Err(ErrorKind::Input("no type of service is given".to_owned()).into());
        }
        let access = self.access_now()?;
        let project = access.project.as_ref().map(|project| project.id.as_str());
        let lookup = |url: &str| Lookup::new(url, project, aim);
        Ok(match overridden {
            Some(url) => lookup(&url).literal(),
            None => lookup(&access.catalog.first(&self.configured(query)?)?.url),
        })
    }

    fn access_now(&self) -> Result<Arc<Access>> {
        self.0.session.present().ok_or_else(|| {
            let what = "there is no catalog: not logged in".to_owned();
            Error::from(ErrorKind::Endpoint(what))
        })
    }

    fn overridden(&self, query: &EndpointQuery) -> Option<String> {
        let service = self.0.config.service(&query.service_type);
        let own = service.and_then(|service| service.endpoint_override.clone());
        own.or_else(|| self.0.session.endpoint().map(str::to_owned))
    }

    /// The query, with what the configuration says where the query says nothing.
    fn configured(&self, query: &EndpointQuery) -> Result<EndpointQuery> {
        let config = &self.0.config;
        let service = config.service(&query.service_type);
        let of_service = |field: fn(&ServiceConfig) -> &Option<String>| field(service?).clone();
        let interfaces = match of_service(|service| &service.interface) {
            _ if !query.interfaces.is_empty() => query.interfaces.clone(),
            Some(interface) => vec![interface.parse::<Interface>()?],
            None => config.interface.clone(),
        };
        let region = query.region.clone();
        let region = region.or_else(|| of_service(|service| &service.region_name));
        let name = query.service_name.clone();
        Ok(EndpointQuery {
            service_type: of_service(|service| &service.service_type)
                .unwrap_or_else(|| query.service_type.clone()),
            service_name: name.or_else(|| of_service(|service| &service.service_name)),
            region: region.or_else(|| config.region.clone()),
            interfaces,
        })
    }
}

impl fmt::Debug for Cloud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            stack: _,
            session,
            documents: _,
            config,
        } = &*self.0;
        f.debug_struct("Cloud")
            .field("config", config)
            .field("session", session)
            .finish()
    }
}
