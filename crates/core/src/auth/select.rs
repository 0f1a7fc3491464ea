//! The method that a configuration means.

use std::sync::Arc;

use super::{
    AdminToken, ApplicationCredential, AuthMethod, DevicePrompt, DomainRef, ExistingToken,
    HttpBasic, MultiFactor, NoAuth, OAuth2ClientCredentials, Oidc, OidcGrant, Password, PasswordV1,
    PasswordV2, ProjectRef, Scope, TenantRef, Token, TokenV2, UserRef,
};
use crate::config::{AuthConfig, CloudConfig};
use crate::error::{ErrorKind, Result};
use crate::secret::Secret;

/// By `auth_type` where it is said, in keystoneauth's words, else by what is there.
pub(crate) fn from_config(config: &CloudConfig) -> Result<Arc<dyn AuthMethod>> {
    let auth = &config.auth;
    let wanted = config.auth_type.as_deref().unwrap_or_else(|| guess(auth));
    Ok(match wanted {
        "password" if is_v2(config) => Arc::new(password_v2(auth)?),
        "token" if is_v2(config) => Arc::new(token_v2(auth)?),
        "v1password" => Arc::new(password_v1(config)?),
        "v2password" => Arc::new(password_v2(auth)?),
        "v2token" => Arc::new(token_v2(auth)?),
        "v3totp" => Arc::new(multi_factor(auth, &[PASSCODE])?),
        "v3multifactor" => {
            let methods: Vec<_> = auth.auth_methods.iter().map(String::as_str).collect();
            Arc::new(multi_factor(auth, &methods)?)
        }
        "password" | "v3password" if auth.passcode.is_some() => {
            Arc::new(multi_factor(auth, &[PASSWORD, PASSCODE])?)
        }
        "password" | "v3password" => Arc::new(password(auth)?),
        "token" | "v3token" => match scope(auth)? {
            Scope::Unscoped => Arc::new(ExistingToken::new(token(auth)?)),
            scope => Arc::new(Token::new(token(auth)?).scope(scope)),
        },
        "v3applicationcredential" => Arc::new(application_credential(auth)?),
        "v3oauth1" => oauth1(auth)?,
        "v3oauth2clientcredential" => Arc::new(oauth2(auth)?),
        "v3oidcpassword" => {
            let password = required(&auth.password, "password")?;
            let name = required(&auth.username, "username")?;
            Arc::new(oidc(auth, OidcGrant::Password(name, password))?)
        }
        "v3oidcclientcredentials" => Arc::new(oidc(auth, OidcGrant::ClientCredentials)?),
        "v3oidcaccesstoken" => {
            let token = required(&auth.access_token, "access_token")?;
            Arc::new(oidc(auth, OidcGrant::AccessToken(token))?)
        }
        "v3oidcdeviceauthz" => Arc::new(oidc(auth, OidcGrant::Device(Arc::new(tell)))?),
        "none" | "noauth" => Arc::new(NoAuth::new(endpoint(auth)?)),
        "admin_token" | "token_endpoint" => {
            Arc::new(AdminToken::new(endpoint(auth)?, token(auth)?))
        }
        "http_basic" => {
            let name = required(&auth.username, "username")?;
            let password = required(&auth.password, "password")?;
            Arc::new(HttpBasic::new(endpoint(auth)?, name, password))
        }
        other => {
            let what = format!("the auth_type {other:?} is not known: {KNOWN} are");
            return Err(ErrorKind::Config(what).into());
        }
    })
}

const KNOWN: &str = "password, token, v3password, v3token, v3totp, v3multifactor, v3applicationcredential, \
    v3oauth1, v3oauth2clientcredential, v3oidcpassword, v3oidcclientcredentials, v3oidcaccesstoken, v3oidcdeviceauthz, \
    v1password, v2password, v2token, none, admin_token and http_basic";

/// Whether the configuration says that Keystone has version 2.0.
fn is_v2(config: &CloudConfig) -> bool {
    let url = config.auth.auth_url.as_deref().unwrap_or_default();
    let version = config
        .service("identity")
        .and_then(|keystone| keystone.api_version.as_deref());
    url.trim_end_matches('/').ends_with("/v2.0") || matches!(version, Some("2" | "2.0" | "v2.0"))
}

fn password(auth: &AuthConfig) -> Result<Password> {
    let password = required(&auth.password, "password")?;
    Ok(Password::new(user(auth)?, password).scope(scope(auth)?))
}

fn token(auth: &AuthConfig) -> Result<Secret> {
    required(&auth.token, "token")
}

fn endpoint(auth: &AuthConfig) -> Result<String> {
    required(&auth.endpoint, "endpoint")
}

const PASSWORD: &str = "v3password";
const PASSCODE: &str = "v3totp";

fn multi_factor(auth: &AuthConfig, methods: &[&str]) -> Result<MultiFactor> {
    if methods.is_empty() {
        return Err(missing("auth_methods"));
    }
    let mut login = MultiFactor::new(user(auth)?).scope(scope(auth)?);
    for method in methods {
        match *method {
            PASSWORD | "password" => login.password = Some(required(&auth.password, "password")?),
            PASSCODE | "totp" => login.passcode = Some(required(&auth.passcode, "passcode")?),
            other => {
                let what = format!(
                    "of several proofs, {other:?} cannot be one: {PASSWORD} and {PASSCODE} can"
                );
                return Err(ErrorKind::Config(what).into());
            }
        }
    }
    Ok(login)
}

