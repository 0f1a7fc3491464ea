//! A real OpenStack on 127.0.0.1: `cargo xtask cloud up`, `down` and `status`.
//!
//! `xtask/cloud/README.md` says what it is; what runs inside the services is beside it.

mod api;
mod bootstrap;
mod config;
mod credentials;
mod health;
mod interpreter;
mod layout;
mod lock;
mod log;
mod process;
mod services;
mod settings;
mod up;
mod venv;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::flags;
use crate::progress::say;
use layout::Cloud;

pub(crate) fn run(command: &flags::Cloud) -> Result<()> {
    match &command.subcommand {
        flags::CloudCmd::Up(up) => {
            self::up(up.state.as_deref(), up.base_port, up.services.as_deref()).map(drop)
        }
        flags::CloudCmd::Down(down) => self::down(down.state.as_deref(), down.wipe),
        flags::CloudCmd::Status(status) => self::status(status.state.as_deref()),
    }
}

/// Brings the cloud up; its clouds.yaml.
pub(crate) fn up(
    state: Option<&Path>,
    base_port: Option<u16>,
    services: Option<&str>,
) -> Result<PathBuf> {
    if !cfg!(target_os = "linux") {
        bail!("the local cloud runs on Linux only");
    }
    let dir = settings::directory(state)?;
    let lock = lock::take(&dir)?;
    let cloud = settings::open_for_up(dir, base_port, services)?;
    make_directories(&cloud)?;
    up::up(&cloud, &lock)?;
    drop(lock);
    let clouds = cloud.path("clouds.yaml");
    say(format_args!(
        "ready: export OS_CLIENT_CONFIG_FILE={}",
        clouds.display()
    ));
    say("clouds: OS_CLOUD=ferris-admin, ferris-demo or ferris-alt");
    Ok(clouds)
}

/// Stops the cloud, and deletes its data if asked to.
pub(crate) fn down(state: Option<&Path>, and_wipe: bool) -> Result<()> {
    let cloud = settings::open(state)?;
    let _lock = lock::take(&cloud.dir)?;
    stop(&cloud)?;
    if and_wipe {
        wipe(&cloud)?;
        fs::remove_file(cloud.path("settings.json")).context("cannot delete settings.json")?;
        say("data deleted; the virtual environment stays");
    }
    Ok(())
}

/// Whether any part of the cloud runs.
pub(crate) fn is_running(state: Option<&Path>) -> bool {
    settings::open(state).is_ok_and(|cloud| {
        services::processes().any(|process| process::running(&cloud, process).is_some())
    })
}

fn status(state: Option<&Path>) -> Result<()> {
    let cloud = settings::open(state)?;
    let mut ill = Vec::new();
    for process in cloud.processes() {
        let name = process.name;
        let Some(running) = process::running(&cloud, process) else {
            println!("{name:16} down");
            ill.push(name);
            continue;
        };
        let word = if health::answers(&cloud, process, Duration::from_secs(5)) {
            "up"
        } else {
            ill.push(name);
            "ill"
        };
        let memory = process::memory_mib(running.pid).unwrap_or_default();
        let place = cloud.url(process).unwrap_or_default();
        println!(
            "{name:16} {word:4} pid {:<8} {memory:4} MiB  {place}",
            running.pid
        );
    }
    if ill.len() == cloud.processes().count() {
        bail!("the cloud is down; `cargo xtask cloud up` starts it");
    }
    if ill.len() == cloud.processes().count() {
        bail!("the cloud is down; `cargo xtask cloud up` starts it");
    }
    if !ill.is_empty() {
        let logs = cloud.path("log");
        bail!(
            "not up: {}; their logs are in {}",
            ill.join(", "),
            logs.display()
        );
    }
    Ok(())
}

fn stop(cloud: &Cloud) -> Result<()> {
    let alive = services::processes().filter(|process| process::running(cloud, process).is_some());
    let alive: Vec<_> = alive.collect();
    process::stop(cloud, &alive)?;
    if alive.is_empty() {
        say("nothing was running");
    } else {
        let names: Vec<_> = alive.iter().map(|process| process.name).collect();
        say(format_args!("stopped: {}", names.join(", ")));
    }
    Ok(())
}

/// Deletes all of a stopped cloud but its virtual environment and its logs.
fn wipe(cloud: &Cloud) -> Result<()> {
    // First the marks, so that an interrupted wipe is not taken for a cloud.
    for name in ["done", "db", "data", "etc", "run"] {
        let path = cloud.path(name);
        if path.exists() {
            fs::remove_dir_all(&path)
                .with_context(|| format!("cannot delete {}", path.display()))?;
        }
    }
    make_directories(cloud)
}

fn make_directories(cloud: &Cloud) -> Result<()> {
    for name in ["cache", "data", "db", "done", "etc", "log", "run"] {
        let path = cloud.path(name);
        fs::create_dir_all(&path).with_context(|| format!("cannot make {}", path.display()))?;
    }
    Ok(())
}
