//! What clouds.yaml and the environment make of a cloud.

use std::path::PathBuf;

use super::*;

/// A folder with these files, and an environment that looks there.
struct Fixture {
    folder: PathBuf,
    environment: Environment,
}

impl Fixture {
    fn new(files: &[(&str, &str)], variables: &[(&str, &str)]) -> Self {
        use std::sync::atomic::{AtomicU32, Ordering};

        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder =
            std::env::temp_dir().join(format!("ferriscloud-config-{}-{count}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for (name, text) in files {
            std::fs::write(folder.join(name), text).unwrap();
        }
        let mut environment = Environment {
            current: folder.clone(),
            ..Environment::default()
        };
        for (name, value) in variables {
            environment
                .variables
                .insert((*name).to_owned(), (*value).to_owned());
        }
        Self {
            folder,
            environment,
        }
    }

    fn read(&self) -> Result<CloudConfig> {
        CloudConfig::from_environment(&self.environment)
    }

    fn refusal(&self) -> String {
        self.read().unwrap_err().to_string()
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).unwrap();
    }
}

const CLOUDS: &str = "
clouds:
  one:
    auth: {auth_url: 'http://k/v3', username: me, project-name: p, user_domain_name: Default}
    region_name: R1
    profile: base
    compute_endpoint_override: http://c
    identity_api_version: 3
  two:
    auth: {auth_url: 'http://k2/v3'}
    regions: [A, {name: B, values: {interface: internal}}]
    region_name: B
";
const SECURE: &str = "clouds: {one: {auth: {password: 12345}}}";
const PUBLIC: &str =
    "public-clouds: {base: {auth: {auth_url: 'http://other'}, interface: admin, verify: false}}";

#[test]
fn files_are_merged() {
    let files = [
        ("clouds.yaml", CLOUDS),
        ("secure.yaml", SECURE),
        ("clouds-public.yaml", PUBLIC),
    ];
    let config = Fixture::new(&files, &[("OS_CLOUD", "one"), ("OS_CACERT", "ca.pem")])
        .read()
        .unwrap();
    assert_eq!(config.name.as_deref(), Some("one"));
    assert_eq!(config.auth.auth_url.as_deref(), Some("http://k/v3"));
    assert_eq!(config.auth.project_name.as_deref(), Some("p"));
    assert_eq!(config.auth.password.as_ref().unwrap().expose(), "12345");
    assert_eq!(config.interface, [Interface::Admin]);
    assert_eq!(
        (config.verify, config.cacert.as_deref()),
        (Some(false), Some("ca.pem"))
    );
    assert_eq!(
        config.services["compute"].endpoint_override.as_deref(),
        Some("http://c")
    );
}

#[test]
fn a_region_brings_its_values() {
    let config = Fixture::new(&[("clouds.yaml", CLOUDS)], &[("OS_CLOUD", "two")])
        .read()
        .unwrap();
    assert_eq!(config.region.as_deref(), Some("B"));
    assert_eq!(config.interface, [Interface::Internal]);
}

#[test]
fn an_unknown_cloud_is_told_from_those_that_are_there() {
    let fixture = Fixture::new(&[("clouds.yaml", CLOUDS)], &[("OS_CLOUD", "three")]);
    let text = fixture.refusal();
    assert!(
        text.contains("\"three\"") && text.contains("one, two") && text.contains("clouds.yaml"),
        "{text}"
    );
}

#[test]
fn a_missing_file_is_told_with_where_it_was_looked_for() {
    let fixture = Fixture::new(
        &[],
        &[
            ("OS_CLOUD", "one"),
            ("HOME", "/home/me"),
            ("OS_CLIENT_CONFIG_FILE", "/x/c.yaml"),
        ],
    );
    let text = fixture.refusal();
    for path in [
        "/x/c.yaml",
        "/home/me/.config/openstack/clouds.yaml",
        "/etc/openstack/clouds.yaml",
    ] {
        assert!(text.contains(path), "{text}");
    }
    assert!(text.contains(fixture.folder.to_str().unwrap()), "{text}");
}

#[test]
fn bad_yaml_is_told_by_its_place_and_not_its_content() {
    let bad = "clouds:\n  one:\n    auth: {password: hunter2\n  two: ]";
    let text = Fixture::new(&[("clouds.yaml", bad)], &[("OS_CLOUD", "one")]).refusal();
    assert!(text.contains("clouds.yaml:"), "{text}");
    assert!(!text.contains("hunter2"), "{text}");
}

#[test]
fn a_bomb_of_aliases_is_refused() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let below = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb += &format!("a{level}: &a{level} [{below}]\n");
    }
    let text = Fixture::new(&[("clouds.yaml", &bomb)], &[("OS_CLOUD", "one")]).refusal();
    assert!(text.contains("clouds.yaml"), "{text}");
}

#[test]
fn the_only_cloud_needs_no_name() {
    let only = "clouds: {mine: {auth: {auth_url: 'http://k'}}}";
    assert_eq!(
        Fixture::new(&[("clouds.yaml", only)], &[])
            .read()
            .unwrap()
            .name
            .as_deref(),
        Some("mine")
    );
    assert!(
        Fixture::new(&[("clouds.yaml", CLOUDS)], &[])
            .refusal()
            .contains("OS_AUTH_URL")
    );
}

#[test]
fn variables_of_all_dialects() {
    let variables = [
        ("OS_AUTH_URL", "http://k/v3"),
        ("OS_USERID", "u"),
        ("OS_TENANT_NAME", "old"),
        ("OS_PROJECT_NAME", "new"),
        ("OS_USER_DOMAIN_NAME", "Default"),
        ("OS_ENDPOINT_TYPE", "internalURL"),
        ("OS_INSECURE", "true"),
        ("OS_OBJECT_STORE_ENDPOINT_OVERRIDE", "http://s"),
    ];
    let config = Fixture::new(&[], &variables).read().unwrap();
    assert_eq!(config.auth.user_id.as_deref(), Some("u"));
    assert_eq!(config.auth.project_name.as_deref(), Some("new"));
    assert_eq!(config.interface, [Interface::Internal]);
    assert_eq!(config.verify, Some(false));
    assert_eq!(
        config.services["object-store"].endpoint_override.as_deref(),
        Some("http://s")
    );
}

#[test]
fn debug_shows_no_secret() {
    let variables = [
        ("OS_AUTH_URL", "http://k"),
        ("OS_PASSWORD", "hunter2"),
        ("OS_TOKEN", "hunter3"),
    ];
    let config = Fixture::new(&[], &variables).read().unwrap();
    assert_eq!(config.auth.password.as_ref().unwrap().expose(), "hunter2");
    assert!(!format!("{config:?}").contains("hunter"));
}
