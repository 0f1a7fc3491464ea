//! Runs of the clients in turn, and what they took.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::figures::{Figures, Run};
use super::server::Server;
use super::workloads::Workload;

/// A program that does workloads: `PROGRAM URL WORKLOAD COUNT`.
pub(super) struct Client {
    pub(super) name: &'static str,
    /// The program, with the arguments before those.
    pub(super) command: Vec<PathBuf>,
    /// Whether it is one of our own programs, whose calls of the system have a limit.
    pub(super) own: bool,
    /// For which workloads its instructions are counted, which takes fifty times as long.
    pub(super) counted: fn(&str) -> bool,
    /// What a run of it is the part of: of what takes minutes, less is done, and the figures are scaled.
    pub(super) part: fn(&str) -> u32,
}

pub(super) struct Bench<'a> {
    pub(super) server: &'a Server,
    /// The file that is uploaded.
    pub(super) file: PathBuf,
    pub(super) runs: u32,
    pub(super) valgrind: bool,
    pub(super) strace: bool,
}

/// Whether there is such a program.
pub(super) fn is_there(program: &str) -> bool {
    let mut command = Command::new(program);
    let found = command
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    found.status().is_ok()
}

impl Bench<'_> {
    /// Measures the clients, run by run in turn. One that cannot do it has no figures.
    pub(super) fn compare(
        &self,
        workload: &Workload,
        clients: &[Client],
    ) -> Result<Vec<Option<Figures>>> {
        let mut figures: Vec<_> = clients.iter().map(|_| Some(Figures::default())).collect();
        for round in 0..self.runs {
            for (client, figures) in clients.iter().zip(&mut figures) {
                let Some(known) = figures else { continue };
                let run = self.measure(client, workload, round == 0);
                match run.with_context(|| client.name)? {
                    Some(run) => known.add(run),
                    None => *figures = None,
                }
            }
        }
        for (client, figures) in clients.iter().zip(&mut figures) {
            let Some(figures) = figures else { continue };
            figures.part = (client.part)(workload.name);
            if (client.counted)(workload.name) {
                self.count(client, workload, figures)?;
            }
        }
        if workload.system_calls && self.strace {
            self.trace(clients, workload, &mut figures)?;
        }
        Ok(figures)
    }

    /// One run; of a part of the workload, what all of it would have taken.
    fn measure(&self, client: &Client, workload: &Workload, first: bool) -> Result<Option<Run>> {
        let part = (client.part)(workload.name);
        self.server.requests()?;
        let times = (workload.times / part).max(1);
        let Some(run) = self.timed(client, workload, times)? else {
            return Ok(None);
        };
        let wanted = f64::from(workload.times) * workload.done as f64 / f64::from(part);
        if run.done != wanted {
            bail!("{}: it did {}, and not {wanted}", workload.name, run.done);
        }
        self.judge_requests(client, workload, first)?;
        if part == 1 {
            return Ok(Some(run));
        }
        let start = self.timed(client, workload, 0)?;
        Ok(start.map(|start| run.scaled(part, start)))
    }

    fn timed(&self, client: &Client, workload: &Workload, times: u32) -> Result<Option<Run>> {
        let part = (client.part)(workload.name).to_string();
        let mut command = client.command();
        command.env("BENCH_PART", part);
        let start = Instant::now();
        let printed = self.run(command, workload, times)?;
        let wall = start.elapsed().as_secs_f64();
        printed.map(|printed| Run::read(&printed, wall)).transpose()
    }

    /// Whether the last run made as many requests as it should. Others may make more, which is said once.
    fn judge_requests(&self, client: &Client, workload: &Workload, first: bool) -> Result<()> {
        let made = self.server.requests()?;
        let Some(wanted) = workload.requests.filter(|wanted| *wanted != made) else {
            return Ok(());
        };
        let (name, (requests, logins)) = (client.name, made);
        let what = format!(
            "{}: {name} made {requests} requests, {logins} of them logins",
            workload.name
        );
        match name {
            "bare" | "ours" => bail!("{what}, and not {wanted:?}"),
            _ if first => println!("{what}"),
            _ => {}
        }
        Ok(())
    }

    /// What the program printed; nothing if it says that it cannot do it.
    pub(super) fn run(
        &self,
        mut command: Command,
        workload: &Workload,
        times: u32,
    ) -> Result<Option<Value>> {
        self.server.configure(workload)?;
        command.args([&self.server.url(workload), workload.program()]);
        command.arg(times.to_string()).env("BENCH_FILE", &self.file);
        command.env("BENCH_CA", &self.server.authority);
        // The one name is openstack_sdk's, the other everybody else's, and openstack looks here.
        command.current_dir(self.server.clouds.with_file_name(""));
        for variable in ["OS_CLIENT_CONFIG_PATH", "OS_CLIENT_CONFIG_FILE"] {
            command.env(variable, &self.server.clouds);
        }
        let output = command.output();
        let output = output.with_context(|| format!("cannot run {command:?}"))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!("{} failed: {said}", workload.name);
        }
        let text = String::from_utf8_lossy(&output.stdout);
        if text.trim() == "cannot" {
            return Ok(None);
        }
        let run = serde_json::from_str(&text);
        Ok(Some(run.with_context(|| {
            format!("{} printed {text:?}", workload.name)
        })?))
    }
}

impl Client {
    /// One of our own programs.
    pub(super) fn own(name: &'static str, program: &Path) -> Self {
        Self {
            name,
            command: vec![program.to_owned()],
            own: true,
            counted: |_| true,
            part: |_| 1,
        }
    }

    pub(super) fn command(&self) -> Command {
        let (program, args) = match self.command.as_slice() {
            [program, args @ ..] => (program.as_path(), args),
            [] => (Path::new("true"), &[][..]),
        };
        let mut command = Command::new(program);
        command.args(args);
        command
    }
}
