//! The variables, and the folders that are searched: passed on, so that tests need not change the process.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Map, Value};

/// The environment that a configuration is read from.
#[derive(Debug, Clone, Default)]
pub(super) struct Environment {
    pub(super) variables: BTreeMap<String, String>,
    pub(super) current: PathBuf,
}

impl Environment {
    pub(super) fn of_process() -> Self {
        let variables = std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        });
        Self {
            variables: variables.collect(),
            current: std::env::current_dir().unwrap_or_default(),
        }
    }

    /// A variable that is set to something.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.variables
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// The `OS_*` variables in the shape of an entry of `clouds.yaml`.
    pub(super) fn settings(&self) -> Map<String, Value> {
        let mut settings = Map::new();
        // gophercloud's and the oldest names first: what comes later wins.
        let renamed = [
            ("OS_USERID", "user_id"),
            ("OS_TENANT_ID", "project_id"),
            ("OS_TENANT_NAME", "project_name"),
            ("OS_AUTH_TOKEN", "token"),
            ("OS_ENDPOINT_TYPE", "interface"),
        ];
        for (variable, key) in renamed {
            if let Some(value) = self.get(variable) {
                settings.insert(key.to_owned(), value.into());
            }
        }
        for (variable, value) in &self.variables {
            if let (Some(key), false) = (variable.strip_prefix("OS_"), value.is_empty()) {
                settings.insert(key.to_ascii_lowercase(), value.as_str().into());
            }
        }
        if let Some(insecure) = self.get("OS_INSECURE") {
            let insecure = matches!(
                insecure.to_ascii_lowercase().as_str(),
                "1" | "true" | "yes" | "on"
            );
            settings.insert("verify".to_owned(), (!insecure).into());
        }
        settings
    }
}
