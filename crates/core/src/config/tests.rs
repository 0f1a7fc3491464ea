//! What files and variables make of a cloud.

#[cfg(feature = "clouds-yaml")]
mod files;
#[cfg(feature = "clouds-yaml")]
mod refusals;
mod variables;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use super::*;

/// A folder of its own, with the places where files are looked for, and variables.
struct Fixture {
    folder: PathBuf,
    environment: Environment,
}

impl Fixture {
    fn new(variables: &[(&str, &str)]) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);

        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let own = format!("ferriscloud-config-{}-{count}", std::process::id());
        let folder = std::env::temp_dir().join(own);
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let environment = Environment {
            region: None,
            variables: variables.collect(),
            current: folder.join("here"),
            home: Some(folder.join("home")),
            system: folder.join("etc"),
        };
        std::fs::create_dir_all(&environment.current).unwrap();
        Self {
            folder,
            environment,
        }
    }

    /// Puts a file into the folder: `here/clouds.yaml`.
    #[cfg(feature = "clouds-yaml")]
    fn file(self, name: &str, text: &str) -> Self {
        let path = self.folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    /// Sets a variable to the path of a file of the folder.
    #[cfg(feature = "clouds-yaml")]
    fn path(mut self, variable: &str, name: &str) -> Self {
        let path = self.folder.join(name).display().to_string();
        self.environment.variables.insert(variable.to_owned(), path);
        self
    }

    fn read(&self) -> CloudConfig {
        CloudConfig::from_environment(&self.environment).unwrap()
    }

    /// The text of the error, with the folder's path left out.
    fn refusal(&self) -> String {
        let error = CloudConfig::from_environment(&self.environment).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Config(_)));
        error
            .to_string()
            .replace(&format!("{}/", self.folder.display()), "")
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).unwrap();
    }
}

#[test]
fn debug_shows_no_secret() {
    let variables = [
        ("OS_AUTH_URL", "http://k"),
        ("OS_PASSWORD", "hunter1"),
        ("OS_TOKEN", "hunter2"),
        ("OS_PASSCODE", "hunter3"),
        ("OS_APPLICATION_CREDENTIAL_SECRET", "hunter4"),
        ("OS_KEY", "hunter5"),
    ];
    let config = Fixture::new(&variables).read();
    assert_eq!(config.auth.password.as_ref().unwrap().expose(), "hunter1");
    assert_eq!(config.key.as_ref().unwrap().expose(), "hunter5");
    assert!(!format!("{config:#?} {:?}", config.auth).contains("hunter"));
}

#[test]
fn services_are_known_by_all_their_names() {
    let variables = [
        ("OS_AUTH_URL", "http://k"),
        ("OS_VOLUMEV2_ENDPOINT_OVERRIDE", "http://h/v2"),
        ("OS_VOLUME_ENDPOINT_OVERRIDE", "http://h/v3"),
        ("OS_VOLUME_API_VERSION", "2"),
        ("OS_BLOCK_STORAGE_API_VERSION", "3"),
        ("OS_OBJECT_STORE_INTERFACE", "internal"),
        ("OS_COMPUTE_DEFAULT_MICROVERSION", "2.96"),
        ("OS_COMPUTE_REGION_NAME", "north"),
        ("OS_COMPUTE_SERVICE_NAME", "nova"),
        ("OS_COMPUTE_SERVICE_TYPE", "compute-next"),
    ];
    let config = Fixture::new(&variables).read();
    let service = |name| config.service(name).unwrap();
    for name in ["block-storage", "volumev3", "volume"] {
        assert_eq!(
            service(name).endpoint_override.as_deref(),
            Some("http://h/v3")
        );
        assert_eq!(service(name).api_version.as_deref(), Some("3"));
    }
    assert_eq!(
        service("object-store").interface.as_deref(),
        Some("internal")
    );
    let compute = service("compute");
    assert_eq!(compute.default_microversion.as_deref(), Some("2.96"));
    assert_eq!(compute.region_name.as_deref(), Some("north"));
    assert_eq!(compute.service_name.as_deref(), Some("nova"));
    assert_eq!(compute.service_type.as_deref(), Some("compute-next"));
    assert!(config.service("image").is_none());
}

#[cfg(not(feature = "clouds-yaml"))]
#[test]
fn files_need_the_feature() {
    let text = Fixture::new(&[("OS_CLOUD", "mine")]).refusal();
    assert!(
        text.contains("\"mine\"") && text.contains("feature clouds-yaml"),
        "{text}"
    );
    let text = Fixture::new(&[]).refusal();
    assert!(
        text.contains("OS_AUTH_URL") && text.contains("feature clouds-yaml"),
        "{text}"
    );
}
