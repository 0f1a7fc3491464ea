//! What the files say.

use super::*;

fn one(clouds: &str) -> CloudConfig {
    Fixture::new(&[("OS_CLOUD", "one")])
        .file("here/clouds.yaml", clouds)
        .read()
}

fn secret(secret: &Option<Secret>) -> &str {
    secret.as_ref().unwrap().expose()
}

#[test]
fn an_entry() {
    let config = one("
clouds:
  one:
    auth: {auth-url: 'http://inside', username: me, project-name: 4711}
    auth_url: http://outside
    auth_type: v3password
    region-name: 1
    interface: [internal, publicURL]
    verify: no
    cacert: ~/ca.pem
    key: key.pem
    object-store-endpoint-override: http://o
    compute_default_microversion: 2.10
    identity_api_version: 3
    networks: [{name: net, nat_source: true}]
");
    assert_eq!(config.name.as_deref(), Some("one"));
    assert_eq!(config.auth_type.as_deref(), Some("v3password"));
    assert_eq!(config.auth.auth_url.as_deref(), Some("http://outside"));
    assert_eq!(config.auth.project_name.as_deref(), Some("4711"));
    assert_eq!(config.region.as_deref(), Some("1"));
    assert_eq!(config.interface, [Interface::Internal, Interface::Public]);
    assert_eq!(config.verify, Some(false));
    assert!(config.cacert.unwrap().ends_with("home/ca.pem"));
    assert_eq!(secret(&config.key), "key.pem");
    let services = config.services;
    assert_eq!(
        services["object-store"].endpoint_override.as_deref(),
        Some("http://o")
    );
    assert_eq!(
        services["compute"].default_microversion.as_deref(),
        Some("2.10")
    );
    assert_eq!(services["identity"].api_version.as_deref(), Some("3"));
}

#[test]
fn text_stays_as_it_is_written() {
    for password in [
        "0123",
        "1e5",
        "0x1F",
        "1_000",
        "yes",
        "1.10",
        "12345678901234567890123",
    ] {
        let config = one(&format!(
            "clouds: {{one: {{auth: {{password: {password}}}}}}}"
        ));
        assert_eq!(secret(&config.auth.password), password);
    }
    let none = one("clouds: {one: {auth: {password: null, username: ~, user_id: ''}}}");
    assert!(
        none.auth.password.is_none() && none.auth.username.is_none() && none.auth.user_id.is_none()
    );
}

#[test]
fn aliases_and_merge_keys_of_yaml() {
    let config = one("
base: &base {auth_url: http://k, username: me}
clouds: {one: {auth: {<<: *base, username: you}}}
");
    assert_eq!(config.auth.auth_url.as_deref(), Some("http://k"));
    assert_eq!(config.auth.username.as_deref(), Some("you"));
}

#[test]
fn secure_over_cloud_over_profile() {
    let clouds = "
clouds:
  one:
    profile: base
    auth: {username: me, password: open}
    interface: internal
    cacert: ''
";
    let secure = "clouds: {one: {auth: {password: 12345}}, two: {}}";
    let public = "
public-clouds:
  base:
    auth: {auth_url: http://k, username: nobody}
    endpoint_type: admin
    cacert: ca.pem
";
    let config = Fixture::new(&[("OS_CLOUD", "one")])
        .file("here/clouds.yaml", clouds)
        .file("home/.config/openstack/secure.yml", secure)
        .file("etc/openstack/clouds-public.yaml", public)
        .read();
    assert_eq!(config.auth.auth_url.as_deref(), Some("http://k"));
    assert_eq!(config.auth.username.as_deref(), Some("me"));
    assert_eq!(secret(&config.auth.password), "12345");
    assert_eq!(config.interface, [Interface::Internal]);
    assert_eq!(config.cacert.as_deref(), Some("ca.pem"));
}

#[test]
fn a_cloud_of_the_secure_file_alone() {
    let config = Fixture::new(&[("OS_CLOUD", "one")])
        .file("here/clouds.yaml", "clouds: {two: {}}")
        .file("here/secure.yaml", "clouds: {one: {region_name: r}}")
        .read();
    assert_eq!(config.region.as_deref(), Some("r"));
}

#[test]
fn an_unknown_profile_beside_an_address() {
    let config = one("clouds: {one: {profile: rackspace, auth_url: http://k}}");
    assert_eq!(config.auth.auth_url.as_deref(), Some("http://k"));
}

#[test]
fn lists_are_replaced() {
    let config = Fixture::new(&[("OS_CLOUD", "one")])
        .file(
            "here/clouds.yaml",
            "clouds: {one: {interface: [admin, internal]}}",
        )
        .file("here/secure.yaml", "clouds: {one: {interface: [public]}}")
        .read();
    assert_eq!(config.interface, [Interface::Public]);
}

#[test]
fn the_first_file_is_taken() {
    let all = |xdg: bool| {
        let fixture = Fixture::new(&[("OS_CLOUD", "one")])
            .file(
                "etc/openstack/clouds.yaml",
                "clouds: {one: {region_name: etc}}",
            )
            .file(
                "home/.config/openstack/clouds.json",
                r#"{"clouds": {"one": {"region_name": "home"}}}"#,
            );
        match xdg {
            true => fixture.path("XDG_CONFIG_HOME", "xdg"),
            false => fixture,
        }
    };
    let region = |fixture: &Fixture| fixture.read().region.unwrap();
    assert_eq!(region(&all(true)), "etc");
    assert_eq!(region(&all(false)), "home");
    let here = all(false).file("here/clouds.yml", "clouds: {one: {region_name: here}}");
    assert_eq!(region(&here), "here");
    let named = here
        .file("named", "clouds: {one: {region_name: named}}")
        .path("OS_CLIENT_CONFIG_FILE", "named");
    assert_eq!(region(&named), "named");
    let secure = named
        .file("s", "clouds: {one: {region_name: s}}")
        .path("OS_CLIENT_SECURE_FILE", "s");
    assert_eq!(region(&secure), "s");
}

const REGIONS: &str = "
clouds:
  one:
    auth: {auth_url: http://k}
    regions:
      - 1
      - {name: two, values: {auth_url: http://two, interface: internal}}
";

#[test]
fn regions() {
    let first = one(REGIONS);
    assert_eq!(first.region.as_deref(), Some("1"));
    assert_eq!(first.auth.auth_url.as_deref(), Some("http://k"));
    let two = Fixture::new(&[("OS_CLOUD", "one"), ("OS_REGION_NAME", "two")]);
    let two = two.file("here/clouds.yaml", REGIONS).read();
    assert_eq!(two.region.as_deref(), Some("two"));
    assert_eq!(two.auth.auth_url.as_deref(), Some("http://two"));
    assert_eq!(two.interface, [Interface::Internal]);
    let none = one("clouds: {one: {regions: [], region_name: any}}");
    assert_eq!(none.region.as_deref(), Some("any"));
}

#[test]
fn variables_fill_what_is_open() {
    let variables = [
        ("OS_CLOUD", "one"),
        ("OS_REGION_NAME", "variable"),
        ("OS_INTERFACE", "admin"),
        ("OS_CACERT", "ca.pem"),
        ("OS_INSECURE", "1"),
        ("OS_USERNAME", "nobody"),
    ];
    let clouds = "clouds: {one: {region_name: file, interface: '', verify: true}}";
    let config = Fixture::new(&variables)
        .file("here/clouds.yaml", clouds)
        .read();
    assert_eq!(config.region.as_deref(), Some("file"));
    assert_eq!(config.interface, [Interface::Admin]);
    assert_eq!(config.cacert.as_deref(), Some("ca.pem"));
    assert_eq!(config.verify, Some(true));
    assert_eq!(config.auth.username, None);
}

#[test]
fn the_only_cloud_needs_no_name() {
    let only = "clouds: {mine: {auth: {auth_url: 'http://k'}}}";
    let fixture = Fixture::new(&[]).file("here/clouds.yaml", only);
    assert_eq!(fixture.read().name.as_deref(), Some("mine"));
    let variables = Fixture::new(&[("OS_AUTH_URL", "http://v")]).file("here/clouds.yaml", only);
    assert_eq!(variables.read().auth.auth_url.as_deref(), Some("http://v"));
}
