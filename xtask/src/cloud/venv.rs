//! The virtual environment, with exactly the packages of `xtask/cloud/requirements.txt`.

use std::fs::{self, File};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::layout::{self, Cloud};
use super::{interpreter, log, process, stop, wipe};
use crate::progress::say;

/// Makes the virtual environment; again, with an empty cloud, when the pins have changed.
pub(crate) fn install(cloud: &Cloud, lock: &File) -> Result<()> {
    let requirements = layout::sources().join("requirements.txt");
    let pins = fs::read_to_string(&requirements)
        .with_context(|| format!("cannot read {}", requirements.display()))?;
    let mark = cloud.path("venv/installed");
    // The interpreter is a link to that of the machine, which may have gone.
    let works = cloud.python().exists();
    if works && fs::read_to_string(&mark).is_ok_and(|installed| installed == pins) {
        return Ok(());
    }
    if works && cloud.is_done("db-keystone") && mark.exists() {
        say("the pinned versions have changed: starting over with an empty cloud");
        stop(cloud)?;
        wipe(cloud)?;
    }
    make(cloud, lock)?;
    install_packages(cloud, lock, &pins)?;
    fs::write(&mark, pins).with_context(|| format!("cannot write {}", mark.display()))?;
    say("packages installed");
    Ok(())
}

fn make(cloud: &Cloud, lock: &File) -> Result<()> {
    let python = interpreter::find()?;
    say(format_args!(
        "creating the virtual environment {}",
        cloud.venv().display()
    ));
    let mut command = Command::new(&python);
    command.args(["-m", "venv", "--clear"]).arg(cloud.venv());
    run(
        cloud,
        lock,
        command,
        "venv",
        &format!("`{} -m venv`", python.display()),
    )
}

fn install_packages(cloud: &Cloud, lock: &File, pins: &str) -> Result<()> {
    let packages: Vec<_> = pins
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    say(format_args!(
        "installing {} packages with pip, which takes a while",
        packages.len()
    ));
    // Two halves at a time: pip itself uses one core.
    let halves = [0, 1].map(|half| packages.iter().skip(half).step_by(2).copied().collect());
    std::thread::scope(|scope| {
        let pips = [("pip-1", &halves[0]), ("pip-2", &halves[1])]
            .map(|(name, half): (_, &Vec<_>)| scope.spawn(move || pip(cloud, lock, name, half)));
        let mut result = Ok(());
        for thread in pips {
            let one = thread
                .join()
                .unwrap_or_else(|_| bail!("pip's thread panicked"));
            result = result.and(one);
        }
        result
    })
}

fn pip(cloud: &Cloud, lock: &File, name: &str, packages: &[&str]) -> Result<()> {
    let mut command = Command::new(cloud.python());
    command.args(["-m", "pip", "install", "--quiet", "--no-input"]);
    command.args(["--disable-pip-version-check", "--root-user-action=ignore"]);
    // The list is complete, so nothing is resolved; and the services compile what they import,
    // which is a small part of what is installed.
    command.args(["--no-deps", "--no-compile"]).args(packages);
    run(cloud, lock, command, name, "`pip install`")
}

fn run(cloud: &Cloud, lock: &File, mut command: Command, log_name: &str, what: &str) -> Result<()> {
    let path = cloud.log(log_name);
    let output = process::open_log(&path)?;
    command
        .stdin(lock.try_clone()?)
        .stdout(output.try_clone()?)
        .stderr(output);
    // A caller's Python settings must not decide what is installed where.
    for variable in [
        "PYTHONPATH",
        "PYTHONHOME",
        "PIP_TARGET",
        "PIP_PREFIX",
        "PIP_USER",
    ] {
        command.env_remove(variable);
    }
    let status = command
        .status()
        .with_context(|| format!("cannot run {what}"))?;
    if !status.success() {
        bail!("{what} failed ({status}); {}", log::end(&path));
    }
    Ok(())
}
