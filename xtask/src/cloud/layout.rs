//! Where one cloud is: its directory, its ports, its services.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::services::{Process, Service};

pub(crate) const HOST: &str = "127.0.0.1";
pub(crate) const REGION: &str = "RegionOne";
/// Of every account: the cloud is reachable from this machine only, and disposable.
pub(crate) const PASSWORD: &str = "secret";

/// One cloud.
#[derive(Debug)]
pub(crate) struct Cloud {
    pub(crate) dir: PathBuf,
    pub(crate) base_port: u16,
    pub(crate) services: Vec<&'static Service>,
}

impl Cloud {
    pub(crate) fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.dir.join(relative)
    }

    pub(crate) fn venv(&self) -> PathBuf {
        self.path("venv")
    }

    pub(crate) fn python(&self) -> PathBuf {
        self.path("venv/bin/python")
    }

    /// The log of a process or a step.
    pub(crate) fn log(&self, name: &str) -> PathBuf {
        self.path(format!("log/{name}.log"))
    }

    pub(crate) fn port(&self, process: &Process) -> Option<u16> {
        process
            .listens
            .as_ref()
            .map(|listens| self.base_port + listens.offset)
    }

    pub(crate) fn url(&self, process: &Process) -> Option<String> {
        self.port(process)
            .map(|port| format!("http://{HOST}:{port}"))
    }

    /// Where clients reach a service, without a path.
    pub(crate) fn service_url(&self, service: &str) -> String {
        super::services::ALL
            .iter()
            .find(|known| known.name == service)
            .and_then(|known| self.url(&known.processes[0]))
            .unwrap_or_default()
    }

    /// The SQLAlchemy URL of a database.
    pub(crate) fn database(&self, name: &str) -> String {
        // timeout: how long SQLite waits for another writer, in seconds.
        format!(
            "sqlite:///{}?timeout=60",
            self.path(format!("db/{name}.db")).display()
        )
    }

    pub(crate) fn has(&self, service: &str) -> bool {
        self.services.iter().any(|own| own.name == service)
    }

    pub(crate) fn processes(&self) -> impl Iterator<Item = &'static Process> {
        self.services.iter().flat_map(|service| service.processes)
    }

    /// Whether a step that is done once has been completed.
    pub(crate) fn is_done(&self, step: &str) -> bool {
        self.path("done").join(step).exists()
    }

    pub(crate) fn mark_done(&self, step: &str) -> Result<()> {
        let mark = self.path("done").join(step);
        fs::write(&mark, "").with_context(|| format!("cannot write {}", mark.display()))
    }
}

/// The folder of what runs inside the services.
pub(crate) fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cloud")
}

pub(crate) fn default_state() -> PathBuf {
    crate::workspace_root().join("target/cloud")
}
