//! The variables and folders that are looked at: handed on, so that tests need not change the process.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use crate::error::{Error, ErrorKind, Result};

/// Where a description of a cloud is read: that of the process, or one of one's own.
///
/// ```
/// use ferriscloud_core::config::{CloudConfig, Environment};
///
/// let mut environment = Environment::default();
/// let mut set = |name: &str, value: &str| environment.variables.insert(name.into(), value.into());
/// set("OS_AUTH_URL", "https://keystone.example.com/v3");
/// set("OS_USERNAME", "demo");
/// let config = CloudConfig::from_environment(&environment)?;
/// assert_eq!(config.auth.username.as_deref(), Some("demo"));
/// # Ok::<(), ferriscloud_core::Error>(())
/// ```
#[derive(Clone, Default)]
#[cfg_attr(not(feature = "clouds-yaml"), allow(dead_code, reason = "the folders are for files"))]
#[non_exhaustive]
pub struct Environment {
    /// The variables; only `OS_*`, `ST_*` and `XDG_CONFIG_HOME` matter.
    pub variables: BTreeMap<String, String>,
    /// The region that is wanted, whatever files and variables say.
    pub region: Option<String>,
    /// The current folder.
    pub current: PathBuf,
    /// The user's own folder.
    pub home: Option<PathBuf>,
    /// The folder of the system's own settings: `/etc`.
    pub system: PathBuf,
}

impl Environment {
    /// That of the process.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] if a variable that matters is not UTF-8.
    pub fn of_process() -> Result<Self> {
        let mut variables = BTreeMap::new();
        for (name, value) in std::env::vars_os() {
            let Ok(name) = name.into_string() else {
                continue;
            };
            if ["OS_", "ST_"].iter().any(|start| name.starts_with(start))
                || name == "XDG_CONFIG_HOME"
            {
                let value = value.into_string().map_err(|_| {
                    Error::from(ErrorKind::Config(format!(
                        "the variable {name} is not UTF-8"
                    )))
                })?;
                variables.insert(name, value);
            }
        }
        Ok(Self {
            variables,
            region: None,
            current: std::env::current_dir().unwrap_or_default(),
            home: std::env::home_dir(),
            system: "/etc".into(),
        })
    }

    /// A variable that is set to something.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let value = self.variables.get(name).map(String::as_str);
        value.filter(|value| !value.is_empty())
    }

    /// The path with its `~` written out, as a shell would; text that is no such path stays as it is.
    pub(super) fn expand(&self, path: String) -> String {
        match (path.strip_prefix("~/"), &self.home) {
            (Some(rest), Some(home)) => home.join(rest).to_string_lossy().into_owned(),
            _ => path,
        }
    }
}

/// Passwords are among the variables: only the names are shown.
impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            variables,
            region,
            current,
            home,
            system,
        } = self;
        f.debug_struct("Environment")
            .field("variables", &variables.keys())
            .field("region", region)
            .field("current", current)
            .field("home", home)
            .field("system", system)
            .finish()
    }
}
