//! Processes: start one, find one again, stop one. A process is known by its id and start time.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::layout::{self, Cloud};
use super::services::Process;

/// A process of the cloud that lives.
#[derive(Debug)]
pub(crate) struct Running {
    pub(crate) pid: u32,
    /// Of the configuration that it was started with.
    pub(crate) fingerprint: String,
}

/// Finds a process by what it left in `run/` when it started: see `xtask/cloud/serve.py`.
pub(crate) fn running(cloud: &Cloud, process: &Process) -> Option<Running> {
    let record = fs::read_to_string(pid_file(cloud, process)).ok()?;
    let mut fields = record.split_whitespace();
    let pid = fields.next()?.parse().ok()?;
    let started = fields.next()?;
    let fingerprint = fields.next()?.to_owned();
    (start_time(pid)? == started).then_some(Running { pid, fingerprint })
}

pub(crate) fn start(cloud: &Cloud, process: &Process, fingerprint: &str) -> Result<Child> {
    // A log of its own for each run; the one before is kept.
    let log = cloud.log(process.name);
    if log.exists() {
        fs::rename(&log, log.with_extension("log.old"))?;
    }
    let mut command = python(cloud, "serve.py", process.name)?;
    command.arg(fingerprint);
    command
        .spawn()
        .with_context(|| format!("cannot start {}", process.name))
}

/// Runs one of our Python programs in the virtual environment, its output in the log of `name`.
pub(crate) fn python(cloud: &Cloud, program: &str, name: &str) -> Result<Command> {
    let log_name = if program == "serve.py" {
        name.to_owned()
    } else {
        format!("{name}-prepare")
    };
    let log = open_log(&cloud.log(&log_name))?;
    let mut command = Command::new(cloud.python());
    command.arg(layout::sources().join(program)).arg(name);
    command.current_dir(&cloud.dir).stdin(Stdio::null());
    command.stdout(log.try_clone()?).stderr(log);
    set_environment(&mut command, cloud);
    Ok(command)
}

/// Stops processes: politely, and after ten seconds by force.
pub(crate) fn stop(cloud: &Cloud, processes: &[&Process]) -> Result<()> {
    kill(cloud, processes, "TERM")?;
    if !wait_gone(cloud, processes, Duration::from_secs(10)) {
        kill(cloud, processes, "KILL")?;
        if !wait_gone(cloud, processes, Duration::from_secs(5)) {
            bail!("a process survives SIGKILL; see `cargo xtask cloud status`");
        }
    }
    for process in processes {
        let _ = fs::remove_file(pid_file(cloud, process));
    }
    Ok(())
}

/// Appends to a log, so that what happened before an attempt is repeated stays readable.
pub(crate) fn open_log(path: &Path) -> Result<File> {
    let log = File::options().create(true).append(true).open(path);
    log.with_context(|| format!("cannot write the log {}", path.display()))
}

/// Resident memory.
pub(crate) fn memory_mib(pid: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace()
        .next()?
        .parse::<u64>()
        .ok()
        .map(|kib| kib / 1024)
}

fn pid_file(cloud: &Cloud, process: &Process) -> std::path::PathBuf {
    cloud.path(format!("run/{}.pid", process.name))
}

/// When a process started, in clock ticks since the boot; nothing if it has ended.
fn start_time(pid: u32) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name, in parentheses, may hold anything.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    let state = fields.next()?;
    (state != "Z").then(|| fields.nth(18).map(str::to_owned))?
}

fn kill(cloud: &Cloud, processes: &[&Process], signal: &str) -> Result<()> {
    let alive = processes
        .iter()
        .filter_map(|process| running(cloud, process));
    let pids: Vec<_> = alive.map(|running| running.pid.to_string()).collect();
    if pids.is_empty() {
        return Ok(());
    }
    // The standard library signals no process but its own children, and the shell's built-in
    // `kill` is everywhere. One that has ended meanwhile makes it fail, which is fine.
    let script = format!("kill -s {signal} \"$@\" 2>/dev/null");
    Command::new("sh")
        .args(["-c", &script, "sh"])
        .args(pids)
        .status()
        .context("cannot run sh")?;
    Ok(())
}

fn wait_gone(cloud: &Cloud, processes: &[&Process], limit: Duration) -> bool {
    let end = Instant::now() + limit;
    loop {
        if processes
            .iter()
            .all(|process| running(cloud, process).is_none())
        {
            return true;
        }
        if Instant::now() > end {
            return false;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn set_environment(command: &mut Command, cloud: &Cloud) {
    // Settings of a caller's own cloud, or of their Python, must not leak into the services.
    for (key, _) in std::env::vars_os() {
        let name = key.to_string_lossy().to_ascii_uppercase();
        if name.starts_with("OS_") || name.ends_with("_PROXY") || name.starts_with("PYTHON") {
            command.env_remove(key);
        }
    }
    let bin = cloud.venv().join("bin");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::iter::once(bin).chain(std::env::split_paths(&path));
    if let Ok(path) = std::env::join_paths(path) {
        command.env("PATH", path);
    }
    let mut set = |key, value: &OsStr| _ = command.env(key, value);
    set("FERRIS_STATE", cloud.dir.as_ref());
    set("PYTHONPATH", layout::sources().as_ref());
    set("PYTHONUNBUFFERED", "1".as_ref());
    // Compiled modules belong to the state, not to the sources.
    set("PYTHONPYCACHEPREFIX", cloud.path("cache/python").as_ref());
    set("XDG_CACHE_HOME", cloud.path("cache").as_ref());
    set("NO_PROXY", "*".as_ref());
    for service in ["keystone", "glance", "placement", "neutron", "nova"] {
        let key = format!("OS_{}_CONFIG_DIR", service.to_uppercase());
        command.env(key, cloud.path("etc").join(service));
    }
    command.env("OS_NEUTRON_CONFIG_FILES", "neutron.conf");
    // The first file must be the paste file.
    let paste = cloud.path("venv/etc/nova/api-paste.ini");
    command.env(
        "OS_NOVA_CONFIG_FILES",
        format!("{};nova.conf", paste.display()),
    );
    // Threads of one process, as everything here is.
    command.env("OS_CINDER_DISABLE_EVENTLET_PATCHING", "true");
    command.env("OS_NOVA_DISABLE_EVENTLET_PATCHING", "true");
    // One small heap instead of one per thread.
    command.env("MALLOC_ARENA_MAX", "2");
}
