//! Runs of the clients in turn, and what they cost.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::figures::{Figures, number};
use super::server::Server;
use super::workloads::Workload;

/// A program that does workloads: `PROGRAM URL WORKLOAD COUNT`.
pub(super) struct Client {
    pub(super) name: &'static str,
    /// The program, with the arguments before those.
    pub(super) command: Vec<PathBuf>,
    /// Whether its instructions can be counted, which takes fifty times as long.
    pub(super) counted: bool,
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
                self.server.requests()?;
                let part = (client.part)(workload.name).clamp(1, workload.times);
                let start = Instant::now();
                let run = self.run(client.command(), workload, workload.times / part);
                let wall = start.elapsed().as_secs_f64();
                let Some(mut run) = run.with_context(|| client.name)? else {
                    *figures = None;
                    continue;
                };
                run["cpu_seconds"] = (number(&run, "cpu_seconds")? * f64::from(part)).into();
                known.add(&run, wall * f64::from(part))?;
                let made = self.server.requests()?;
                let Some(wanted) = workload.requests.filter(|wanted| *wanted != made) else {
                    continue;
                };
                let (name, (requests, logins)) = (client.name, made);
                let what = format!("{name} made {requests} requests, {logins} of them logins");
                match name {
                    "bare" | "ours" => bail!("{}: {what}, and not {wanted:?}", workload.name),
                    _ if round == 0 => println!("{}: {what}", workload.name),
                    _ => {}
                }
            }
        }
        for (client, figures) in clients.iter().zip(&mut figures) {
            // Few workloads only of others: they take fifty times as long, and that is long.
            let known = ["bare", "bare again", "ours"].contains(&client.name);
            let short = ["start", "get-server"].contains(&workload.name);
            if let (Some(figures), true) = (figures, client.counted && (known || short)) {
                self.count(client, workload, figures)?;
            }
        }
        Ok(figures)
    }

    /// Counts what can be counted.
    pub(super) fn count(
        &self,
        client: &Client,
        workload: &Workload,
        figures: &mut Figures,
    ) -> Result<()> {
        if let Some((few, many)) = workload.counts {
            let one = |many_: f64, few_: f64| (many_ - few_) / f64::from(many - few);
            let allocations = |times| -> Result<Option<f64>> {
                let run = self.run(client.command(), workload, times)?;
                Ok(run.and_then(|run| run["allocations"].as_f64()))
            };
            figures.allocations = allocations(many)?
                .zip(allocations(few)?)
                .map(|(many, few)| one(many, few));
            if self.valgrind {
                let (many, few) = (
                    self.instructions(client, workload, many)?,
                    self.instructions(client, workload, few)?,
                );
                figures.instructions = Some(one(many, few));
            }
        }
        if workload.system_calls && self.strace {
            figures.system_calls = Some(self.system_calls(client, workload)?);
        }
        Ok(())
    }

    fn instructions(&self, client: &Client, workload: &Workload, times: u32) -> Result<f64> {
        let out = self.file.with_file_name("callgrind.out");
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--tool=callgrind", "--quiet"]);
        valgrind.arg(format!("--callgrind-out-file={}", out.display()));
        valgrind.args(&client.command);
        self.run(valgrind, workload, times)?;
        let text = std::fs::read_to_string(&out)?;
        let totals = text.lines().find_map(|line| line.strip_prefix("totals: "));
        let totals = totals.context("callgrind wrote no totals")?;
        Ok(totals.trim().parse()?)
    }

    /// Of all threads, by strace's summary.
    fn system_calls(&self, client: &Client, workload: &Workload) -> Result<f64> {
        let out = self.file.with_file_name("strace.out");
        let mut strace = Command::new("strace");
        strace
            .args(["-f", "-c", "-o"])
            .arg(&out)
            .args(&client.command);
        self.run(strace, workload, 1)?;
        let text = std::fs::read_to_string(&out)?;
        let total = text
            .lines()
            .find(|line| line.trim_end().ends_with(" total"));
        // Share, seconds, and, but for newer ones, microseconds a call; then the calls.
        let fields: Vec<_> = total
            .context("strace has no total")?
            .split_whitespace()
            .collect();
        let calls = fields
            .get(3)
            .or(fields.get(2))
            .context("strace's total is odd")?;
        Ok(calls.parse()?)
    }

    /// What the program printed; nothing if it says that it cannot do it.
    fn run(&self, mut command: Command, workload: &Workload, times: u32) -> Result<Option<Value>> {
        command.args([&self.server.url(workload.tls), workload.program()]);
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
            counted: true,
            part: |_| 1,
        }
    }

    fn command(&self) -> Command {
        let (program, args) = match self.command.as_slice() {
            [program, args @ ..] => (program.as_path(), args),
            [] => (Path::new("true"), &[][..]),
        };
        let mut command = Command::new(program);
        command.args(args);
        command
    }
}
