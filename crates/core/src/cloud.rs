//! One cloud, logged in to: where everything starts.

mod setup;

use std::fmt;
use std::sync::Arc;

use crate::auth::{Access, Session};
use crate::catalog::{Catalog, EndpointQuery, Interface};
use crate::client::Client;
use crate::config::CloudConfig;
use crate::error::{Error, ErrorKind, Result};
use crate::sender::{Sender, Stack};
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

    /// What this cloud was described by.
    pub fn config(&self) -> &CloudConfig {
        &self.0.config
    }

    pub(crate) fn new(stack: Stack, session: Arc<Session>, config: CloudConfig) -> Self {
        Self(Arc::new(Inner {
            stack,
            session,
            config,
        }))
    }

    /// A client for the endpoint at this address.
    pub(crate) fn client(
        &self,
        service_type: &str,
        url: &str,
        version: Option<crate::Microversion>,
    ) -> Result<Client> {
        Ok(Client::new(Sender::new(
            self.0.stack.clone(),
            service_type,
            url,
            version,
        )?))
    }

    /// The address of a service: the override of the configuration, else the catalog's.
    pub(crate) fn endpoint(&self, query: EndpointQuery) -> Result<String> {
        let Inner {
            session, config, ..
        } = &*self.0;
        let service = config.service(&query.service_type);
        if let Some(url) = service.and_then(|service| service.endpoint_override.clone()) {
            return Ok(url);
        }
        let interfaces = match service.and_then(|service| service.interface.as_deref()) {
            Some(interface) => vec![interface.parse::<Interface>()?],
            None => config.interface.clone(),
        };
        let query = EndpointQuery {
            service_type: service
                .and_then(|service| service.service_type.clone())
                .unwrap_or(query.service_type),
            service_name: query.service_name.or_else(|| service?.service_name.clone()),
            region: query
                .region
                .or_else(|| service?.region_name.clone())
                .or_else(|| config.region.clone()),
            interfaces: if query.interfaces.is_empty() {
                interfaces
            } else {
                query.interfaces
            },
        };
        let access = session.present().ok_or_else(|| {
            Error::from(ErrorKind::Endpoint(
                "there is no catalog: not logged in".to_owned(),
            ))
        })?;
        access.catalog.endpoint(&query)
    }
}

impl fmt::Debug for Cloud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            stack: _,
            session,
            config,
        } = &*self.0;
        f.debug_struct("Cloud")
            .field("config", config)
            .field("session", session)
            .finish()
    }
}