fn application_credential(auth: &AuthConfig) -> Result<ApplicationCredential> {
    let secret = "application_credential_secret";
    let secret = required(&auth.application_credential_secret, secret)?;
    let (id, name) = (
        &auth.application_credential_id,
        &auth.application_credential_name,
    );
    match (id, name) {
        (Some(id), _) => Ok(ApplicationCredential::new(id, secret)),
        (None, Some(name)) => Ok(ApplicationCredential::named(name, user(auth)?, secret)),
        (None, None) => Err(missing("application_credential_id")),
    }
}

#[cfg(feature = "oauth1")]
fn oauth1(auth: &AuthConfig) -> Result<Arc<dyn AuthMethod>> {
    let consumer = required(&auth.consumer_key, "consumer_key")?;
    let access = required(&auth.access_key, "access_key")?;
    Ok(Arc::new(super::OAuth1::new(
        (
            consumer,
            required(&auth.consumer_secret, "consumer_secret")?,
        ),
        (access, required(&auth.access_secret, "access_secret")?),
    )))
}

#[cfg(not(feature = "oauth1"))]
fn oauth1(_: &AuthConfig) -> Result<Arc<dyn AuthMethod>> {
    let what = "logging in with v3oauth1 needs ferriscloud's feature oauth1".to_owned();
    Err(ErrorKind::Config(what).into())
}

fn oauth2(auth: &AuthConfig) -> Result<OAuth2ClientCredentials> {
    let id = required(&auth.oauth2_client_id, "oauth2_client_id")?;
    let secret = required(&auth.oauth2_client_secret, "oauth2_client_secret")?;
    let mut method = OAuth2ClientCredentials::new(id, secret);
    method.endpoint.clone_from(&auth.oauth2_endpoint);
    Ok(method)
}

fn oidc(auth: &AuthConfig, grant: OidcGrant) -> Result<Oidc> {
    let provider = required(&auth.identity_provider, "identity_provider")?;
    let mut method = Oidc::new(provider, required(&auth.protocol, "protocol")?, grant);
    if !matches!(method.grant, OidcGrant::AccessToken(_)) {
        method.client_id = required(&auth.client_id, "client_id")?;
    }
    method.client_secret.clone_from(&auth.client_secret);
    method
        .discovery_endpoint
        .clone_from(&auth.discovery_endpoint);
    method
        .access_token_endpoint
        .clone_from(&auth.access_token_endpoint);
    let device = &auth.device_authorization_endpoint;
    method.device_authorization_endpoint.clone_from(device);
    method.show_id_token = auth.access_token_type.as_deref() == Some("id_token");
    if let Some(claims) = &auth.openid_scope {
        method.claims.clone_from(claims);
    }
    method.scope = scope(auth)?;
    Ok(method)
}

/// Where nobody said how, users are told in the log.
fn tell(prompt: &DevicePrompt) {
    let uri = prompt.verification_uri_complete.as_ref();
    let uri = uri.unwrap_or(&prompt.verification_uri);
    tracing::warn!(
        "to log in, go to {uri} and enter the code {}",
        prompt.user_code
    );
}

fn password_v1(config: &CloudConfig) -> Result<PasswordV1> {
    let auth = &config.auth;
    let name = required(&auth.username, "username")?;
    let mut method = PasswordV1::new(name, required(&auth.password, "password")?);
    method.account.clone_from(&auth.project_name);
    method.region.clone_from(&config.region);
    Ok(method)
}

fn password_v2(auth: &AuthConfig) -> Result<PasswordV2> {
    let name = required(&auth.username, "username")?;
    let password = required(&auth.password, "password")?;
    Ok(PasswordV2::new(name, password, tenant(auth)))
}

fn token_v2(auth: &AuthConfig) -> Result<TokenV2> {
    Ok(TokenV2::new(token(auth)?, tenant(auth)))
}

fn tenant(auth: &AuthConfig) -> Option<TenantRef> {
    let id = auth.project_id.clone().map(TenantRef::Id);
    id.or_else(|| auth.project_name.clone().map(TenantRef::Name))
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

fn required<T: Clone>(value: &Option<T>, key: &str) -> Result<T> {
    value.clone().ok_or_else(|| missing(key))
}

fn missing(key: &str) -> crate::error::Error {
    let variable = key.split(' ').next().unwrap_or(key).to_ascii_uppercase();
    ErrorKind::Config(format!("the configuration has no {key} (OS_{variable})")).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is sent of a cloud that has everything, by the method's name.
    fn chosen(auth_type: &str, methods: &[&str]) -> String {
        let mut config = CloudConfig {
            auth_type: Some(auth_type.to_owned()),
            ..CloudConfig::default()
        };
        config.auth.user_id = Some("u-1".to_owned());
        config.auth.password = Some("open sesame".into());
        config.auth.passcode = Some("123456".into());
        config.auth.auth_methods = methods.iter().map(|&method| method.to_owned()).collect();
        match from_config(&config) {
            Ok(method) => format!("{method:?}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn only_the_proofs_that_were_asked_for() {
        let proofs =
            |shown: &str| ["password: Some", "passcode: Some"].map(|field| shown.contains(field));
        assert_eq!(proofs(&chosen("v3totp", &[])), [false, true]);
        assert_eq!(proofs(&chosen("v3password", &[])), [true, true]);
        assert_eq!(
            proofs(&chosen("v3multifactor", &["v3totp", "v3password"])),
            [true, true]
        );
        assert_eq!(
            proofs(&chosen("v3multifactor", &["v3password"])),
            [true, false]
        );
        assert!(chosen("v3multifactor", &[]).contains("OS_AUTH_METHODS"));
        assert!(chosen("v3multifactor", &["v3kerberos"]).contains("v3kerberos"));
    }
}
