//! The variables and folders that are looked at: handed on, so that tests need not change the process.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::error::{Error, ErrorKind, Result};

/// The environment that a description of a cloud is read from. No `Debug`: passwords are in it.
#[cfg_attr(not(feature = "clouds-yaml"), allow(dead_code, reason = "the folders are for files"))]
pub(super) struct Environment {
    /// Those that matter here.
    pub(super) variables: BTreeMap<String, String>,
    /// The current folder.
    pub(super) current: PathBuf,
    /// The user's own folder.
    pub(super) home: Option<PathBuf>,
    /// The folder of the system's own settings: `/etc`.
    pub(super) system: PathBuf,
}

impl Environment {
    pub(super) fn of_process() -> Result<Self> {
        let mut variables = BTreeMap::new();
        for (name, value) in std::env::vars_os() {
            let Ok(name) = name.into_string() else {
                continue;
            };
            if name.starts_with("OS_") || name == "XDG_CONFIG_HOME" {
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
