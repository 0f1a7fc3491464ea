//! `settings.json`: what a state directory was made with, for the next command and for the
//! Python side (`xtask/cloud/ferris/layout.py`).

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};

use super::layout::{Cloud, HOST, PASSWORD, REGION, default_state};
use super::services::{self, Service};
use crate::progress::say;

const DEFAULT_BASE_PORT: u16 = 19500;

/// The state directory, by its full path.
pub(crate) fn directory(state: Option<&Path>) -> Result<PathBuf> {
    let dir = state.map_or_else(default_state, Path::to_owned);
    std::path::absolute(&dir).with_context(|| format!("not a usable path: {}", dir.display()))
}

/// The cloud of a state directory; an error if there is none.
pub(crate) fn open(state: Option<&Path>) -> Result<Cloud> {
    let dir = directory(state)?;
    let Some(saved) = load(&dir)? else {
        bail!(
            "there is no cloud in {}; `cargo xtask cloud up` makes one",
            dir.display()
        );
    };
    let services = services::with_needs(&saved.services)?;
    Ok(Cloud {
        dir,
        base_port: saved.base_port,
        services,
    })
}

/// The cloud that `up` shall bring up: what the state directory has, and what is asked for.
pub(crate) fn open_for_up(
    dir: PathBuf,
    base_port: Option<u16>,
    list: Option<&str>,
) -> Result<Cloud> {
    let saved = load(&dir)?;
    let mut had = saved
        .as_ref()
        .map_or_else(Vec::new, |saved| saved.services.clone());
    if list.is_some() {
        // What an attempt only planned does not count.
        had.retain(|name| dir.join(format!("done/db-{name}")).exists());
    }
    let services = choose(&had, list)?;
    let old_port = saved.as_ref().map(|saved| saved.base_port);
    let base_port = base_port.or(old_port).unwrap_or(DEFAULT_BASE_PORT);
    if base_port > u16::MAX - 9 {
        bail!("--base-port {base_port} leaves no room for ten ports");
    }
    let cloud = Cloud {
        dir,
        base_port,
        services,
    };
    if let Some(saved) = saved.filter(|_| cloud.is_done("db-keystone")) {
        check_unchanged(&cloud, &saved)?;
    }
    Ok(cloud)
}

pub(crate) fn save(cloud: &Cloud) -> Result<()> {
    let mut ports = Map::new();
    let mut databases = Map::new();
    for service in &services::ALL {
        for process in service.processes {
            if let Some(port) = cloud.port(process) {
                ports.insert(process.name.to_owned(), port.into());
            }
        }
        let urls: Map<_, Value> = service
            .databases
            .iter()
            .map(|&name| (name.to_owned(), cloud.database(name).into()))
            .collect();
        databases.insert(service.name.to_owned(), urls.into());
    }
    let names: Vec<_> = cloud.services.iter().map(|service| service.name).collect();
    let settings = json!({
        "dir": cloud.dir, "base_port": cloud.base_port, "services": names, "host": HOST, "region": REGION,
        "password": PASSWORD, "ports": ports, "databases": databases,
    });
    let file = cloud.path("settings.json");
    let new = cloud.path("settings.json.new");
    fs::write(&new, format!("{settings:#}\n"))
        .and_then(|()| fs::rename(&new, &file))
        .with_context(|| format!("cannot write {}", file.display()))
}

struct Saved {
    dir: PathBuf,
    base_port: u16,
    services: Vec<String>,
}

fn load(dir: &Path) -> Result<Option<Saved>> {
    let file = dir.join("settings.json");
    if !file.exists() {
        return Ok(None);
    }
    let read = || -> Option<Saved> {
        let settings: Value = serde_json::from_slice(&fs::read(&file).ok()?).ok()?;
        let names = settings["services"].as_array()?;
        let names = names
            .iter()
            .filter_map(|name| name.as_str().map(str::to_owned));
        Some(Saved {
            dir: settings["dir"]
                .as_str()
                .map_or(dir.to_owned(), PathBuf::from),
            base_port: settings["base_port"].as_u64()?.try_into().ok()?,
            services: names.collect(),
        })
    };
    read()
        .map(Some)
        .with_context(|| format!("cannot make sense of {}", file.display()))
}

/// The services of a cloud that has some, and that shall have those of a list too.
fn choose(had: &[String], list: Option<&str>) -> Result<Vec<&'static Service>> {
    let asked: Vec<String> = match list {
        Some("all") => services::ALL
            .iter()
            .map(|service| service.name.to_owned())
            .collect(),
        Some(list) => list.split(',').map(|name| name.trim().to_owned()).collect(),
        None if had.is_empty() => return choose(had, Some("all")),
        None => Vec::new(),
    };
    let known = [had, &asked].concat();
    let chosen = services::with_needs(&known)?;
    let names: Vec<_> = chosen.iter().map(|service| service.name).collect();
    let added = names
        .iter()
        .copied()
        .filter(|name| !known.iter().any(|known| known == name));
    let added: Vec<_> = added.collect();
    if !added.is_empty() {
        say(format_args!(
            "adding what these services need: {}",
            added.join(", ")
        ));
    }
    if list.is_none() && names.len() < services::ALL.len() {
        say(format_args!(
            "the services this cloud has: {}; more with --services",
            names.join(", ")
        ));
    }
    Ok(chosen)
}

/// Refuses what the databases of a cloud that exists do not fit.
fn check_unchanged(cloud: &Cloud, saved: &Saved) -> Result<()> {
    let dir = cloud.dir.display();
    let start_over = format!("start over: `cargo xtask cloud down --wipe --state {dir}`");
    if saved.base_port != cloud.base_port {
        bail!(
            "the cloud in {dir} was made with --base-port {}, which its endpoints hold; choose \
             another --state, or {start_over}",
            saved.base_port
        );
    }
    if saved.dir != cloud.dir {
        bail!(
            "the cloud in {dir} was made in {}, which its databases hold; move it back, or \
             {start_over}",
            saved.dir.display()
        );
    }
    Ok(())
}
