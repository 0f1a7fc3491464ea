//! The server of a bench, in a process of its own.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::workloads::Workload;

pub(super) struct Server {
    process: Child,
    port: u16,
    tls_port: u16,
    /// The certificate authority of its TLS.
    pub(super) authority: PathBuf,
    /// A `clouds.yaml` that has it as `bench`.
    pub(super) clouds: PathBuf,
}

impl Server {
    /// Starts it on free ports, and waits until it answers.
    pub(super) fn start(program: &Path, folder: &Path) -> Result<Self> {
        // Both are held until both are known, so that they are two.
        let listeners = [(); 2].map(|()| TcpListener::bind(("127.0.0.1", 0)));
        let [port, tls_port] = listeners.map(|listener| listener?.local_addr());
        let (port, tls_port) = (port?.port(), tls_port?.port());
        let [authority, clouds] = ["authority.pem", "clouds.yaml"].map(|name| folder.join(name));
        let mut command = Command::new(program);
        command.args([port.to_string(), tls_port.to_string()]);
        let process = command.arg(&authority).spawn();
        let process = process.with_context(|| format!("cannot run {}", program.display()))?;
        let server = Self {
            process,
            port,
            tls_port,
            authority,
            clouds,
        };
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if start.elapsed() > Duration::from_secs(30) {
                bail!("the server does not answer");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(server)
    }

    pub(super) fn url(&self, workload: &Workload) -> String {
        match workload.tls {
            true => format!("https://localhost:{}", self.tls_port),
            false => format!("http://127.0.0.1:{}", self.port),
        }
    }

    /// Writes the `clouds.yaml` for a workload.
    pub(super) fn configure(&self, workload: &Workload) -> Result<()> {
        let keystone = match workload.short {
            true => "identity/short/v3",
            false => "identity/v3",
        };
        let url = format!("{}/{keystone}", self.url(workload));
        let text = configuration(&url, &self.authority);
        Ok(std::fs::write(&self.clouds, text)?)
    }

    /// How many requests there were since the last time that this was asked for, and how many of them were logins.
    pub(super) fn requests(&self) -> Result<(u64, u64)> {
        let mut answer = ureq::get(format!("http://127.0.0.1:{}/counts", self.port)).call()?;
        let counts: serde_json::Value = answer.body_mut().read_json()?;
        let count = |name: &str| counts[name].as_u64().context("the server cannot count");
        Ok((count("requests")?, count("logins")?))
    }
}

fn configuration(url: &str, authority: &Path) -> String {
    format!(
        "clouds:
  bench:
    region_name: RegionOne
    cacert: {}
    auth:
      auth_url: {url}
      username: demo
      password: secret
      project_name: demo
      user_domain_id: default
      project_domain_id: default
",
        authority.display()
    )
}

impl Drop for Server {
    fn drop(&mut self) {
        // It is gone already, or goes now.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
