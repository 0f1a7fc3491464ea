//! What describes a cloud: `clouds.yaml` and the `OS_*` variables.

mod auth;
mod env;
mod environment;
#[cfg(feature = "clouds-yaml")]
mod files;
mod layer;
mod read;
#[cfg(feature = "clouds-yaml")]
mod region;
mod service;
#[cfg(test)]
mod tests;
#[cfg(feature = "clouds-yaml")]
mod yaml;

use std::collections::BTreeMap;
use std::time::Duration;

use crate::catalog::{self, Interface};
use crate::error::{Error, ErrorKind, Result};
use crate::secret::Secret;

pub use auth::AuthConfig;
pub use environment::Environment;
pub use service::ServiceConfig;

/// The description of a cloud.
///
/// It is read from the environment or a file, and may be changed, or made, by hand:
///
/// ```
/// use ferriscloud_core::config::CloudConfig;
///
/// let mut config = CloudConfig::default();
/// config.auth.auth_url = Some("https://keystone.example.com/v3".into());
/// config.auth.application_credential_id = Some("21dced0fd20347869b93710d2b98aae0".into());
/// config.auth.application_credential_secret = Some("open sesame".into());
/// config.region = Some("north".into());
/// ```
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct CloudConfig {
    /// Its name in `clouds.yaml`.
    pub name: Option<String>,
    /// How to log in, by keystoneauth's names: `password`, `token`, `v3applicationcredential`.
    pub auth_type: Option<String>,
    /// Who logs in, where, and to what.
    pub auth: AuthConfig,
    /// The region whose endpoints are used.
    pub region: Option<String>,
    /// The interfaces of the endpoints that are used, the preferred one first; public where there are none.
    pub interface: Vec<Interface>,
    /// Whether servers have to prove who they are; they do where this is not said.
    pub verify: Option<bool>,
    /// Certificate authorities to trust: the path of a PEM file, or PEM text.
    pub cacert: Option<String>,
    /// The certificate to show: the path of a PEM file, or PEM text. Its key may be in it too.
    pub cert: Option<Secret>,
    /// The key of that certificate: the path of a PEM file, or PEM text.
    pub key: Option<Secret>,
    /// How long a service may take to be connected to, and be silent: `api_timeout`.
    pub timeout: Option<Duration>,
    /// How often a call is sent at most: one more than the larger of `connect_retries` and `status_code_retries`.
    pub attempts: Option<u32>,
    /// What is said of single services, by their official type, such as `block-storage`.
    pub services: BTreeMap<String, ServiceConfig>,
}

impl CloudConfig {
    /// Reads what the environment says: the cloud of `clouds.yaml` that `OS_CLOUD` names; else the `OS_*`
    /// variables, if `OS_AUTH_URL` is among them; else `ST_AUTH`, `ST_USER` and `ST_KEY`, as for the `swift` command line;
    /// else the only cloud of `clouds.yaml`.
    ///
    /// All the names of variables that gophercloud, openstacksdk and Horizon's files have are known.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] if there is none of these, with where they were looked for, or if one is wrong.
    pub fn from_env() -> Result<Self> {
        Self::from_environment(&Environment::of_process()?)
    }

    /// Reads a cloud of `clouds.yaml`, which is looked for at `OS_CLIENT_CONFIG_FILE`, in the current folder,
    /// in `openstack` under `XDG_CONFIG_HOME` (or `~/.config`), and in `/etc/openstack`.
    ///
    /// `secure.yaml` is looked for likewise and wins over it; the cloud's `profile` comes from
    /// `clouds-public.yaml`. The variables `OS_REGION_NAME`, `OS_INTERFACE`, `OS_CACERT`, `OS_CERT`, `OS_KEY`
    /// and `OS_INSECURE` fill what the files leave open.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] if there is no such cloud, with those that there are and the files that were
    /// looked for; if a file is wrong, with its place; or without the feature `clouds-yaml`.
    pub fn named(name: &str) -> Result<Self> {
        Self::from_file(&Environment::of_process()?, Some(name))
    }

    /// Reads a cloud of `clouds.yaml` as [`named`](Self::named) does, from another environment.
    ///
    /// # Errors
    /// Those of [`named`](Self::named).
    pub fn named_in(environment: &Environment, name: &str) -> Result<Self> {
        Self::from_file(environment, Some(name))
    }

    /// What is said of a service, known by its official type or an alias.
    pub fn service(&self, service_type: &str) -> Option<&ServiceConfig> {
        let (official, _) = catalog::family(service_type);
        let by_name = |name| self.services.get(name);
        by_name(service_type).or_else(|| by_name(official))
    }

    /// Reads what another environment says, as [`from_env`](Self::from_env) reads that of the process.
    ///
    /// # Errors
    /// Those of [`from_env`](Self::from_env).
    pub fn from_environment(environment: &Environment) -> Result<Self> {
        if let Some(name) = environment.get("OS_CLOUD") {
            return Self::from_file(environment, Some(name));
        }
        if environment.get("OS_AUTH_URL").is_some() {
            return read::config(&env::settings(environment)?, environment);
        }
        if let Some(settings) = env::of_swift(environment)? {
            return read::config(&settings, environment);
        }
        Self::from_file(environment, None).map_err(|error| {
            let what = format!(
                "neither OS_CLOUD nor OS_AUTH_URL is set, and {}",
                error.kind()
            );
            Error::from(ErrorKind::Config(what))
        })
    }

    #[cfg(feature = "clouds-yaml")]
    fn from_file(environment: &Environment, name: Option<&str>) -> Result<Self> {
        // As openstacksdk calls what the variables say.
        let by_variables = environment.get("OS_CLOUD_NAME").unwrap_or("envvars");
        if name == Some(by_variables) && environment.get("OS_AUTH_URL").is_some() {
            return read::config(&env::settings(environment)?, environment);
        }
        let (name, settings) = files::cloud(environment, name)?;
        let config = read::config(&settings, environment).map_err(|error| {
            Error::from(ErrorKind::Config(format!(
                "cloud {name:?}: {}",
                error.kind()
            )))
        })?;
        Ok(Self {
            name: Some(name),
            ..config
        })
    }

    #[cfg(not(feature = "clouds-yaml"))]
    fn from_file(_: &Environment, name: Option<&str>) -> Result<Self> {
        let cloud = name.map_or("a cloud".to_owned(), |name| format!("the cloud {name:?}"));
        let what =
            format!("reading {cloud} from clouds.yaml needs ferriscloud's feature clouds-yaml");
        Err(ErrorKind::Config(what).into())
    }
}
