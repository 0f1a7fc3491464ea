//! Brings the cloud up, or whatever of it is not running. May be interrupted and repeated.

use std::collections::HashMap;
use std::fs::File;
use std::process::Child;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Result, anyhow, bail};

use super::bootstrap::{identity, resources};
use super::layout::Cloud;
use super::services::{Process, Service};
use super::{config, credentials, health, log, process, settings, venv};
use crate::progress::say;

/// `lock` is the one of the state directory, held.
pub(crate) fn up(cloud: &Cloud, lock: &File) -> Result<()> {
    // Before the long steps, which a taken port would make useless.
    for process in cloud.processes() {
        health::check_port(cloud, process)?;
    }
    settings::save(cloud)?;
    venv::install(cloud, lock)?;
    credentials::write(cloud)?;
    let mut fingerprints = HashMap::new();
    for service in &cloud.services {
        let fingerprint = config::write(cloud, service)?;
        fingerprints.extend(
            service
                .processes
                .iter()
                .map(|own| (own.name, fingerprint.clone())),
        );
    }
    prepare_all(cloud, lock)?;
    let mut start = Start {
        cloud,
        fingerprints,
        started: HashMap::new(),
    };
    // On a warm start everything is started at once; the first time Keystone has to know the
    // service users before Nova's computes report to Placement.
    if !identity::is_registered(cloud) {
        let keystone: Vec<_> = cloud
            .processes()
            .filter(|process| process.name == "keystone")
            .collect();
        start.all(&keystone)?;
        health::wait(cloud, &keystone, &mut start.started)?;
        identity::register(cloud)?;
    }
    let all: Vec<_> = cloud.processes().collect();
    start.all(&all)?;
    health::wait(cloud, &all, &mut start.started)?;
    resources::create(cloud)
}

/// Creates the databases that do not exist yet, two services at a time: it takes CPU time.
fn prepare_all(cloud: &Cloud, lock: &File) -> Result<()> {
    // The slowest, Nova, is the last of the list.
    let new = cloud
        .services
        .iter()
        .rev()
        .filter(|service| !cloud.is_done(&mark(service)));
    let new: Vec<_> = new.collect();
    let next = AtomicUsize::new(0);
    let work = || -> Result<()> {
        while let Some(service) = new.get(next.fetch_add(1, Ordering::Relaxed)) {
            prepare(cloud, lock, service)?;
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(work);
        let own = work();
        own.and(
            other
                .join()
                .map_err(|_| anyhow!("the thread of the preparation panicked"))?,
        )
    })
}

fn prepare(cloud: &Cloud, lock: &File, service: &Service) -> Result<()> {
    let mut command = process::python(cloud, "prepare.py", service.name)?;
    let status = command.stdin(lock.try_clone()?).status()?;
    if !status.success() {
        let log = cloud.log(&format!("{}-prepare", service.name));
        bail!(
            "cannot prepare {} ({status}); {}",
            service.name,
            log::end(&log)
        );
    }
    cloud.mark_done(&mark(service))?;
    say(format_args!("{}: prepared", service.name));
    Ok(())
}

fn mark(service: &Service) -> String {
    format!("db-{}", service.name)
}

struct Start<'a> {
    cloud: &'a Cloud,
    fingerprints: HashMap<&'static str, String>,
    /// By this command, and not known to answer.
    started: HashMap<&'static str, Child>,
}

impl Start<'_> {
    /// Starts what is not running, and what runs with another configuration.
    fn all(&mut self, processes: &[&'static Process]) -> Result<()> {
        let mut missing = Vec::new();
        let mut stale = Vec::new();
        for process in processes {
            match process::running(self.cloud, process) {
                Some(running) if running.fingerprint == self.fingerprints[process.name] => {}
                Some(_) => stale.push(*process),
                None => missing.push(*process),
            }
        }
        for process in &stale {
            say(format_args!(
                "{}: starting again, its configuration has changed",
                process.name
            ));
        }
        process::stop(self.cloud, &stale)?;
        for process in missing.into_iter().chain(stale) {
            health::check_port(self.cloud, process)?;
            let child = process::start(self.cloud, process, &self.fingerprints[process.name])?;
            self.started.insert(process.name, child);
        }
        Ok(())
    }
}
