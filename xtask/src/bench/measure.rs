//! Runs of the two clients in turn, and what they cost.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::Workload;

pub(super) struct Bench {
    /// The bare client, and ours.
    clients: [PathBuf; 2],
    port: String,
    file: PathBuf,
    runs: u32,
    has_valgrind: bool,
}

/// What one client took for one workload.
pub(super) struct Figures {
    /// Of the processor, in user space: for the workload done once. Noise does not touch them.
    pub(super) instructions: Option<f64>,
    /// Of the processor, user's and system's: of each run, least first.
    seconds: Vec<f64>,
    /// The most memory that a run had, in MiB.
    peak_mib: f64,
}

impl Bench {
    pub(super) fn new(programs: &Path, port: u16, file: &Path, runs: u32) -> Self {
        let valgrind = Command::new("valgrind")
            .arg("--version")
            .stdout(Stdio::null())
            .status();
        Self {
            clients: ["bare", "ours"].map(|name| programs.join(name)),
            port: port.to_string(),
            file: file.to_owned(),
            runs: runs.max(1),
            has_valgrind: valgrind.is_ok_and(|status| status.success()),
        }
    }

    /// Measures the bare client and ours, run by run in turn.
    pub(super) fn compare(&self, workload: &Workload) -> Result<[Figures; 2]> {
        let mut both = [Figures::none(), Figures::none()];
        for _ in 0..self.runs {
            for (client, figures) in self.clients.iter().zip(&mut both) {
                figures.add(&self.run(Command::new(client), workload.name, workload.times)?)?;
            }
        }
        if let (Some(counts), true) = (workload.instructions, self.has_valgrind) {
            for (client, figures) in self.clients.iter().zip(&mut both) {
                figures.instructions = Some(self.instructions(client, workload, counts)?);
            }
        }
        Ok(both)
    }

    fn run(&self, mut command: Command, workload: &str, times: u32) -> Result<Value> {
        let command = command.args([&self.port, workload]).arg(times.to_string());
        let output = command.env("BENCH_FILE", &self.file).output()?;
        if !output.status.success() {
            bail!(
                "{workload} failed: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        let text = String::from_utf8_lossy(&output.stdout);
        serde_json::from_str(&text).with_context(|| format!("{workload} printed {text:?}"))
    }

    /// The difference of two runs, so that start and login do not count.
    fn instructions(&self, client: &Path, workload: &Workload, counts: (u32, u32)) -> Result<f64> {
        let count = |times: u32| -> Result<f64> {
            let out = self.file.with_file_name("callgrind.out");
            let mut valgrind = Command::new("valgrind");
            valgrind.args(["--tool=callgrind", "--quiet"]);
            valgrind
                .arg(format!("--callgrind-out-file={}", out.display()))
                .arg(client);
            self.run(valgrind, workload.name, times)?;
            let text = std::fs::read_to_string(&out)?;
            let totals = text.lines().find_map(|line| line.strip_prefix("totals: "));
            Ok(totals
                .context("callgrind wrote no totals")?
                .trim()
                .parse()?)
        };
        let (few, many) = counts;
        Ok((count(many)? - count(few)?) / f64::from(many - few))
    }
}

impl Figures {
    fn none() -> Self {
        Self {
            instructions: None,
            seconds: Vec::new(),
            peak_mib: 0.0,
        }
    }

    fn add(&mut self, run: &Value) -> Result<()> {
        let number = |key: &str| {
            run[key]
                .as_f64()
                .with_context(|| format!("no {key} in {run}"))
        };
        self.seconds.push(number("cpu_seconds")?);
        self.seconds.sort_by(f64::total_cmp);
        self.peak_mib = self.peak_mib.max(number("peak_kib")? / 1024.0);
        Ok(())
    }

    /// The median.
    pub(super) fn seconds(&self) -> f64 {
        self.seconds
            .get(self.seconds.len() / 2)
            .copied()
            .unwrap_or_default()
    }

    pub(super) fn json(&self) -> Value {
        let Self {
            instructions,
            seconds,
            peak_mib,
        } = self;
        json!({"instructions": instructions, "cpu_seconds": seconds, "peak_mib": peak_mib})
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            instructions,
            seconds,
            peak_mib,
        } = self;
        let instructions = instructions.map_or("-".to_owned(), |count| format!("{count:.0}"));
        let (least, most) = (
            seconds.first().unwrap_or(&0.0),
            seconds.last().unwrap_or(&0.0),
        );
        let spread = format!("({least:.2}, {most:.2})");
        write!(
            f,
            "{instructions:>18} {:>10.2} {spread:>15} {peak_mib:>10.1}",
            self.seconds()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_run_counts() {
        let mut figures = Figures::none();
        for (seconds, peak) in [(0.4, 2048), (0.2, 4096), (0.3, 1024)] {
            figures
                .add(&json!({"cpu_seconds": seconds, "peak_kib": peak}))
                .unwrap();
        }
        assert_eq!((figures.seconds(), figures.peak_mib), (0.3, 4.0));
        assert!(figures.add(&json!({"done": 1})).is_err());
    }
}
