//! Who logs in, where, and to what.

use std::fmt;

use crate::error::address_without_secrets;
use crate::secret::Secret;

/// Who logs in, where, and to what: the names are those of `clouds.yaml`.
///
/// What is needed depends on how one logs in. A name needs the domain that it is in, an id does not.
#[derive(Clone, Default)]
pub struct AuthConfig {
    /// The address of Keystone.
    pub auth_url: Option<String>,
    /// A token to log in with.
    pub token: Option<Secret>,
    /// The user's name.
    pub username: Option<String>,
    /// The user's id.
    pub user_id: Option<String>,
    /// The user's password.
    pub password: Option<Secret>,
    /// The one-time password that a device shows.
    pub passcode: Option<Secret>,
    /// What several proofs are made of, by keystoneauth's names: `v3password`, `v3totp`.
    pub auth_methods: Vec<String>,
    /// The id of the domain that the user is in.
    pub user_domain_id: Option<String>,
    /// The name of the domain that the user is in.
    pub user_domain_name: Option<String>,
    /// The id of the project to log in to.
    pub project_id: Option<String>,
    /// The name of the project to log in to.
    pub project_name: Option<String>,
    /// The id of the domain that the project is in.
    pub project_domain_id: Option<String>,
    /// The name of the domain that the project is in.
    pub project_domain_name: Option<String>,
    /// The id of the domain to log in to; with a project, of the domain that user and project are in.
    pub domain_id: Option<String>,
    /// The name of the domain to log in to; with a project, of the domain that user and project are in.
    pub domain_name: Option<String>,
    /// The id of the domain that user and project are in where nothing else is said.
    pub default_domain: Option<String>,
    /// What of the system to log in to: `all`.
    pub system_scope: Option<String>,
    /// The id of the trust to make use of.
    pub trust_id: Option<String>,
    /// The id of the application credential to log in with.
    pub application_credential_id: Option<String>,
    /// The name of the application credential, which the user has to be said with.
    pub application_credential_name: Option<String>,
    /// The secret of the application credential.
    pub application_credential_secret: Option<Secret>,
    /// The address of all services, for the methods that know no catalog.
    pub endpoint: Option<String>,
    /// The identity provider, by its id in Keystone, for OpenID Connect.
    pub identity_provider: Option<String>,
    /// The protocol, by its id in Keystone, for OpenID Connect.
    pub protocol: Option<String>,
    /// The client's id at the identity provider.
    pub client_id: Option<String>,
    /// The client's secret at the identity provider.
    pub client_secret: Option<Secret>,
    /// The address at which the identity provider describes itself.
    pub discovery_endpoint: Option<String>,
    /// The address at which the identity provider gives access tokens.
    pub access_token_endpoint: Option<String>,
    /// The address at which the identity provider takes devices.
    pub device_authorization_endpoint: Option<String>,
    /// An access token of the identity provider.
    pub access_token: Option<Secret>,
    /// Which of the identity provider's tokens Keystone sees: `access_token` or `id_token`.
    pub access_token_type: Option<String>,
    /// What is asked of the identity provider: `openid profile` where this is not said.
    pub openid_scope: Option<String>,
    /// The consumer's id for OAuth 1.0a.
    pub consumer_key: Option<String>,
    /// The consumer's secret for OAuth 1.0a.
    pub consumer_secret: Option<Secret>,
    /// The access token's id for OAuth 1.0a.
    pub access_key: Option<String>,
    /// The access token's secret for OAuth 1.0a.
    pub access_secret: Option<Secret>,
    /// The address at which Keystone gives access tokens of OAuth 2.0.
    pub oauth2_endpoint: Option<String>,
    /// The client's id for OAuth 2.0: that of an application credential.
    pub oauth2_client_id: Option<String>,
    /// The client's secret for OAuth 2.0.
    pub oauth2_client_secret: Option<Secret>,
}

impl AuthConfig {
    /// Says the domains of user and project where the configuration leaves them to be understood.
    ///
    /// With a project, `domain_*` mean the domain of both, and no more a domain to log in to.
    /// `default_domain` is for what is still open.
    pub(super) fn complete_domains(&mut self) {
        let with_project = self.project_id.is_some() || self.project_name.is_some();
        let (id, name) = match with_project {
            true => (self.domain_id.take(), self.domain_name.take()),
            false => (None, None),
        };
        let domains = [
            (&mut self.user_domain_id, &mut self.user_domain_name),
            (&mut self.project_domain_id, &mut self.project_domain_name),
        ];
        for (own_id, own_name) in domains {
            // An id beside a name of another domain would be two domains.
            if own_id.is_none() && own_name.is_none() {
                own_id.clone_from(&id);
                own_name.clone_from(&name);
            }
            if own_id.is_none() && own_name.is_none() {
                own_id.clone_from(&self.default_domain);
            }
        }
    }
}

/// An address may have a password in it, which is not shown.
impl fmt::Debug for AuthConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            auth_url,
            token,
            username,
            user_id,
            password,
            passcode,
            auth_methods,
            user_domain_id,
            user_domain_name,
            project_id,
            project_name,
            project_domain_id,
            project_domain_name,
            domain_id,
            domain_name,
            default_domain,
            system_scope,
            trust_id,
            application_credential_id,
            application_credential_name,
            application_credential_secret,
            endpoint,
            identity_provider,
            protocol,
            client_id,
            client_secret,
            discovery_endpoint,
            access_token_endpoint,
            device_authorization_endpoint,
            access_token,
            access_token_type,
            openid_scope,
            consumer_key,
            consumer_secret,
            access_key,
            access_secret,
            oauth2_endpoint,
            oauth2_client_id,
            oauth2_client_secret,
        } = self;
        let address = |url: &Option<String>| url.as_deref().map(address_without_secrets);
        f.debug_struct("AuthConfig")
            .field("auth_url", &address(auth_url))
            .field("token", token)
            .field("username", username)
            .field("user_id", user_id)
            .field("password", password)
            .field("passcode", passcode)
            .field("auth_methods", auth_methods)
            .field("user_domain_id", user_domain_id)
            .field("user_domain_name", user_domain_name)
            .field("project_id", project_id)
            .field("project_name", project_name)
            .field("project_domain_id", project_domain_id)
            .field("project_domain_name", project_domain_name)
            .field("domain_id", domain_id)
            .field("domain_name", domain_name)
            .field("default_domain", default_domain)
            .field("system_scope", system_scope)
            .field("trust_id", trust_id)
            .field("application_credential_id", application_credential_id)
            .field("application_credential_name", application_credential_name)
            .field(
                "application_credential_secret",
                application_credential_secret,
            )
            .field("endpoint", &address(endpoint))
            .field("identity_provider", identity_provider)
            .field("protocol", protocol)
            .field("client_id", client_id)
            .field("client_secret", client_secret)
            .field("discovery_endpoint", &address(discovery_endpoint))
            .field("access_token_endpoint", &address(access_token_endpoint))
            .field(
                "device_authorization_endpoint",
                &address(device_authorization_endpoint),
            )
            .field("access_token", access_token)
            .field("access_token_type", access_token_type)
            .field("openid_scope", openid_scope)
            .field("consumer_key", consumer_key)
            .field("consumer_secret", consumer_secret)
            .field("access_key", access_key)
            .field("access_secret", access_secret)
            .field("oauth2_endpoint", &address(oauth2_endpoint))
            .field("oauth2_client_id", oauth2_client_id)
            .field("oauth2_client_secret", oauth2_client_secret)
            .finish()
    }
}
