//! What can be counted, by other programs that watch: instructions, allocations, calls of the system.

use std::process::Command;

use anyhow::{Context, Result};

use super::figures::Figures;
use super::measure::{Bench, Client};
use super::workloads::Workload;

/// How often calls of the system are counted at least, until one run is as good as undisturbed.
const TRACES: u32 = 5;

impl Bench<'_> {
    /// Counts instructions and allocations, for the workload done once.
    pub(super) fn count(
        &self,
        client: &Client,
        workload: &Workload,
        figures: &mut Figures,
    ) -> Result<()> {
        let Some((few, many)) = workload.counts else {
            return Ok(());
        };
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

    /// Counts the calls of the system of those that can do it, in turn, so that what else goes on meets all alike: of
    /// others once only, for they have no limit to keep.
    pub(super) fn trace(
        &self,
        clients: &[Client],
        workload: &Workload,
        figures: &mut [Option<Figures>],
    ) -> Result<()> {
        for round in 0..self.runs.max(TRACES) {
            for (client, figures) in clients.iter().zip(&mut *figures) {
                let Some(figures) = figures else { continue };
                if round == 0 || client.own {
                    let calls = self.system_calls(client, workload);
                    let calls = calls.with_context(|| client.name)?;
                    figures.system_calls.add(calls);
                }
            }
        }
        Ok(())
    }

    /// Of all threads and programs that it starts, by strace's summary.
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
}
