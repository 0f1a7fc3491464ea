//! The method that a configuration means.

use std::sync::Arc;

use super::{
    ApplicationCredential, AuthMethod, DomainRef, Password, ProjectRef, Scope, Token, UserRef,
};
use crate::config::{AuthConfig, CloudConfig};
use crate::error::{ErrorKind, Result};
use crate::secret::Secret;

/// By `auth_type` where it is said, else by what is there.
pub(crate) fn from_config(config: &CloudConfig) -> Result<Arc<dyn AuthMethod>> {
    let auth = &config.auth;
    let wanted = config.auth_type.as_deref().unwrap_or_else(|| guess(auth));
    match wanted {
        "password" | "v3password" => {
            let password = required(auth.password.as_ref(), "password")?;
            Ok(Arc::new(
                Password::new(user(auth)?, password).scope(scope(auth)?),
            ))
        }
        "token" | "v3token" => {
            let token = required(auth.token.as_ref(), "token")?;
            Ok(Arc::new(Token::new(token).scope(scope(auth)?)))
        }
        "v3applicationcredential" => {
            let secret = required(
                auth.application_credential_secret.as_ref(),
                "application_credential_secret",
            )?;
            match (
                &auth.application_credential_id,
                &auth.application_credential_name,
            ) {
                (Some(id), _) => Ok(Arc::new(ApplicationCredential::new(id, secret))),
                (None, Some(name)) => Ok(Arc::new(ApplicationCredential::named(
                    name,
                    user(auth)?,
                    secret,
                ))),
                (None, None) => Err(missing("application_credential_id")),
            }
        }
        other => Err(ErrorKind::Config(format!(
            "the auth_type {other:?} is not known: password, token and v3applicationcredential are"
        ))
        .into()),
    }
}

fn guess(auth: &AuthConfig) -> &'static str {
    if auth.application_credential_secret.is_some() {
        "v3applicationcredential"
    } else if auth.token.is_some() && auth.password.is_none() {
        "token"
    } else {
        "password"
    }
}

fn user(auth: &AuthConfig) -> Result<UserRef> {
    match (&auth.user_id, &auth.username) {
        (Some(id), _) => Ok(UserRef::Id(id.clone())),
        (None, Some(name)) => {
            let domain = domain(&auth.user_domain_id, &auth.user_domain_name)
                .or_else(|| domain(&auth.domain_id, &auth.domain_name))
                .or_else(|| domain(&auth.default_domain, &None))
                .ok_or_else(|| {
                    missing("user_domain_name (or user_domain_id), which a username needs,")
                })?;
            Ok(UserRef::Name(name.clone(), domain))
        }
        (None, None) => Err(missing("username (or user_id)")),
    }
}

fn scope(auth: &AuthConfig) -> Result<Scope> {
    if let Some(trust) = &auth.trust_id {
        return Ok(Scope::Trust(trust.clone()));
    }
    if auth.system_scope.is_some() {
        return Ok(Scope::System);
    }
    match (&auth.project_id, &auth.project_name) {
        (Some(id), _) => return Ok(Scope::Project(ProjectRef::Id(id.clone()))),
        (None, Some(name)) => {
            let domain = domain(&auth.project_domain_id, &auth.project_domain_name)
                .or_else(|| domain(&auth.domain_id, &auth.domain_name))
                .or_else(|| domain(&auth.default_domain, &None))
                .or_else(|| domain(&auth.user_domain_id, &auth.user_domain_name))
                .ok_or_else(|| {
                    missing(
                        "project_domain_name (or project_domain_id), which a project name needs,",
                    )
                })?;
            return Ok(Scope::Project(ProjectRef::Name(name.clone(), domain)));
        }
        (None, None) => {}
    }
    Ok(domain(&auth.domain_id, &auth.domain_name).map_or(Scope::Unscoped, Scope::Domain))
}

fn domain(id: &Option<String>, name: &Option<String>) -> Option<DomainRef> {
    id.clone()
        .map(DomainRef::Id)
        .or_else(|| name.clone().map(DomainRef::Name))
}

fn required(secret: Option<&Secret>, key: &str) -> Result<Secret> {
    secret.cloned().ok_or_else(|| missing(key))
}

fn missing(key: &str) -> crate::error::Error {
    let variable = key.split(' ').next().unwrap_or(key).to_ascii_uppercase();
    ErrorKind::Config(format!("the configuration has no {key} (OS_{variable})")).into()
}
