//! What the variables say.

use super::*;

fn read(variables: &[(&str, &str)]) -> CloudConfig {
    let url = [("OS_AUTH_URL", "http://k/v3")];
    Fixture::new(&[&url, variables].concat()).read()
}

fn auth(variables: &[(&str, &str)]) -> AuthConfig {
    read(variables).auth
}

#[test]
fn gophercloud() {
    let auth = auth(&[
        ("OS_USERID", "u"),
        ("OS_TENANT_ID", "p"),
        ("OS_PASSCODE", "123456"),
        ("OS_DOMAIN_NAME", "d"),
    ]);
    assert_eq!(auth.auth_url.as_deref(), Some("http://k/v3"));
    assert_eq!(auth.user_id.as_deref(), Some("u"));
    assert_eq!(auth.project_id.as_deref(), Some("p"));
    assert_eq!(auth.passcode.unwrap().expose(), "123456");
    assert_eq!(auth.user_domain_name.as_deref(), Some("d"));
    assert_eq!(auth.project_domain_name.as_deref(), Some("d"));
}

#[test]
fn several_proofs() {
    let auth = auth(&[("OS_AUTH_METHODS", "v3password, v3totp")]);
    assert_eq!(auth.auth_methods, ["v3password", "v3totp"]);
}

#[test]
fn horizon() {
    let config = read(&[
        ("OS_USERNAME", "me"),
        ("OS_PASSWORD", " a b "),
        ("OS_PROJECT_ID", "p"),
        ("OS_PROJECT_NAME", "demo"),
        ("OS_USER_DOMAIN_NAME", "Default"),
        ("OS_PROJECT_DOMAIN_ID", "default"),
        ("OS_REGION_NAME", "north"),
        ("OS_INTERFACE", "public"),
        ("OS_IDENTITY_API_VERSION", "3"),
    ]);
    assert_eq!(config.auth.username.as_deref(), Some("me"));
    assert_eq!(config.auth.password.unwrap().expose(), " a b ");
    assert_eq!(config.auth.user_domain_name.as_deref(), Some("Default"));
    assert_eq!(config.auth.project_domain_id.as_deref(), Some("default"));
    assert_eq!(config.region.as_deref(), Some("north"));
    assert_eq!(config.interface, [Interface::Public]);
    assert_eq!(
        config.services["identity"].api_version.as_deref(),
        Some("3")
    );
    assert_eq!(config.name, None);
}

#[test]
fn openstacksdk() {
    let config = read(&[
        ("OS_AUTH_TYPE", "v3applicationcredential"),
        ("OS_APPLICATION_CREDENTIAL_ID", "i"),
        ("OS_APPLICATION_CREDENTIAL_NAME", "n"),
        ("OS_APPLICATION_CREDENTIAL_SECRET", "s"),
        ("OS_AUTH_TOKEN", "t"),
        ("OS_TRUST_ID", "trust"),
        ("OS_SYSTEM_SCOPE", "all"),
        ("OS_ENDPOINT_TYPE", "internalURL"),
        ("OS_CACERT", "~/ca.pem"),
        ("OS_CERT", "c"),
        ("OS_KEY", "k"),
        ("OS_INSECURE", "True"),
    ]);
    let home = |config: &CloudConfig| config.cacert.as_ref().unwrap().ends_with("/home/ca.pem");
    assert_eq!(config.auth_type.as_deref(), Some("v3applicationcredential"));
    assert_eq!(config.auth.application_credential_id.as_deref(), Some("i"));
    assert_eq!(
        config.auth.application_credential_name.as_deref(),
        Some("n")
    );
    assert_eq!(config.auth.token.as_ref().unwrap().expose(), "t");
    assert_eq!(config.auth.trust_id.as_deref(), Some("trust"));
    assert_eq!(config.auth.system_scope.as_deref(), Some("all"));
    assert_eq!(config.interface, [Interface::Internal]);
    assert!(home(&config));
    assert_eq!(
        (config.verify, config.cert.as_ref().map(Secret::expose)),
        (Some(false), Some("c"))
    );
}

#[test]
fn the_new_names_win() {
    let auth = auth(&[
        ("OS_TENANT_ID", "old"),
        ("OS_PROJECT_ID", "new"),
        ("OS_TENANT_NAME", "old"),
        ("OS_PROJECT_NAME", "new"),
        ("OS_USERID", "old"),
        ("OS_USER_ID", "new"),
        ("OS_USERNAME", ""),
    ]);
    assert_eq!(auth.project_id.as_deref(), Some("new"));
    assert_eq!(auth.project_name.as_deref(), Some("new"));
    assert_eq!(auth.user_id.as_deref(), Some("new"));
    assert_eq!(auth.username, None);
}

#[test]
fn the_domain_of_both() {
    let with_project = auth(&[
        ("OS_PROJECT_NAME", "p"),
        ("OS_DOMAIN_ID", "both"),
        ("OS_PROJECT_DOMAIN_NAME", "Own"),
        ("OS_DEFAULT_DOMAIN", "other"),
    ]);
    assert_eq!(with_project.user_domain_id.as_deref(), Some("both"));
    assert_eq!(with_project.project_domain_name.as_deref(), Some("Own"));
    assert_eq!(with_project.project_domain_id, None);
    assert_eq!(with_project.domain_id, None);

    let of_domain = auth(&[("OS_USERNAME", "me"), ("OS_DOMAIN_ID", "scope")]);
    assert_eq!(of_domain.user_domain_id, None);
    assert_eq!(of_domain.domain_id.as_deref(), Some("scope"));
}

#[test]
fn the_default_domain() {
    let auth = auth(&[
        ("OS_DEFAULT_DOMAIN", "default"),
        ("OS_USER_DOMAIN_NAME", "Own"),
    ]);
    assert_eq!(auth.user_domain_id, None);
    assert_eq!(auth.project_domain_id.as_deref(), Some("default"));
}

#[test]
fn wrong_values_are_refused() {
    for (name, value) in [("OS_INSECURE", "perhaps"), ("OS_INTERFACE", "both")] {
        let text = Fixture::new(&[("OS_AUTH_URL", "http://k"), (name, value)]).refusal();
        assert!(text.contains(value), "{text}");
    }
}
