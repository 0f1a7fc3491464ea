//! What describes a cloud: `clouds.yaml` and the `OS_*` variables.

mod environment;
#[cfg(feature = "clouds-yaml")]
mod files;
mod read;

use std::collections::BTreeMap;

use crate::catalog::Interface;
use crate::error::{ErrorKind, Result};
use crate::secret::Secret;

use environment::Environment;

/// The description of a cloud.
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
    /// The interfaces of the endpoints that are used, the preferred one first.
    pub interface: Vec<Interface>,
    /// Whether servers have to prove who they are; they do where this is not said.
    pub verify: Option<bool>,
    /// Certificate authorities to trust: the path of a PEM file, or PEM text.
    pub cacert: Option<String>,
    /// The certificate to show: the path of a PEM file, or PEM text.
    pub cert: Option<String>,
    /// The key of that certificate: the path of a PEM file, or PEM text.
    pub key: Option<Secret>,
    /// What is said of single services, by their official type.
    pub services: BTreeMap<String, ServiceConfig>,
}

/// Who logs in, where, and to what. The names are those of `clouds.yaml`.
#[derive(Debug, Clone, Default)]
#[allow(
    missing_docs,
    reason = "the names of the field, which say all there is to say"
)]
pub struct AuthConfig {
    pub auth_url: Option<String>,
    pub token: Option<Secret>,
    pub username: Option<String>,
    pub user_id: Option<String>,
    pub password: Option<Secret>,
    pub user_domain_id: Option<String>,
    pub user_domain_name: Option<String>,
    pub project_id: Option<String>,
    pub project_name: Option<String>,
    pub project_domain_id: Option<String>,
    pub project_domain_name: Option<String>,
    pub domain_id: Option<String>,
    pub domain_name: Option<String>,
    pub default_domain: Option<String>,
    pub system_scope: Option<String>,
    pub trust_id: Option<String>,
    pub application_credential_id: Option<String>,
    pub application_credential_name: Option<String>,
    pub application_credential_secret: Option<Secret>,
}

/// What is said of one service.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct ServiceConfig {
    /// Its address, instead of the catalog's.
    pub endpoint_override: Option<String>,
    /// The interface of its endpoint.
    pub interface: Option<String>,
    /// The region of its endpoint.
    pub region_name: Option<String>,
    /// Its name, where the catalog has several of its type.
    pub service_name: Option<String>,
    /// The lowest microversion to use.
    pub default_microversion: Option<String>,
}

impl CloudConfig {
    /// Reads what the environment says: `OS_CLOUD` with `clouds.yaml`; else `OS_*` variables; else the
    /// only cloud of `clouds.yaml`.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] if there is nothing, with where it was looked for.
    pub fn from_env() -> Result<Self> {
        Self::from_environment(&Environment::of_process())
    }

    /// Reads a cloud of `clouds.yaml`.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] if there is no such cloud, with those that there are.
    pub fn named(name: &str) -> Result<Self> {
        Self::from_file(&Environment::of_process(), Some(name))
    }

    fn from_environment(environment: &Environment) -> Result<Self> {
        if let Some(name) = environment.get("OS_CLOUD") {
            return Self::from_file(environment, Some(name));
        }
        if environment.get("OS_AUTH_URL").is_some() {
            return read::config(&environment.settings());
        }
        Self::from_file(environment, None).map_err(|error| {
            let what = format!("neither OS_CLOUD nor OS_AUTH_URL is set, and there is no single cloud to take: {error}");
            crate::Error::new(ErrorKind::Config(what), error)
        })
    }

    #[cfg(feature = "clouds-yaml")]
    fn from_file(environment: &Environment, name: Option<&str>) -> Result<Self> {
        let (name, settings) = files::cloud(environment, name)?;
        Ok(Self {
            name: Some(name),
            ..read::config(&settings)?
        })
    }

    #[cfg(not(feature = "clouds-yaml"))]
    fn from_file(_: &Environment, _: Option<&str>) -> Result<Self> {
        Err(ErrorKind::Config("clouds.yaml needs the feature clouds-yaml".to_owned()).into())
    }
}

#[cfg(all(test, feature = "clouds-yaml"))]
mod tests;
