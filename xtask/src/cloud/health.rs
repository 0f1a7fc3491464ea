//! Whether the services answer, and whether their ports are free.

use std::collections::HashMap;
use std::net::TcpListener;
use std::process::Child;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use super::layout::{Cloud, HOST};
use super::process::running;
use super::services::Process;
use super::{api, log};
use crate::progress::say;

/// Generous: a busy machine takes several times as long as an idle one.
const LIMIT: Duration = Duration::from_secs(300);

/// Waits until all the processes answer. `started` holds those that this command has started and
/// that have not answered yet.
pub(crate) fn wait(
    cloud: &Cloud,
    processes: &[&'static Process],
    started: &mut HashMap<&str, Child>,
) -> Result<()> {
    let end = Instant::now() + LIMIT;
    for process in processes {
        let log = cloud.log(process.name);
        while !answers(cloud, process, Duration::from_secs(5)) {
            let lives = match started.get_mut(process.name) {
                Some(child) => child.try_wait()?.is_none(),
                None => running(cloud, process).is_some(),
            };
            if !lives {
                bail!("{} has stopped; {}", process.name, log::end(&log));
            }
            if Instant::now() > end {
                let seconds = LIMIT.as_secs();
                bail!(
                    "{} does not answer after {seconds} s; {}",
                    process.name,
                    log::end(&log)
                );
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        if started.remove(process.name).is_some() {
            say(format_args!("{}: healthy", process.name));
        }
    }
    Ok(())
}

/// Whether a process lives and answers.
pub(crate) fn answers(cloud: &Cloud, process: &Process, patience: Duration) -> bool {
    let (Some(url), Some(listens)) = (cloud.url(process), &process.listens) else {
        return running(cloud, process).is_some();
    };
    running(cloud, process).is_some() && api::is_healthy(&(url + listens.health), patience)
}

/// Refuses if something else has the port of a process that is not running.
pub(crate) fn check_port(cloud: &Cloud, process: &Process) -> Result<()> {
    let Some(port) = cloud.port(process) else {
        return Ok(());
    };
    if running(cloud, process).is_none() && TcpListener::bind((HOST, port)).is_err() {
        bail!(
            "port {port}, which {} needs, is taken by another program; choose other ports with \
             --base-port (this cloud would use {} to {})",
            process.name,
            cloud.base_port,
            cloud.base_port + 9,
        );
    }
    Ok(())
}
